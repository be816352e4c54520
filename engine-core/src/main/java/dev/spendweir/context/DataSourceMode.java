package dev.spendweir.context;

/** What the context could be made from (spec 1.5). */
public enum DataSourceMode {
    /** The cost source could not be read. */
    UNAVAILABLE("unavailable"),
    /** No row lies within the baseline or the month. */
    NONE("none"),
    /** The month has rows and all of them are final. */
    FINAL("final"),
    /** Rows are there, and some may be restated. */
    ALL_STATUS("all_status");

    private final String wireName;

    DataSourceMode(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether there is nothing to forecast from. */
    public boolean isMissing() {
        return this == UNAVAILABLE || this == NONE;
    }
}
