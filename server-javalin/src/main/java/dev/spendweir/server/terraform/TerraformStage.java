package dev.spendweir.server.terraform;

import dev.spendweir.server.gate.Stage;

/** Where in a Terraform run the gate is asked, by a pipeline or by HCP Terraform (spec 5.1). */
public enum TerraformStage {
    /** Before there is a plan: decided with delta 0, holding and moving nothing. */
    PRE_PLAN("pre_plan", Stage.PRE_PLAN),
    /** After the plan: the check on a pull request. */
    POST_PLAN("post_plan", Stage.POST_PLAN),
    /** Right before the apply. */
    PRE_APPLY("pre_apply", Stage.PRE_APPLY),
    /** It is done: the hold is settled, nothing is decided. */
    POST_APPLY("post_apply", Stage.NONE);

    private final String wireName;
    private final Stage stage;

    TerraformStage(String wireName, Stage stage) {
        this.wireName = wireName;
        this.stage = stage;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The gate's stage. */
    public Stage stage() {
        return stage;
    }
}
