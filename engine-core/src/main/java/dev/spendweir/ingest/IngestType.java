package dev.spendweir.ingest;

/** The kinds of events that carry cost and usage (spec 5.4). */
public enum IngestType {
    /** The cost of one day, restatable. */
    COST_DAILY("cost.daily"),
    /** The last day whose cost is complete. */
    COST_WATERMARK("cost.watermark"),
    /** What a hold came to. */
    USAGE_ACTUAL("usage.actual");

    private final String wireName;

    IngestType(String wireName) {
        this.wireName = wireName;
    }

    /** The envelope's {@code type}, as it travels. */
    public String wireName() {
        return wireName;
    }
}
