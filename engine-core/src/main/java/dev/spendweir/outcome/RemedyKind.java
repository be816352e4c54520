package dev.spendweir.outcome;

/** What would let a change through (spec 1.8, Explanation). */
public enum RemedyKind {
    /** Raise the monthly plan limit by the amount. */
    RAISE_PLAN_LIMIT("raise_plan_limit"),
    /** Raise the project's budget by the amount, or give the project a budget of that amount when it has none. */
    ADD_BUDGET("add_budget"),
    /** Grant the amount of reserved credit; an alternative to a larger budget. */
    ADD_RESERVED_CREDITS("add_reserved_credits"),
    /** Raise the enterprise's monthly ceiling by the amount. */
    RAISE_ENTERPRISE_CEILING("raise_enterprise_ceiling"),
    /** Ask people. */
    APPROVAL("approval");

    private final String wireName;

    RemedyKind(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
