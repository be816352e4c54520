package dev.spendweir.context;

/** What makes a change risky, in the order of reporting (spec 1.5). */
public enum RiskFactor {
    /** The environment is production. */
    ENV_PROD("env_prod", 0),
    /** The monthly delta reaches a band. */
    DELTA_BAND("delta_band", 1),
    /** Forecast and change together exceed the plan ceiling. */
    FORECAST_OVER_PLAN("forecast_over_plan", 2),
    /** The last complete day cost far more than expected. */
    ANOMALY_SPIKE("anomaly_spike", 3),
    /** The action ends in a destructive verb. */
    DESTRUCTIVE_ACTION("destructive_action", 4),
    /** There is no cost data. */
    COST_DATA_MISSING("cost_data_missing", 5);

    private static final int BITS = 8;
    private static final int MASK = 0xFF;

    private final String wireName;
    private final int shift;

    RiskFactor(String wireName, int position) {
        this.wireName = wireName;
        this.shift = position * BITS;
    }

    /** The points, 0..100, at this factor's place in a long that holds those of all factors. */
    long pack(int points) {
        return (long) points << shift;
    }

    /** The factor's points out of such a long. */
    int unpack(long packed) {
        return (int) (packed >>> shift) & MASK;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }
}
