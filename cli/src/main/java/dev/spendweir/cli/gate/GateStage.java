package dev.spendweir.cli.gate;

import java.util.Locale;

/** Where in a pipeline the gate is asked (spec 5.1). */
public enum GateStage {
    /** The check on a pull request: holds money, but only for a while. */
    POST_PLAN,
    /** The gate right before the apply: what is held is confirmed. */
    PRE_APPLY,
    /** After the apply: what was held is settled. */
    POST_APPLY;

    /** The word as it travels and as it is written on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
