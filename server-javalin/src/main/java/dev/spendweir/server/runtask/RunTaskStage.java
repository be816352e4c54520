package dev.spendweir.server.runtask;

import dev.spendweir.server.gate.Stage;

/** At which stage of a run HCP Terraform calls. */
public enum RunTaskStage {
    /** Before there is a plan: decided with delta 0, holding and moving nothing. */
    PRE_PLAN("pre_plan", Stage.PRE_PLAN),
    /** After the plan. */
    POST_PLAN("post_plan", Stage.POST_PLAN),
    /** Right before the apply. */
    PRE_APPLY("pre_apply", Stage.PRE_APPLY),
    /** It is done: the hold is settled, nothing is decided. */
    POST_APPLY("post_apply", Stage.NONE);

    private final String wireName;
    private final Stage stage;

    RunTaskStage(String wireName, Stage stage) {
        this.wireName = wireName;
        this.stage = stage;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The gate's stage. */
    Stage stage() {
        return stage;
    }

    /**
     * Whether an approved approval is used here: before an apply always, after a plan where no later task exists and the run
     * can be applied.
     */
    boolean uses(ConsumeAt configured, boolean speculative) {
        return switch (this) {
            case PRE_APPLY -> !speculative;
            case POST_PLAN -> configured == ConsumeAt.POST_PLAN && !speculative;
            case PRE_PLAN, POST_APPLY -> false;
        };
    }
}
