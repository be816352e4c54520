package dev.spendweir.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one rule on one input (spec 1.6): it matched, it did not, or its evaluation failed.
 *
 * <p>What follows from that is the engine's: a matched rule gives its effect and reason; a failed one counts as matched
 * and adds {@code rule_error} when its {@code on_error} is {@code apply}, and adds the warning {@code rule_error_skipped}
 * when it is {@code skip}.
 *
 * @param matched whether the condition held; false when it failed
 * @param failed whether the condition, or the message of a rule whose condition held, could not be evaluated
 * @param message the message of a rule that matched, null when it has none
 */
public record RuleResult(
        String ruleId,
        boolean matched,
        boolean failed,
        @Nullable String message) {

    public RuleResult {
        Objects.requireNonNull(ruleId, "ruleId");
        if (matched && failed) {
            throw new IllegalArgumentException("a rule that failed has not matched: " + ruleId);
        }
        if (message != null && !matched) {
            throw new IllegalArgumentException("only a matched rule has a message: " + ruleId);
        }
    }

    /** The condition held. */
    public static RuleResult matched(String ruleId, @Nullable String message) {
        return new RuleResult(ruleId, true, false, message);
    }

    /** The condition did not hold. */
    public static RuleResult notMatched(String ruleId) {
        return new RuleResult(ruleId, false, false, null);
    }

    /** The evaluation failed. */
    public static RuleResult failed(String ruleId) {
        return new RuleResult(ruleId, false, true, null);
    }
}
