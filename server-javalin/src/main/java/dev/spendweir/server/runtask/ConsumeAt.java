package dev.spendweir.server.runtask;

import dev.spendweir.server.terraform.TerraformStage;
import java.util.Optional;

/** At which stage of a run an approval is used (spec 2.3, configuration {@code run_task.consume_at}). */
public enum ConsumeAt {
    /** Right before the apply; the run task is attached to this stage too. */
    PRE_APPLY("pre_apply"),
    /** After the plan, where no later task exists; never for a speculative run. */
    POST_PLAN("post_plan");

    private final String wireName;

    ConsumeAt(String wireName) {
        this.wireName = wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<ConsumeAt> ofWireName(String word) {
        for (ConsumeAt candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether an approved approval is used at a stage: before an apply always, after a plan where no later task exists; never
     * by a run that cannot be applied.
     */
    boolean uses(TerraformStage stage, boolean speculative) {
        return switch (stage) {
            case PRE_APPLY -> !speculative;
            case POST_PLAN -> this == POST_PLAN && !speculative;
            case PRE_PLAN, POST_APPLY -> false;
        };
    }
}
