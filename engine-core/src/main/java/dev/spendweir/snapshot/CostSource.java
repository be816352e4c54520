package dev.spendweir.snapshot;

/** Whether cost data could be read (spec 1.4). */
public enum CostSource {
    /** The cost history is what the source has. */
    AVAILABLE("available"),
    /** The source could not be read; the history counts as empty. */
    UNAVAILABLE("unavailable");

    private final String wireName;

    CostSource(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
