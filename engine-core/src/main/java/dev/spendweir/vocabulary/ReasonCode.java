package dev.spendweir.vocabulary;

import java.util.Optional;

/**
 * Why a decision is as it is: the built-in reasons (spec 1.7, 1.8, 10 N6), some of which also serve as warnings. Rules
 * bring reasons of their own. Append-only.
 */
public enum ReasonCode {
    /** The change does not fit under the monthly plan limit. */
    PLAN_LIMIT_EXCEEDED("plan_limit_exceeded", "The change does not fit under the monthly plan limit."),
    /** The project's budget does not cover the change and no credit could be drawn. */
    BUDGET_EXCEEDED("budget_exceeded", "The project's budget does not cover the change and no credit could be drawn."),
    /** Budget and credits together do not cover the change. */
    CREDITS_EXHAUSTED("credits_exhausted", "Budget and credits together do not cover the change."),
    /** The change does not fit under the enterprise ceiling. */
    ENTERPRISE_CEILING_EXCEEDED("enterprise_ceiling_exceeded", "The change does not fit under the enterprise ceiling."),
    /** The change costs nothing more than before. */
    NO_COST_INCREASE("no_cost_increase", "The change costs nothing more than before."),
    /** The project has no budget. */
    NO_BUDGET_CONFIGURED("no_budget_configured", "The project has no budget."),
    /** The project's budget covers the change. */
    WITHIN_ALLOCATION("within_allocation", "The project's budget covers the change."),
    /** Reserved credits cover what the budget does not. */
    COVERED_BY_RESERVED_CREDITS("covered_by_reserved_credits", "Reserved credits cover what the budget does not."),
    /** Emergency credits cover what budget and reserved credits do not. */
    COVERED_BY_EMERGENCY_CREDITS(
            "covered_by_emergency_credits", "Emergency credits cover what budget and reserved credits do not."),
    /** The monthly delta is over the policy's hard limit for one change. */
    HARD_DENY_THRESHOLD_EXCEEDED(
            "hard_deny_threshold_exceeded", "The monthly delta is over the policy's hard limit for one change."),
    /** Emergency credits would be drawn and the policy wants people to agree. */
    EMERGENCY_CREDITS_REQUIRE_APPROVAL(
            "emergency_credits_require_approval",
            "Emergency credits would be drawn and the policy wants people to agree."),
    /** The change has resources whose price is unknown. */
    UNPRICED_RESOURCES("unpriced_resources", "The change has resources whose price is unknown."),
    /** The cost data is too old to forecast from. */
    COST_DATA_STALE("cost_data_stale", "The cost data is too old to forecast from."),
    /** There is no cost data to forecast from. */
    COST_DATA_UNAVAILABLE("cost_data_unavailable", "There is no cost data to forecast from."),
    /** The change is small enough to go without approval. */
    AUTO_APPROVED_BELOW_THRESHOLD(
            "auto_approved_below_threshold", "The change is small enough to go without approval."),
    /** Changes in production need approval. */
    APPROVAL_REQUIRED_PROD("approval_required_prod", "Changes in production need approval."),
    /** Changes outside production need approval. */
    APPROVAL_REQUIRED_NONPROD("approval_required_nonprod", "Changes outside production need approval."),
    /** Soft mode turned a denial into a question to people. */
    SOFT_MODE_ESCALATED("soft_mode_escalated", "Soft mode turned a denial into a question to people."),
    /** Shadow mode let pass what would have been stopped or asked. */
    SHADOW_MODE_OBSERVED("shadow_mode_observed", "Shadow mode let pass what would have been stopped or asked."),
    /** A rule failed to evaluate and counts as matched. */
    RULE_ERROR("rule_error", "A rule failed to evaluate and counts as matched."),
    /** A rule failed to evaluate and was skipped. */
    RULE_ERROR_SKIPPED("rule_error_skipped", "A rule failed to evaluate and was skipped."),
    /** The evaluation took longer than its deadline. */
    FAILSAFE_TIMEOUT("failsafe_timeout", "The evaluation took longer than its deadline."),
    /** Too many calls of the tenant were waiting. */
    FAILSAFE_LOCK_CONTENDED("failsafe_lock_contended", "Too many calls of the tenant were waiting."),
    /** The tenant's lock was not had in time. */
    FAILSAFE_LOCK_TIMEOUT("failsafe_lock_timeout", "The tenant's lock was not had in time."),
    /** The store could not be reached. */
    FAILSAFE_STORE_UNAVAILABLE("failsafe_store_unavailable", "The store could not be reached."),
    /** The server had no room for the evaluation. */
    FAILSAFE_OVERLOAD("failsafe_overload", "The server had no room for the evaluation."),
    /** The evaluation failed. */
    FAILSAFE_ERROR("failsafe_error", "The evaluation failed.");

    private final String wireName;
    private final String meaning;

    ReasonCode(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** One sentence in plain English. */
    public String meaning() {
        return meaning;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<ReasonCode> ofWireName(String word) {
        for (ReasonCode candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
