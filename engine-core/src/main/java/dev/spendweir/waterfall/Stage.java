package dev.spendweir.waterfall;

/** The stages of the waterfall in their order (spec 1.7). */
public enum Stage {
    /** The tenant's monthly plan limit. */
    PLAN_LIMIT("plan_limit"),
    /** The project's budget. */
    PROJECT_ALLOCATION("project_allocation"),
    /** Credits of the reserved pool, for what the budget does not cover. */
    RESERVED_CREDITS("reserved_credits"),
    /** Credits of the emergency pool, for what is left then. */
    EMERGENCY_CREDITS("emergency_credits"),
    /** The enterprise's monthly ceiling. */
    ENTERPRISE_CEILING("enterprise_ceiling");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
