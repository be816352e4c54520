package dev.spendweir.policy;

import dev.spendweir.rejection.RejectedException;

/** Makes the rules of a policy ready for evaluation; {@code engine-cel} has the one for CEL. Implementations are thread-safe. */
@FunctionalInterface
public interface RuleCompiler {

    /**
     * Compiles all rules of the policy.
     *
     * @throws RejectedException {@code POLICY_INVALID} with a finding for each expression that does not compile, has the
     *     wrong type or exceeds a bound, at {@code /rules/<i>/when} or {@code /rules/<i>/message_expression}
     */
    RuleSet compile(Policy policy);
}
