package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.Map;

/** Spec 1.8: modes, where they come from, and fail-safe decisions. */
final class ModeVectors {
    private static final String[] SOURCES = {"terraform", "k8s_admission", "cloud_event", "llm_call", "custom"};
    private static final String FAILSAFE = "decision.failsafe";

    private final VectorFile file;

    private ModeVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile matrix() {
        ModeVectors vectors = new ModeVectors(new VectorFile("mode", "matrix", "1.8, A74, A75"));
        vectors.outcomes();
        vectors.scopes();
        vectors.holds();
        return vectors.file;
    }

    static VectorFile failsafe() {
        ModeVectors vectors = new ModeVectors(new VectorFile("mode", "failsafe", "1.8, A82-A85"));
        vectors.causes();
        vectors.fallback();
        vectors.errors();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, DecisionVectors.OP, title, ask.input());
    }

    private static Ask base(String outcome) {
        return switch (outcome) {
            case "ALLOW" -> DecisionVectors.budget("100");
            case "ALLOW_WITH_CREDITS" -> DecisionVectors.budget("0", DecisionVectors.grant("g", "100", "reserved"));
            case "REQUIRE_APPROVAL" -> DecisionVectors.budget("100").request("{'environment':'prod'}");
            default -> DecisionVectors.budget("60");
        };
    }

    private void outcomes() {
        for (String base : new String[] {"ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY"}) {
            for (String mode : new String[] {"hard", "soft", "shadow"}) {
                boolean shadow = mode.equals("shadow");
                String outcome =
                        shadow ? "ALLOW" : mode.equals("soft") && base.equals("DENY") ? "REQUIRE_APPROVAL" : base;
                String reasons = switch (base) {
                    case "ALLOW" -> "'within_allocation'";
                    case "ALLOW_WITH_CREDITS" -> "'covered_by_reserved_credits'";
                    case "REQUIRE_APPROVAL" -> "'approval_required_prod','within_allocation'";
                    default -> "'budget_exceeded'";
                };
                String added =
                        outcome.equals(base) ? "" : shadow ? ",'shadow_mode_observed'" : ",'soft_mode_escalated'";
                boolean holds = !shadow && !outcome.equals("DENY");
                Draft draft = add(
                        mode + "_" + base.toLowerCase(java.util.Locale.ROOT),
                        "Mode " + mode + " makes " + outcome + " of " + base,
                        base(base).policy("{'modes':{'default':'" + mode + "'}}"));
                draft.want(
                                "outcome=" + outcome,
                                "base_outcome=" + base,
                                "mode=" + mode,
                                "mode_scope=default",
                                "reason_codes=[" + reasons + added + "]")
                        .p0();
                draft.want(
                        holds
                                ? "reservation_plan.hold=" + (base.equals("DENY") ? "on_approval" : "now")
                                : "reservation_plan=null");
                draft.want(outcome.equals("REQUIRE_APPROVAL") ? "routing.rule_id=default" : "routing=null");
            }
        }
    }

    private void scopes() {
        for (String source : SOURCES) {
            Ask ask = Ask.plain().request("{'source':'" + source + "'}");
            add(
                            "scope_" + source + "_class",
                            "Source and class win for " + source,
                            ask.policy("{'modes':{'default':'hard','" + source
                                    + "':{'default':'hard','nonprod':'shadow','prod':'hard'}}}"))
                    .want("mode=shadow", "mode_scope=" + source + ".nonprod");
            add(
                            "scope_" + source + "_prod",
                            "The production mode of " + source,
                            ask.request("{'environment':'live'}")
                                    .policy("{'modes':{'" + source + "':{'prod':'hard','nonprod':'shadow'}}}"))
                    .want("mode=hard", "mode_scope=" + source + ".prod", "environment_class=prod");
            add(
                            "scope_" + source + "_default",
                            "The source's default for " + source + " where the class has none",
                            ask.policy(
                                    "{'modes':{'default':'hard','" + source + "':{'default':'shadow','prod':'hard'}}}"))
                    .want("mode=shadow", "mode_scope=" + source + ".default");
        }
        add(
                        "scope_default",
                        "The policy's default where the source has none",
                        Ask.plain().policy("{'modes':{'default':'hard','custom':{'default':'shadow'}}}"))
                .want("mode=hard", "mode_scope=default")
                .p0();
        add("scope_default_soft", "Without any mode it is soft", Ask.plain())
                .want("mode=soft", "mode_scope=default")
                .p0();
        add(
                        "scope_null_class",
                        "A null for the class falls back to the source's default",
                        Ask.plain().policy("{'modes':{'terraform':{'nonprod':null,'default':'hard'}}}"))
                .want("mode=hard", "mode_scope=terraform.default");
    }

    private void holds() {
        Ask soft = Ask.plain();
        add(
                        "hold_plan_limit",
                        "A soft denial by the plan keeps stage 2's allocation in its plan",
                        soft.policy("{'ceilings':{'plan_monthly':'1'}}").snapshot("{'budget':{'monthly_limit':'70'}}"))
                .spec("A76")
                .want(
                        "reservation_plan={'hold':'on_approval','allocation':'70','draws':[],'uncovered':'30'}",
                        "reason_codes=['plan_limit_exceeded','soft_mode_escalated']")
                .p0();
        add(
                        "hold_uncovered",
                        "A soft denial for want of credits: draws and what is left uncovered",
                        soft.snapshot("{'budget':{'monthly_limit':'10'},'grants':["
                                + DecisionVectors.grant("g", "20", "reserved") + ","
                                + DecisionVectors.grant("e", "30", "emergency") + "]}"))
                .spec("A76")
                .want(
                        "reservation_plan={'hold':'on_approval','allocation':'10','draws':[{'grant_id':'g','pool':'reserved','amount':'20'},{'grant_id':'e','pool':'emergency','amount':'30'}],'uncovered':'40'}")
                .p0();
        add(
                        "hold_dry_run",
                        "A soft denial of a dry run holds nothing",
                        soft.request("{'dry_run':true}").snapshot("{'budget':{'monthly_limit':'10'}}"))
                .want("reservation_plan=null", "outcome=REQUIRE_APPROVAL");
        add(
                        "hold_hard_deny_threshold",
                        "A soft denial by hard_deny_above",
                        soft.policy("{'thresholds':{'hard_deny_above':'1'}}"))
                .want(
                        "reservation_plan={'hold':'on_approval','allocation':'100','draws':[],'uncovered':'0'}",
                        "reason_codes=['hard_deny_threshold_exceeded','no_budget_configured','soft_mode_escalated']");
        add(
                        "hold_saving_denied",
                        "A soft denial without a cost increase holds nothing",
                        soft.delta("0")
                                .request("{'unpriced_resources':1}")
                                .policy("{'data_quality':{'unpriced':'deny'}}"))
                .want(
                        "reservation_plan=null",
                        "reason_codes=['unpriced_resources','no_cost_increase','soft_mode_escalated']");
        add(
                        "shadow_warnings",
                        "Shadow mode keeps its warnings",
                        Ask.plain()
                                .policy("{'modes':{'default':'shadow'},'data_quality':{'unpriced':'allow'}}")
                                .request("{'unpriced_resources':1}"))
                .want("outcome=ALLOW", "warnings=['unpriced_resources']", "reason_codes=['no_budget_configured']");
    }

    private Draft failed(String slug, String title, Ask ask, Object cause) {
        Map<String, Object> input = ask.only("policy", "request");
        input.put("cause", cause);
        return file.add(slug, FAILSAFE, title, input);
    }

    private void causes() {
        for (String cause :
                new String[] {"timeout", "lock_contended", "lock_timeout", "store_unavailable", "overload", "error"}) {
            for (String mode : new String[] {"hard", "soft", "shadow"}) {
                String outcome = mode.equals("hard") ? "DENY" : mode.equals("soft") ? "REQUIRE_APPROVAL" : "ALLOW";
                failed(
                                "failsafe_" + cause + "_" + mode,
                                "Fail-safe for " + cause + " in mode " + mode + " is " + outcome,
                                Ask.plain().policy("{'modes':{'default':'" + mode + "'}}"),
                                cause)
                        .want(
                                "outcome=" + outcome,
                                "base_outcome=" + outcome,
                                "reason_codes=['failsafe_" + cause + "']",
                                "mode=" + mode,
                                "mode_scope=default",
                                "retryable=true",
                                "warnings=[]",
                                "matched_rules=[]",
                                "routing=null",
                                "reservation_plan=null",
                                "computed_context=null",
                                "waterfall=null",
                                "limiting_stage=null",
                                "policy_version=null",
                                "snapshot_sha256=null",
                                "environment_class=nonprod",
                                "#=22");
            }
            failed(
                            "failsafe_prefixed_" + cause,
                            "The cause may carry the prefix failsafe_: " + cause,
                            Ask.plain(),
                            "failsafe_" + cause)
                    .spec("A83")
                    .want("reason_codes=['failsafe_" + cause + "']");
        }
        failed(
                        "failsafe_scope",
                        "Fail-safe uses the mode of source and class",
                        Ask.plain().request("{'environment':'prod'}").policy("{'modes':{'terraform':{'prod':'hard'}}}"),
                        "timeout")
                .want("outcome=DENY", "mode_scope='terraform.prod'")
                .p0();
    }

    private void fallback() {
        Ask unknown = Ask.plain().replace("policy", null);
        failed("fallback_null", "Without a policy the mode is hard, the scope fallback", unknown, "store_unavailable")
                .spec("A84")
                .want(
                        "outcome=DENY",
                        "mode=hard",
                        "mode_scope=fallback",
                        "policy_sha256=null",
                        "environment_class=nonprod")
                .p0();
        failed("fallback_absent", "An absent policy is null here", Ask.plain().without("policy"), "overload")
                .spec("A84")
                .want("mode_scope=fallback", "policy_sha256=null");
        failed(
                        "fallback_aliases",
                        "Without a policy the default aliases hold",
                        unknown.request("{'environment':'prd-1'}"),
                        "error")
                .spec("A84")
                .want("environment_class=prod");
        failed(
                        "fallback_currency",
                        "Without a policy the request's currency is right",
                        unknown.request("{'currency':'EUR'}"),
                        "error")
                .spec("A84")
                .want("mode_scope=fallback", "outcome=DENY")
                .p0();
        failed(
                        "fallback_currency_bad",
                        "Without a policy a malformed currency is still refused",
                        unknown.request("{'currency':'euro'}"),
                        "error")
                .spec("A84")
                .fails("INVALID_FIELD /currency");
    }

    private void errors() {
        failed("cause_unknown", "An unknown cause", Ask.plain(), "disk_full")
                .spec("A83")
                .fails("INVALID_FIELD /cause")
                .p0();
        failed("cause_empty", "An empty cause", Ask.plain(), "").spec("A83").fails("INVALID_FIELD /cause");
        failed("cause_null", "A null cause", Ask.plain(), null).spec("A83").fails("INVALID_FIELD /cause");
        failed("cause_twice", "The prefix counts once", Ask.plain(), "failsafe_failsafe_error")
                .spec("A83")
                .fails("INVALID_FIELD /cause");
        failed("cause_prefix_alone", "The prefix alone is no cause", Ask.plain(), "failsafe_")
                .spec("A83")
                .fails("INVALID_FIELD /cause");
        failed("cause_capital", "Causes are exact", Ask.plain(), "Timeout")
                .spec("A83")
                .fails("INVALID_FIELD /cause");
        failed("cause_list", "A list is no cause", Ask.plain(), Quoted.json("['timeout']"))
                .spec("A83")
                .fails("INVALID_FIELD /cause");
        failed(
                        "cause_first",
                        "The cause is checked before policy and request",
                        Ask.plain().policy("{'x':1}").request("{'x':1}"),
                        "x")
                .spec("N10")
                .flags("precedence")
                .fails("INVALID_FIELD /cause")
                .p0();
        failed("policy_invalid", "A bad policy is the usual error", Ask.plain().policy("{'x':1}"), "error")
                .spec("A84")
                .fails("POLICY_UNKNOWN_FIELD /x");
        failed(
                        "request_invalid",
                        "A bad request is the usual error",
                        Ask.plain().request("{'source':'x'}"),
                        "error")
                .spec("A84")
                .fails("INVALID_FIELD /source");
        failed(
                        "currency_mismatch",
                        "With a policy the currency must match",
                        Ask.plain().request("{'currency':'EUR'}"),
                        "error")
                .spec("A84")
                .fails("CURRENCY_MISMATCH /currency");
        failed(
                        "rules_not_evaluated",
                        "A policy with rules is fine: they are not evaluated",
                        Ask.plain().policy("{'rules':[{'id':'a','when':'x','effect':'deny'}]}"),
                        "error")
                .spec("A8")
                .want("outcome=REQUIRE_APPROVAL", "matched_rules=[]");
        file.add(
                        "snapshot_ignored",
                        FAILSAFE,
                        "A snapshot and a clock are ignored",
                        Json.object(
                                "policy",
                                Json.object(),
                                "request",
                                Ask.plain().input().get("request"),
                                "cause",
                                "error",
                                "snapshot",
                                "x",
                                "clock_time",
                                "x"))
                .spec("A2")
                .want("outcome=REQUIRE_APPROVAL");
    }
}
