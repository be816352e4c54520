package dev.spendweir.outcome;

/** When the money of a reservation plan is held (spec 1.8). */
public enum Hold {
    /** At once; a request that waits for approval holds it while it waits. */
    NOW("now"),
    /** Only when people have accepted what the limits refused. */
    ON_APPROVAL("on_approval");

    private final String wireName;

    Hold(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
