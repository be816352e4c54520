package dev.spendweir.outcome;

import dev.spendweir.canonical.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One routing rule that was tried for a request (spec 2.1).
 *
 * @param ruleId the rule, or {@code default}
 * @param failedCondition the first condition that did not hold, by its name in the policy; null: the rule matched
 */
public record RoutingAttempt(String ruleId, @Nullable String failedCondition) {

    /** {rule_id, matched, failed_condition|null}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("rule_id", ruleId)
                .put("matched", failedCondition == null)
                .put("failed_condition", failedCondition)
                .build();
    }
}
