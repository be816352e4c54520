package dev.spendweir.approval;

/** What can happen to an approval request (spec 10 A90). */
public enum ApprovalEventType {
    /** A reviewer agrees. */
    APPROVE("approve", true),
    /** A reviewer refuses; one is enough. */
    DENY("deny", true),
    /** Somebody who may withdraws it. */
    CANCEL("cancel", true),
    /** A newer request of the same change takes its place; the gate's own, no authority is asked. */
    SUPERSEDE("supersede", false),
    /** The sweeper notes that the deadline has passed. */
    EXPIRE("expire", false),
    /** The change goes ahead. */
    CONSUME("consume", true);

    private final String wireName;
    private final boolean needsActor;

    ApprovalEventType(String wireName, boolean needsActor) {
        this.wireName = wireName;
        this.needsActor = needsActor;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether such an event must say who did it. */
    public boolean needsActor() {
        return needsActor;
    }
}
