package dev.spendweir.policy;

import java.util.List;

/**
 * The compiled rules of one policy (spec 1.6). Implementations are thread-safe and pure: the same input gives the same
 * results, without clock, randomness or I/O.
 */
@FunctionalInterface
public interface RuleSet {

    /** The set of a policy without rules. */
    RuleSet EMPTY = input -> List.of();

    /**
     * Evaluates every rule. A failing rule is a result, never an exception.
     *
     * @return one result for each rule of the policy, in document order
     */
    List<RuleResult> evaluate(RuleInput input);
}
