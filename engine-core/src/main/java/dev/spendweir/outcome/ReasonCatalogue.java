package dev.spendweir.outcome;

import dev.spendweir.vocabulary.ReasonCode;
import java.util.List;
import java.util.Optional;

/** The stable texts of all reasons (spec 1.8, Explanation). Pure functions. */
public final class ReasonCatalogue {

    private static final String NOTHING_TO_DO = "Nothing needs to be done.";
    private static final String ASK_AGAIN =
            "Ask again with the same idempotency key; the request is then evaluated anew.";

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
            case PLAN_LIMIT_EXCEEDED ->
                text(
                        reason,
                        "Plan limit exceeded",
                        "The cost increase does not fit under what the monthly plan limit has left.",
                        "Make the change cheaper, wait for next month, or have the plan limit raised.");
            case BUDGET_EXCEEDED ->
                text(
                        reason,
                        "Budget exceeded",
                        "The project's budget does not cover the cost increase, and no credit can be drawn for it.",
                        "Make the change cheaper, raise the project's budget, or grant credit to it.");
            case CREDITS_EXHAUSTED ->
                text(
                        reason,
                        "Credits exhausted",
                        "Budget, reserved credits and emergency credits together do not cover the cost increase.",
                        "Make the change cheaper, raise the project's budget, or grant more credit.");
            case ENTERPRISE_CEILING_EXCEEDED ->
                text(
                        reason,
                        "Enterprise ceiling exceeded",
                        "The cost increase does not fit under what the enterprise's monthly ceiling has left.",
                        "Make the change cheaper, wait for next month, or have the enterprise ceiling raised.");
            case NO_COST_INCREASE ->
                text(reason, "No cost increase", "The change costs nothing more than before.", NOTHING_TO_DO);
            case NO_BUDGET_CONFIGURED ->
                text(
                        reason,
                        "No budget configured",
                        "The project has no budget, so nothing limits it but the plan and the enterprise ceiling.",
                        "Give the project a budget.");
            case WITHIN_ALLOCATION ->
                text(reason, "Within the budget", "The project's budget covers the cost increase.", NOTHING_TO_DO);
            case COVERED_BY_RESERVED_CREDITS ->
                text(
                        reason,
                        "Covered by reserved credits",
                        "Reserved credits cover what the project's budget does not.",
                        "Nothing needs to be done; a larger budget would spare the credits.");
            case COVERED_BY_EMERGENCY_CREDITS ->
                text(
                        reason,
                        "Covered by emergency credits",
                        "Emergency credits cover what the project's budget and reserved credits do not.",
                        "Nothing needs to be done; a larger budget or reserved credits would spare the emergency credits.");
            case HARD_DENY_THRESHOLD_EXCEEDED ->
                text(
                        reason,
                        "Over the limit for one change",
                        "The monthly delta is over the policy's hard limit for a single change.",
                        "Split the change or make it cheaper; no budget or credit lifts this limit.");
            case EMERGENCY_CREDITS_REQUIRE_APPROVAL ->
                text(
                        reason,
                        "Emergency credits need approval",
                        "The change would draw on emergency credits, and the policy wants people to agree to that.",
                        "Get an approval, or raise the budget or the reserved credits.");
            case UNPRICED_RESOURCES ->
                text(
                        reason,
                        "Resources without a price",
                        "The change has resources whose price is unknown, so its cost is higher than stated.",
                        "Price these resources: state usage, extend the price sheet, or give the delta explicitly.");
            case COST_DATA_STALE ->
                text(
                        reason,
                        "Cost data is stale",
                        "The last complete day of cost data is too old for a forecast that limits depend on.",
                        "See why the cost feed stopped; once it delivers again, ask again.");
            case COST_DATA_UNAVAILABLE ->
                text(
                        reason,
                        "Cost data is missing",
                        "There is no cost data for a forecast that limits depend on.",
                        "Connect or repair the cost feed, for the project as well as for the tenant.");
            case AUTO_APPROVED_BELOW_THRESHOLD ->
                text(
                        reason,
                        "Small enough to go without approval",
                        "The environment asks for approval, but the cost increase is at or under auto_approve_up_to.",
                        NOTHING_TO_DO);
            case APPROVAL_REQUIRED_PROD ->
                text(
                        reason,
                        "Production needs approval",
                        "The policy asks for approval of cost increases in production.",
                        "Get an approval, or bring the cost increase down to auto_approve_up_to.");
            case APPROVAL_REQUIRED_NONPROD ->
                text(
                        reason,
                        "Approval needed outside production",
                        "The policy asks for approval of cost increases outside production as well.",
                        "Get an approval, or bring the cost increase down to auto_approve_up_to.");
            case SOFT_MODE_ESCALATED ->
                text(
                        reason,
                        "Denial became a question",
                        "The change would be denied; in soft mode people may accept it.",
                        "Get an approval, or do what the other reasons ask for.");
            case SHADOW_MODE_OBSERVED ->
                text(
                        reason,
                        "Observed only",
                        "The change would not have gone through unasked; in shadow mode that is recorded and nothing stopped.",
                        "Do what the other reasons ask for before the mode is made stricter.");
            case RULE_ERROR ->
                text(
                        reason,
                        "A rule failed",
                        "A rule of the policy could not be evaluated and counts as matched.",
                        "Repair the rule; spendweir policy eval shows the failure.");
            case RULE_ERROR_SKIPPED ->
                text(
                        reason,
                        "A rule was skipped",
                        "A rule of the policy could not be evaluated and was skipped.",
                        "Repair the rule; spendweir policy eval shows the failure.");
            case FAILSAFE_TIMEOUT ->
                text(reason, "Timed out", "The evaluation took longer than its deadline allows.", ASK_AGAIN);
            case FAILSAFE_LOCK_CONTENDED ->
                text(reason, "Too many at once", "Too many calls of the tenant were waiting already.", ASK_AGAIN);
            case FAILSAFE_LOCK_TIMEOUT ->
                text(reason, "Waited too long", "The tenant's turn did not come in time.", ASK_AGAIN);
            case FAILSAFE_STORE_UNAVAILABLE ->
                text(reason, "Store unavailable", "Budgets, usage and cost data could not be read.", ASK_AGAIN);
            case FAILSAFE_OVERLOAD ->
                text(reason, "Overloaded", "The server had no room for the evaluation.", ASK_AGAIN);
            case FAILSAFE_ERROR ->
                text(
                        reason,
                        "Evaluation failed",
                        "The request could not be evaluated, for instance because cost data is beyond all range.",
                        "Tell the operators of the server; its log has the cause.");
        };
    }

    private static ReasonText text(ReasonCode reason, String title, String detail, String remedy) {
        return new ReasonText(reason.wireName(), title, detail, remedy);
    }
}
