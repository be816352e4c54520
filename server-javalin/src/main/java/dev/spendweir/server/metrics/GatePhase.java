package dev.spendweir.server.metrics;

/** The parts of a gate call whose time is told apart. */
public enum GatePhase {
    /** The body arrives. */
    READ("read"),
    /** The plan is parsed and priced. */
    PRICE("price"),
    /** Snapshot, decision, commit. */
    DECIDE("decide");

    private final String wireName;

    GatePhase(String wireName) {
        this.wireName = wireName;
    }

    /** The word as the label has it. */
    public String wireName() {
        return wireName;
    }
}
