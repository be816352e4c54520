package dev.spendweir.snapshot;

/** The pool that a grant of credit belongs to; an earlier constant is drawn first (spec 1.4, 1.7). */
public enum CreditPool {
    /** Credit set aside for use. */
    RESERVED("reserved"),
    /** Credit for emergencies; a policy can ask people before it is drawn. */
    EMERGENCY("emergency");

    private final String wireName;

    CreditPool(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
