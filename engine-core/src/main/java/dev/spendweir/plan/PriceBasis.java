package dev.spendweir.plan;

/** Where the price of a change comes from (spec 5.1), with its name in {@code metadata.price_basis}. */
public enum PriceBasis {
    /** The Infracost entry of the same address. */
    INFRACOST("infracost"),
    /** The price sheet, by type and attributes. */
    SHEET("sheet"),
    /** The price sheet, resting on an assumption that it states. */
    ASSUMED("assumed"),
    /** The type is known to cost nothing. */
    FREE("free"),
    /** Nobody knows; never 0 unless it is a saving. */
    UNKNOWN("unknown"),
    /** The caller stated the deltas, without a plan. */
    ASSERTED("asserted");

    private final String wireName;

    PriceBasis(String wireName) {
        this.wireName = wireName;
    }

    /** The name in {@code metadata.price_basis}. */
    public String wireName() {
        return wireName;
    }
}
