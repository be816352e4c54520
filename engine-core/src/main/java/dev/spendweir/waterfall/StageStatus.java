package dev.spendweir.waterfall;

/** What came out of a stage (spec 1.7). */
public enum StageStatus {
    /** There is no such limit or budget. */
    NOT_CONFIGURED("not_configured"),
    /** The amount fits under the limit. */
    PASS("pass"),
    /** The amount does not fit under the limit. */
    FAIL("fail"),
    /** Nothing remains to cover after the stage. */
    COVERED("covered"),
    /** The stage covered a part. */
    PARTIAL("partial"),
    /** The budget had nothing left. */
    EXHAUSTED("exhausted"),
    /** Nothing was left to cover. */
    NOT_NEEDED("not_needed"),
    /** The pool has no eligible grant. */
    NONE_AVAILABLE("none_available");

    private final String wireName;

    StageStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
