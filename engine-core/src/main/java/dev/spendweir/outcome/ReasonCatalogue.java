package dev.spendweir.outcome;

import dev.spendweir.vocabulary.ReasonCode;
import java.util.List;
import java.util.Optional;

/** The stable texts of all reasons (spec 1.8, Explanation). Pure functions. */
public final class ReasonCatalogue {

    private static final String NOTHING_TO_DO = "Nothing needs to be done.";
    private static final String ASK_AGAIN =
            "Ask again with the same idempotency key; the request is then evaluated anew.";

    private static final ReasonText PLAN_LIMIT_EXCEEDED = text(
            ReasonCode.PLAN_LIMIT_EXCEEDED,
            "Plan limit exceeded",
            "The cost increase does not fit under what the monthly plan limit has left.",
            "Make the change cheaper, wait for next month, or have the plan limit raised.");

    private static final ReasonText BUDGET_EXCEEDED = text(
            ReasonCode.BUDGET_EXCEEDED,
            "Budget exceeded",
            "The project's budget does not cover the cost increase, and no credit can be drawn for it.",
            "Make the change cheaper, raise the project's budget, or grant credit to it.");

    private static final ReasonText CREDITS_EXHAUSTED = text(
            ReasonCode.CREDITS_EXHAUSTED,
            "Credits exhausted",
            "Budget, reserved credits and emergency credits together do not cover the cost increase.",
            "Make the change cheaper, raise the project's budget, or grant more credit.");

    private static final ReasonText ENTERPRISE_CEILING_EXCEEDED = text(
            ReasonCode.ENTERPRISE_CEILING_EXCEEDED,
            "Enterprise ceiling exceeded",
            "The cost increase does not fit under what the enterprise's monthly ceiling has left.",
            "Make the change cheaper, wait for next month, or have the enterprise ceiling raised.");

    private static final ReasonText NO_COST_INCREASE = text(
            ReasonCode.NO_COST_INCREASE,
            "No cost increase",
            "The change costs nothing more than before.",
            NOTHING_TO_DO);

    private static final ReasonText NO_BUDGET_CONFIGURED = text(
            ReasonCode.NO_BUDGET_CONFIGURED,
            "No budget configured",
            "The project has no budget, so nothing limits it but the plan and the enterprise ceiling.",
            "Give the project a budget.");

    private static final ReasonText WITHIN_ALLOCATION = text(
            ReasonCode.WITHIN_ALLOCATION,
            "Within the budget",
            "The project's budget covers the cost increase.",
            NOTHING_TO_DO);

    private static final ReasonText COVERED_BY_RESERVED_CREDITS = text(
            ReasonCode.COVERED_BY_RESERVED_CREDITS,
            "Covered by reserved credits",
            "Reserved credits cover what the project's budget does not.",
            "Nothing needs to be done; a larger budget would spare the credits.");

    private static final ReasonText COVERED_BY_EMERGENCY_CREDITS = text(
            ReasonCode.COVERED_BY_EMERGENCY_CREDITS,
            "Covered by emergency credits",
            "Emergency credits cover what the project's budget and reserved credits do not.",
            "Nothing needs to be done; a larger budget or reserved credits would spare the emergency credits.");

    private static final ReasonText HARD_DENY_THRESHOLD_EXCEEDED = text(
            ReasonCode.HARD_DENY_THRESHOLD_EXCEEDED,
            "Over the limit for one change",
            "The monthly delta is over the policy's hard limit for a single change.",
            "Split the change or make it cheaper; no budget or credit lifts this limit.");

    private static final ReasonText EMERGENCY_CREDITS_REQUIRE_APPROVAL = text(
            ReasonCode.EMERGENCY_CREDITS_REQUIRE_APPROVAL,
            "Emergency credits need approval",
            "The change would draw on emergency credits, and the policy wants people to agree to that.",
            "Get an approval, or raise the budget or the reserved credits.");

    private static final ReasonText UNPRICED_RESOURCES = text(
            ReasonCode.UNPRICED_RESOURCES,
            "Resources without a price",
            "The change has resources whose price is unknown, so its cost is higher than stated.",
            "Price these resources: state usage, extend the price sheet, or give the delta explicitly.");

    private static final ReasonText COST_DATA_STALE = text(
            ReasonCode.COST_DATA_STALE,
            "Cost data is stale",
            "The last complete day of cost data is too old for a forecast that limits depend on.",
            "See why the cost feed stopped; once it delivers again, ask again.");

    private static final ReasonText COST_DATA_UNAVAILABLE = text(
            ReasonCode.COST_DATA_UNAVAILABLE,
            "Cost data is missing",
            "There is no cost data for a forecast that limits depend on.",
            "Connect or repair the cost feed, for the project as well as for the tenant.");

    private static final ReasonText AUTO_APPROVED_BELOW_THRESHOLD = text(
            ReasonCode.AUTO_APPROVED_BELOW_THRESHOLD,
            "Small enough to go without approval",
            "The environment asks for approval, but the cost increase is at or under auto_approve_up_to.",
            NOTHING_TO_DO);

    private static final ReasonText APPROVAL_REQUIRED_PROD = text(
            ReasonCode.APPROVAL_REQUIRED_PROD,
            "Production needs approval",
            "The policy asks for approval of cost increases in production.",
            "Get an approval, or bring the cost increase down to auto_approve_up_to.");

    private static final ReasonText APPROVAL_REQUIRED_NONPROD = text(
            ReasonCode.APPROVAL_REQUIRED_NONPROD,
            "Approval needed outside production",
            "The policy asks for approval of cost increases outside production as well.",
            "Get an approval, or bring the cost increase down to auto_approve_up_to.");

    private static final ReasonText SOFT_MODE_ESCALATED = text(
            ReasonCode.SOFT_MODE_ESCALATED,
            "Denial became a question",
            "The change would be denied; in soft mode people may accept it.",
            "Get an approval, or do what the other reasons ask for.");

    private static final ReasonText SHADOW_MODE_OBSERVED = text(
            ReasonCode.SHADOW_MODE_OBSERVED,
            "Observed only",
            "The change would not have gone through unasked; in shadow mode that is recorded and nothing stopped.",
            "Do what the other reasons ask for before the mode is made stricter.");

    private static final ReasonText RULE_ERROR = text(
            ReasonCode.RULE_ERROR,
            "A rule failed",
            "A rule of the policy could not be evaluated and counts as matched.",
            "Repair the rule; spendweir policy eval shows the failure.");

    private static final ReasonText RULE_ERROR_SKIPPED = text(
            ReasonCode.RULE_ERROR_SKIPPED,
            "A rule was skipped",
            "A rule of the policy could not be evaluated and was skipped.",
            "Repair the rule; spendweir policy eval shows the failure.");

    private static final ReasonText FAILSAFE_TIMEOUT = text(
            ReasonCode.FAILSAFE_TIMEOUT,
            "Timed out",
            "The evaluation took longer than its deadline allows.",
            ASK_AGAIN);

    private static final ReasonText FAILSAFE_LOCK_CONTENDED = text(
            ReasonCode.FAILSAFE_LOCK_CONTENDED,
            "Too many at once",
            "Too many calls of the tenant were waiting already.",
            ASK_AGAIN);

    private static final ReasonText FAILSAFE_LOCK_TIMEOUT = text(
            ReasonCode.FAILSAFE_LOCK_TIMEOUT, "Waited too long", "The tenant's turn did not come in time.", ASK_AGAIN);

    private static final ReasonText FAILSAFE_STORE_UNAVAILABLE = text(
            ReasonCode.FAILSAFE_STORE_UNAVAILABLE,
            "Store unavailable",
            "Budgets, usage and cost data could not be read.",
            ASK_AGAIN);

    private static final ReasonText FAILSAFE_OVERLOAD =
            text(ReasonCode.FAILSAFE_OVERLOAD, "Overloaded", "The server had no room for the evaluation.", ASK_AGAIN);

    private static final ReasonText FAILSAFE_ERROR = text(
            ReasonCode.FAILSAFE_ERROR,
            "Evaluation failed",
            "The request could not be evaluated, for instance because cost data is beyond all range.",
            "Tell the operators of the server; its log has the cause.");

    private ReasonCatalogue() {}

    /** The text of a reason code of a decision whose rules matched as given. */
    public static ReasonText of(String code, List<MatchedRule> matchedRules) {
        Optional<ReasonCode> builtIn = ReasonCode.ofWireName(code);
        if (builtIn.isPresent()) {
            return of(builtIn.get());
        }
        for (MatchedRule rule : matchedRules) {
            if (rule.reason().equals(code)) {
                return of(rule);
            }
        }
        throw new IllegalArgumentException("the reason " + code + " is neither built in nor that of a matched rule");
    }

    private static ReasonText of(MatchedRule rule) {
        String message = rule.message();
        String effect = switch (rule.effect()) {
            case DENY -> "denies";
            case REQUIRE_APPROVAL -> "asks for approval of";
            case WARN -> "warns about";
        };
        return new ReasonText(
                rule.reason(),
                "Rule " + rule.id(),
                message == null ? "The policy's rule " + rule.id() + " " + effect + " this change." : message,
                "Change what the rule " + rule.id() + " objects to, or talk to the owners of the policy.");
    }

    /** The text of a built-in reason. */
    public static ReasonText of(ReasonCode reason) {
        return switch (reason) {
            case PLAN_LIMIT_EXCEEDED -> PLAN_LIMIT_EXCEEDED;
            case BUDGET_EXCEEDED -> BUDGET_EXCEEDED;
            case CREDITS_EXHAUSTED -> CREDITS_EXHAUSTED;
            case ENTERPRISE_CEILING_EXCEEDED -> ENTERPRISE_CEILING_EXCEEDED;
            case NO_COST_INCREASE -> NO_COST_INCREASE;
            case NO_BUDGET_CONFIGURED -> NO_BUDGET_CONFIGURED;
            case WITHIN_ALLOCATION -> WITHIN_ALLOCATION;
            case COVERED_BY_RESERVED_CREDITS -> COVERED_BY_RESERVED_CREDITS;
            case COVERED_BY_EMERGENCY_CREDITS -> COVERED_BY_EMERGENCY_CREDITS;
            case HARD_DENY_THRESHOLD_EXCEEDED -> HARD_DENY_THRESHOLD_EXCEEDED;
            case EMERGENCY_CREDITS_REQUIRE_APPROVAL -> EMERGENCY_CREDITS_REQUIRE_APPROVAL;
            case UNPRICED_RESOURCES -> UNPRICED_RESOURCES;
            case COST_DATA_STALE -> COST_DATA_STALE;
            case COST_DATA_UNAVAILABLE -> COST_DATA_UNAVAILABLE;
            case AUTO_APPROVED_BELOW_THRESHOLD -> AUTO_APPROVED_BELOW_THRESHOLD;
            case APPROVAL_REQUIRED_PROD -> APPROVAL_REQUIRED_PROD;
            case APPROVAL_REQUIRED_NONPROD -> APPROVAL_REQUIRED_NONPROD;
            case SOFT_MODE_ESCALATED -> SOFT_MODE_ESCALATED;
            case SHADOW_MODE_OBSERVED -> SHADOW_MODE_OBSERVED;
            case RULE_ERROR -> RULE_ERROR;
            case RULE_ERROR_SKIPPED -> RULE_ERROR_SKIPPED;
            case FAILSAFE_TIMEOUT -> FAILSAFE_TIMEOUT;
            case FAILSAFE_LOCK_CONTENDED -> FAILSAFE_LOCK_CONTENDED;
            case FAILSAFE_LOCK_TIMEOUT -> FAILSAFE_LOCK_TIMEOUT;
            case FAILSAFE_STORE_UNAVAILABLE -> FAILSAFE_STORE_UNAVAILABLE;
            case FAILSAFE_OVERLOAD -> FAILSAFE_OVERLOAD;
            case FAILSAFE_ERROR -> FAILSAFE_ERROR;
        };
    }

    private static ReasonText text(ReasonCode reason, String title, String detail, String remedy) {
        return new ReasonText(reason.wireName(), title, detail, remedy);
    }
}
