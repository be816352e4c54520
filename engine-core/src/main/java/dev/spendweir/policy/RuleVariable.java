package dev.spendweir.policy;

/**
 * What a rule can read (spec 6.1): flat values under the names that policies and docs use. The list is append-only.
 *
 * <p>Money is a count of micro-units as a whole number. Times are UTC parts of the decision's clock time.
 */
public enum RuleVariable {
    SOURCE("source", Type.TEXT, false),
    PROJECT_ID("project_id", Type.TEXT, false),
    ENVIRONMENT("environment", Type.TEXT, false),
    ENVIRONMENT_CLASS("environment_class", Type.TEXT, false),
    ACTION("action", Type.TEXT, false),
    RESOURCE_REFERENCE("resource_reference", Type.TEXT, false),
    REQUESTER_ID("requester_id", Type.TEXT, false),
    MONTHLY_DELTA("monthly_delta", Type.MONEY, false),
    HOURLY_DELTA("hourly_delta", Type.MONEY, false),
    UNPRICED_RESOURCES("unpriced_resources", Type.INTEGER, false),
    MTD_SPEND("mtd_spend", Type.MONEY, false),
    BURN_RATE_DAILY("burn_rate_daily", Type.MONEY, false),
    FORECAST_EOM("forecast_eom", Type.MONEY, false),
    FORECAST_UPPER("forecast_upper", Type.MONEY, false),
    PROJECT_MTD_SPEND("project_mtd_spend", Type.MONEY, false),
    PROJECT_FORECAST_EOM("project_forecast_eom", Type.MONEY, false),
    PROJECT_FORECAST_UPPER("project_forecast_upper", Type.MONEY, false),
    /** Null when the project has no budget. */
    BUDGET_HEADROOM("budget_headroom", Type.MONEY, true),
    RESERVED_CREDIT_HEADROOM("reserved_credit_headroom", Type.MONEY, false),
    EMERGENCY_CREDIT_HEADROOM("emergency_credit_headroom", Type.MONEY, false),
    /** Null when the policy has no monthly plan limit. */
    PLAN_HEADROOM("plan_headroom", Type.MONEY, true),
    /** Null when the policy has no enterprise ceiling. */
    ENTERPRISE_HEADROOM("enterprise_headroom", Type.MONEY, true),
    ANOMALY_KIND("anomaly_kind", Type.TEXT, false),
    RISK_CLASS("risk_class", Type.TEXT, false),
    RISK_SCORE("risk_score", Type.INTEGER, false),
    DATA_SOURCE_MODE("data_source_mode", Type.TEXT, false),
    DAY_OF_MONTH("day_of_month", Type.INTEGER, false),
    /** ISO 8601: 1 is Monday, 7 is Sunday. */
    DAY_OF_WEEK("day_of_week", Type.INTEGER, false),
    HOUR_OF_DAY("hour_of_day", Type.INTEGER, false),
    /** The request's metadata, the one value that is not flat. */
    METADATA("metadata", Type.OBJECT, false);

    /** What kind of value a variable holds. */
    public enum Type {
        /** A {@link String}. */
        TEXT(String.class),
        /** A {@link Long}. */
        INTEGER(Long.class),
        /** A {@link Long} of micro-units. */
        MONEY(Long.class),
        /** A {@code dev.spendweir.canonical.JsonObject}. */
        OBJECT(dev.spendweir.canonical.JsonObject.class);

        private final Class<?> javaType;

        Type(Class<?> javaType) {
            this.javaType = javaType;
        }

        /** The class of the values in Java. */
        public Class<?> javaType() {
            return javaType;
        }
    }

    private final String wireName;
    private final Type type;
    private final boolean nullable;

    RuleVariable(String wireName, Type type, boolean nullable) {
        this.wireName = wireName;
        this.type = type;
        this.nullable = nullable;
    }

    /** The name in a rule. */
    public String wireName() {
        return wireName;
    }

    /** What kind of value it holds. */
    public Type type() {
        return type;
    }

    /** Whether the value may be null: what it measures is not configured. */
    public boolean isNullable() {
        return nullable;
    }
}
