package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NaiveEngine;

/** Spec 1.8: whole decisions in hard mode; records, thresholds, waterfall, holds. */
final class DecisionVectors extends DecisionDrafts {
    DecisionVectors(VectorFile file) {
        super(file);
    }

    static VectorFile decide() {
        VectorFile file = new VectorFile("decision", "decide", "1.8");
        DecisionVectors decision = new DecisionVectors(file);
        DecisionCheckVectors decisionCheck = new DecisionCheckVectors(file);
        decision.records();
        decision.thresholds();
        decision.waterfall();
        decisionCheck.environment();
        decisionCheck.dataQuality();
        decisionCheck.missingBudgets();
        decision.reservations();
        decision.determinism();
        decision.errors();
        return file;
    }

    void records() {
        Ask plain = hard();
        Draft record = add("record", "Every field of the record of a plain allowed change", plain);
        String keys =
                "schema outcome base_outcome reason_codes warnings mode mode_scope retryable fingerprint scope_fingerprint request_sha256 snapshot_sha256"
                        + " policy_version policy_sha256 environment_class computed_context waterfall limiting_stage matched_rules reservation_plan routing decision_sha256";
        record.spec("1.8, A64, A80, A81")
                .want(
                        "#=" + keys.split(" ").length,
                        "schema='spendweir.decision/v1'",
                        "outcome=ALLOW",
                        "base_outcome=ALLOW",
                        reasons("no_budget_configured"),
                        "warnings=[]",
                        "mode=hard",
                        "mode_scope=default",
                        "retryable=false",
                        "policy_version=1",
                        "environment_class=nonprod",
                        "limiting_stage=null",
                        "matched_rules=[]",
                        "routing=null",
                        "waterfall.reason=no_budget_configured",
                        "reservation_plan={'hold':'now','allocation':'100','draws':[],'uncovered':'0'}",
                        "request_sha256='" + Hashes.sha256(REQUEST.replace('\'', '"')) + "'",
                        "snapshot_sha256='" + Hashes.sha256(SNAPSHOT.replace('\'', '"')) + "'")
                .p0();
        add(
                        "snapshot_sha256_rows",
                        "snapshot_sha256: rows by date, grants by id, times with three digits, each history by the hash of its own JCS",
                        hard().snapshot(
                                        "{'complete_through':'2026-03-01','project_cost_history':[],'grants':[{'grant_id':'b','pool':'emergency','remaining':5.0,'created_at':'2026-01-01T00:00:00Z'},"
                                                + "{'grant_id':'B','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00.12Z','expires_at':'2027-01-01T00:00:00.0009Z','priority':-0,'project_id':'x'}],"
                                                + "'cost_history':[{'date':'2026-12-02','amount':'2.50'},{'date':'2026-03-01','amount':'-1','final':true}]}"))
                .spec("A81, N11")
                .flags("determinism")
                .want("snapshot_sha256='" + Hashes.sha256(snapshotWithRows()) + "'")
                .p0();
        add(
                        "request_sha256_fields",
                        "request_sha256 covers the fields that the fingerprint leaves out",
                        hard().request("{'requester_id':'bob'}"))
                .spec("A81")
                .want("request_sha256='"
                        + Hashes.sha256(REQUEST.replace("alice", "bob").replace('\'', '"')) + "'");
    }

    private static final String REQUEST = """
            {'action':'terraform.apply','currency':'USD','dry_run':false,'environment':'staging','estimated_hourly_delta':'0',\
            'estimated_monthly_delta':'100','idempotency_key':'run-1','metadata':{},'project_id':'payments','requester_id':'alice',\
            'resource_reference':'infra@main','source':'terraform','tenant_id':'acme','unpriced_resources':0}""";

    private static final String SNAPSHOT = "{'budget':null,'complete_through':null,'cost_history':'"
            + Hashes.sha256("[]")
            + "','cost_source':'available','grants':[],'policy_version':1,'project_cost_history':null," + USAGE + "}";

    void thresholds() {
        Ask limited = hard().policy("{'thresholds':{'hard_deny_above':'100'}}");
        add("hard_deny_at_limit", "A delta of exactly hard_deny_above is not denied", limited)
                .flags("boundary")
                .want("outcome=ALLOW")
                .p0();
        add("hard_deny_above", "One micro-unit above is denied", limited.delta("100.000001"))
                .flags("boundary")
                .want(
                        "outcome=DENY",
                        reasons("hard_deny_threshold_exceeded", "no_budget_configured"),
                        "reservation_plan=null",
                        "routing=null",
                        "limiting_stage=null")
                .p0();
        add(
                        "hard_deny_zero",
                        "hard_deny_above 0 denies every increase",
                        hard().delta("0.000001").policy("{'thresholds':{'hard_deny_above':0}}"))
                .flags("boundary")
                .want("outcome=DENY");
        add(
                        "hard_deny_saving",
                        "A saving is not above 0",
                        hard().delta("-5").policy("{'thresholds':{'hard_deny_above':0}}"))
                .spec("A71")
                .want("outcome=ALLOW", reasons("no_cost_increase"));
        add(
                        "hard_deny_and_budget",
                        "Two denials: both reasons in the order of the checks",
                        budget("0").policy("{'thresholds':{'hard_deny_above':'99'}}"))
                .flags("precedence")
                .want(
                        "outcome=DENY",
                        reasons("hard_deny_threshold_exceeded", "budget_exceeded"),
                        "limiting_stage=project_allocation")
                .p0();
        add(
                        "hard_deny_with_approval",
                        "A lesser reason comes after those that gave the outcome",
                        budget("500")
                                .request("{'environment':'prod','unpriced_resources':1}")
                                .policy("{'thresholds':{'hard_deny_above':'99'}}"))
                .flags("precedence")
                .want(
                        reasons(
                                "hard_deny_threshold_exceeded",
                                "within_allocation",
                                "unpriced_resources",
                                "approval_required_prod"),
                        "base_outcome=DENY");
    }

    void waterfall() {
        add("within_allocation", "A covering budget allows", budget("100"))
                .want("outcome=ALLOW", reasons("within_allocation"))
                .p0();
        add(
                        "no_cost_increase",
                        "No cost increase is allowed and holds nothing",
                        budget("0").delta("0"))
                .want("outcome=ALLOW", reasons("no_cost_increase"), "reservation_plan=null")
                .p0();
        add(
                        "no_cost_increase_saving",
                        "A saving is allowed in production without approval",
                        hard().delta("-1").request("{'environment':'prod'}"))
                .want("outcome=ALLOW", reasons("no_cost_increase"), "environment_class=prod");
        add("reserved_credits", "Reserved credits allow with credits", budget("40", grant("g", "60", "reserved")))
                .want(
                        "outcome=ALLOW_WITH_CREDITS",
                        reasons("covered_by_reserved_credits"),
                        "reservation_plan={'hold':'now','allocation':'40','draws':[{'grant_id':'g','pool':'reserved','amount':'60'}],'uncovered':'0'}")
                .p0();
        add("emergency_credits", "Emergency credits allow with credits", budget("0", grant("g", "100", "emergency")))
                .want("outcome=ALLOW_WITH_CREDITS", reasons("covered_by_emergency_credits"))
                .p0();
        Ask careful = budget("0", grant("r", "99", "reserved"), grant("e", "100", "emergency"))
                .policy("{'credits':{'emergency_requires_approval':true}}");
        add("emergency_credits_approval", "Emergency credits that need approval: the reason is replaced", careful)
                .spec("A70")
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("emergency_credits_require_approval"),
                        "waterfall.reason=covered_by_emergency_credits",
                        "routing.rule_id=default",
                        "reservation_plan.hold=now")
                .p0();
        add(
                        "emergency_credits_approval_prod",
                        "Emergency credits and production: both ask, in the order of the checks",
                        careful.request("{'environment':'prod'}"))
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("emergency_credits_require_approval", "approval_required_prod"),
                        "warnings=[]");
        add(
                        "emergency_credits_approval_denied",
                        "A denial by hard_deny_above comes before the approval of emergency credits",
                        careful.policy("{'thresholds':{'hard_deny_above':'99'}}"))
                .flags("precedence")
                .want("outcome=DENY", reasons("hard_deny_threshold_exceeded", "emergency_credits_require_approval"));
        add(
                        "emergency_credits_prod_auto",
                        "Emergency credits in production under the threshold",
                        budget("0", grant("e", "100", "emergency"))
                                .request("{'environment':'prod'}")
                                .policy("{'thresholds':{'auto_approve_up_to':'100'}}"))
                .want(
                        "outcome=ALLOW_WITH_CREDITS",
                        reasons("covered_by_emergency_credits", "auto_approved_below_threshold"));
        add(
                        "emergency_and_reserved",
                        "Both pools drawn count as emergency credits",
                        budget("0", grant("r", "99", "reserved"), grant("e", "1", "emergency")))
                .want(
                        "outcome=ALLOW_WITH_CREDITS",
                        reasons("covered_by_emergency_credits"),
                        "reservation_plan.draws.#=2");
        add(
                        "credits_exhausted_prod",
                        "Exhausted credits in production",
                        budget("0", grant("e", "99", "emergency")).request("{'environment':'prod'}"))
                .want("outcome=DENY", reasons("credits_exhausted", "approval_required_prod"));
        add(
                        "plan_limit_before_credits",
                        "The plan is named though credits are exhausted too",
                        budget("0", grant("e", "99", "emergency")).policy("{'ceilings':{'plan_monthly':'99'}}"))
                .flags("precedence")
                .want("outcome=DENY", reasons("plan_limit_exceeded"), "waterfall.stages.3.status=partial");
        add(
                        "enterprise_zero_budget_missing",
                        "An enterprise ceiling denies where there is no budget",
                        hard().policy("{'ceilings':{'enterprise_monthly':'99.999999'}}"))
                .flags("boundary")
                .want(
                        "outcome=DENY",
                        reasons("enterprise_ceiling_exceeded"),
                        "waterfall.stages.1.status=not_configured");
        add(
                        "emergency_approval_not_drawn",
                        "Nothing to approve when no emergency credit was drawn",
                        careful.snapshot("{'grants':[" + grant("r", "100", "reserved") + "]}"))
                .want("outcome=ALLOW_WITH_CREDITS", reasons("covered_by_reserved_credits"));
        add("budget_exceeded", "An exceeded budget denies", budget("99.999999"))
                .flags("boundary")
                .want("outcome=DENY", reasons("budget_exceeded"), "limiting_stage=project_allocation")
                .p0();
        add("credits_exhausted", "Exhausted credits deny", budget("0", grant("g", "99", "reserved")))
                .want("outcome=DENY", reasons("credits_exhausted"), "limiting_stage=emergency_credits")
                .p0();
        add(
                        "plan_limit_exceeded",
                        "An exceeded plan denies",
                        budget("500").policy("{'ceilings':{'plan_monthly':'99'}}"))
                .want("outcome=DENY", reasons("plan_limit_exceeded"), "limiting_stage=plan_limit")
                .p0();
        add(
                        "enterprise_ceiling_exceeded",
                        "An exceeded enterprise ceiling denies",
                        budget("500").policy("{'ceilings':{'enterprise_monthly':'99'}}"))
                .want("outcome=DENY", reasons("enterprise_ceiling_exceeded"), "limiting_stage=enterprise_ceiling")
                .p0();
        add(
                        "enterprise_with_credits",
                        "The enterprise ceiling denies though credits were enough",
                        budget("0", grant("g", "100", "reserved")).policy("{'ceilings':{'enterprise_monthly':'99'}}"))
                .want(
                        "outcome=DENY",
                        reasons("enterprise_ceiling_exceeded"),
                        "waterfall.draws.#=1",
                        "reservation_plan=null");
    }

    void reservations() {
        String nothing = "reservation_plan=null";
        add(
                        "plan_dry_run",
                        "A dry run holds nothing; its routing is given",
                        budget("500").request("{'dry_run':true,'environment':'prod'}"))
                .spec("A77")
                .want(nothing, "outcome=REQUIRE_APPROVAL", "routing.rule_id=default")
                .p0();
        add("plan_denied", "A denial holds nothing", budget("1")).want(nothing);
        add(
                        "plan_now",
                        "A pending approval holds at once",
                        budget("40", grant("g", "70", "reserved")).request("{'environment':'prod'}"))
                .want(
                        "reservation_plan={'hold':'now','allocation':'40','draws':[{'grant_id':'g','pool':'reserved','amount':'60'}],'uncovered':'0'}");
        add("plan_no_budget", "Without a budget the whole amount is allocation", hard())
                .spec("A61")
                .want("reservation_plan={'hold':'now','allocation':'100','draws':[],'uncovered':'0'}");
    }

    void determinism() {
        Ask base = budget("40", grant("a", "30", "reserved"), grant("b", "40", "reserved"))
                .history(Rows.daily("2026-02-01", "2026-03-10", "3", "4.5"));
        String hash = (String) Json.at(NaiveEngine.apply(OP, base.input()).result(), "decision_sha256");
        add("order_base", "Rows and grants in order", base).flags("determinism").want("decision_sha256='" + hash + "'");
        add(
                        "order_reversed",
                        "Rows and grants backwards give the same decision, byte for byte",
                        budget("40", grant("b", "40", "reserved"), grant("a", "30", "reserved"))
                                .history(reversed(Rows.daily("2026-02-01", "2026-03-10", "3", "4.5"))))
                .flags("determinism")
                .want("decision_sha256='" + hash + "'")
                .p0();
        add(
                        "order_spelled",
                        "Spelled defaults and other number forms give the same decision",
                        base.policy("{'currency':'USD','rules':[],'thresholds':{'hard_deny_above':null}}")
                                .request("{'currency':'USD','estimated_monthly_delta':1.0e2,'metadata':{}}")
                                .snapshot("{'complete_through':null,'usage':{'tenant_reserved':'0.000'}}")
                                .clock("2026-03-11T12:00:00.0001Z"))
                .flags("determinism")
                .want("decision_sha256='" + hash + "'")
                .p0();
    }

    void errors() {
        add(
                        "error_policy_first",
                        "A bad policy comes before all else",
                        hard().policy("{'currency':1}")
                                .request("{'tenant_id':''}")
                                .clock("x")
                                .snapshot("{'cost_source':1}"))
                .spec("A8")
                .flags("precedence")
                .fails("POLICY_INVALID /currency");
        add(
                        "error_schema",
                        "An unsupported schema comes first",
                        hard().policy("{'schema':'x'}").request("{'tenant_id':''}"))
                .spec("A8, A30")
                .fails("POLICY_SCHEMA_UNSUPPORTED /schema");
        add("error_unknown_policy_field", "An unknown policy field", hard().policy("{'x':1}"))
                .fails("POLICY_UNKNOWN_FIELD /x");
        add("error_request", "A bad request", hard().request("{'x':1}").clock("x"))
                .spec("A8")
                .fails("UNKNOWN_FIELD /x");
        add("error_currency", "Another currency", hard().request("{'currency':'EUR'}"))
                .fails("CURRENCY_MISMATCH /currency");
        add("error_clock", "A bad clock", hard().clock("2026-03-11"))
                .fails("INVALID_CLOCK_TIME")
                .p0();
        add("error_snapshot", "A bad snapshot", hard().snapshot("{'policy_version':null}"))
                .fails("INVALID_SNAPSHOT /policy_version")
                .p0();
        add(
                        "error_range",
                        "Cost data can make a decision an error",
                        hard().history(Rows.daily("2026-03-01", "2026-03-10", "1000000000000")))
                .spec("A15c")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        add(
                        "rows_beyond_unavailable",
                        "With the cost source unavailable such rows are not summed",
                        hard().snapshot("{'cost_source':'unavailable'}")
                                .history(Rows.daily("2026-03-01", "2026-03-10", "1000000000000")))
                .spec("A15c")
                .flags("overflow")
                .want("outcome=ALLOW");
    }
}
