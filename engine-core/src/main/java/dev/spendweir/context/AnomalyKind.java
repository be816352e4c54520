package dev.spendweir.context;

/** How the last complete day compares with what was to be expected (spec 1.5). */
public enum AnomalyKind {
    /** Too few rows to expect anything, or no day to judge. */
    INSUFFICIENT_DATA("insufficient_data"),
    /** Within the usual. */
    NONE("none"),
    /** Far more than expected. */
    SPIKE("spike"),
    /** Far less than expected. */
    DROP("drop");

    private final String wireName;

    AnomalyKind(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
