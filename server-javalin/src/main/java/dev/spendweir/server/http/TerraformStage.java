package dev.spendweir.server.http;

import dev.spendweir.server.gate.Stage;

/** Where in a Terraform run the gate is asked (spec 5.1). */
enum TerraformStage {
    /** Before there is a plan: decided with delta 0, holding and moving nothing. */
    PRE_PLAN("pre_plan", Stage.PRE_PLAN),
    /** The check on a pull request. */
    POST_PLAN("post_plan", Stage.POST_PLAN),
    /** The gate before the apply. */
    PRE_APPLY("pre_apply", Stage.PRE_APPLY),
    /** It is done: the hold is settled, nothing is decided. */
    POST_APPLY("post_apply", Stage.NONE);

    private final String wireName;
    private final Stage stage;

    TerraformStage(String wireName, Stage stage) {
        this.wireName = wireName;
        this.stage = stage;
    }

    String wireName() {
        return wireName;
    }

    Stage stage() {
        return stage;
    }
}
