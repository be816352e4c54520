package dev.spendweir.vectors.author;

/** Spec 1.8: the checks of environment, data quality and missing budgets. */
final class DecisionCheckVectors extends DecisionDrafts {
    DecisionCheckVectors(VectorFile file) {
        super(file);
    }

    void environment() {
        Ask prod = budget("500").request("{'environment':'prod'}");
        add("prod_approval", "Production asks for approval", prod)
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("approval_required_prod", "within_allocation"),
                        "routing={'rule_id':'default','reviewer_roles':['owner','admin'],'required_permission':'approve.prod','required_approvals':1,'ttl_seconds':86400}",
                        "reservation_plan.hold=now")
                .p0();
        add("prod_zero", "Production without a cost increase asks for nothing", prod.delta("0"))
                .want("outcome=ALLOW", reasons("no_cost_increase"));
        add(
                        "prod_auto_at_limit",
                        "auto_approve_up_to includes its limit",
                        prod.policy("{'thresholds':{'auto_approve_up_to':'100'}}"))
                .flags("boundary")
                .want("outcome=ALLOW", reasons("within_allocation", "auto_approved_below_threshold"))
                .p0();
        add(
                        "prod_auto_above",
                        "One micro-unit above asks",
                        prod.policy("{'thresholds':{'auto_approve_up_to':'99.999999'}}"))
                .flags("boundary")
                .want("outcome=REQUIRE_APPROVAL")
                .p0();
        add(
                        "prod_not_required",
                        "A policy may ask for no approval in production",
                        prod.policy("{'approvals':{'required_for':{'prod':false}}}"))
                .want("outcome=ALLOW", reasons("within_allocation"));
        add(
                        "nonprod_approval",
                        "A policy may ask for approval elsewhere",
                        budget("500").policy("{'approvals':{'required_for':{'nonprod':true}}}"))
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("approval_required_nonprod", "within_allocation"),
                        "routing.required_permission=approve.nonprod")
                .p0();
        add(
                        "nonprod_auto",
                        "Auto approval outside production",
                        budget("500")
                                .policy(
                                        "{'approvals':{'required_for':{'nonprod':true}},'thresholds':{'auto_approve_up_to':'100'}}"))
                .want("outcome=ALLOW", reasons("within_allocation", "auto_approved_below_threshold"));
        add(
                        "nonprod_approval_no_budget",
                        "Approval outside production without a budget",
                        hard().policy("{'approvals':{'required_for':{'nonprod':true}}}"))
                .want("outcome=REQUIRE_APPROVAL", reasons("approval_required_nonprod", "no_budget_configured"));
        add(
                        "prod_with_credits",
                        "Approval outweighs credits; both reasons are given",
                        budget("0", grant("g", "100", "reserved")).request("{'environment':'prod'}"))
                .flags("precedence")
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("approval_required_prod", "covered_by_reserved_credits"),
                        "reservation_plan.draws.#=1");
        add(
                        "prod_auto_with_credits",
                        "Auto approval does not soften a use of credits",
                        budget("0", grant("g", "100", "reserved"))
                                .request("{'environment':'prod'}")
                                .policy("{'thresholds':{'auto_approve_up_to':'100'}}"))
                .flags("precedence")
                .want(
                        "outcome=ALLOW_WITH_CREDITS",
                        reasons("covered_by_reserved_credits", "auto_approved_below_threshold"));
        add(
                        "prod_denied",
                        "A denial in production names the approval after it",
                        budget("0").request("{'environment':'prod'}"))
                .flags("precedence")
                .want("outcome=DENY", reasons("budget_exceeded", "approval_required_prod"));
    }

    void dataQuality() {
        String[][] stances = {{"allow", "ALLOW"}, {"require_approval", "REQUIRE_APPROVAL"}, {"deny", "DENY"}};
        Ask forecast = budget("99999").policy("{'ceilings':{'basis':'forecast'}}");
        Ask stale = forecast.history(Rows.daily("2026-02-02", "2026-03-03", "1"));
        Ask unavailable = forecast.snapshot("{'cost_source':'unavailable'}");
        for (String[] s : stances) {
            String stance =
                    "{'data_quality':{'unpriced':'" + s[0] + "','stale':'" + s[0] + "','unavailable':'" + s[0] + "'}}";
            quality(
                    "unpriced_" + s[0],
                    "Unpriced resources with stance " + s[0],
                    budget("500").policy(stance).request("{'unpriced_resources':2}"),
                    s,
                    "unpriced_resources");
            quality("stale_" + s[0], "Stale cost data with stance " + s[0], stale.policy(stance), s, "cost_data_stale");
            quality(
                    "unavailable_" + s[0],
                    "Unavailable cost data with stance " + s[0],
                    unavailable.policy(stance),
                    s,
                    "cost_data_unavailable");
        }
        add("none_is_unavailable", "No cost rows at all are cost_data_unavailable", forecast)
                .want("outcome=REQUIRE_APPROVAL", reasons("cost_data_unavailable", "within_allocation"));
        add(
                        "stale_and_none",
                        "Old rows only: stale and unavailable together",
                        forecast.history(Rows.daily("2026-01-02", "2026-01-31", "1")))
                .spec("N16")
                .want(reasons("cost_data_stale", "cost_data_unavailable", "within_allocation"))
                .p0();
        add(
                        "commitments_not_asked",
                        "With commitments everywhere cost data is not asked for, not even a warning",
                        budget("500")
                                .snapshot("{'cost_source':'unavailable'}")
                                .policy("{'data_quality':{'unavailable':'allow'}}"))
                .spec("A72")
                .want("outcome=ALLOW", "warnings=[]", reasons("within_allocation"))
                .p0();
        add("forecast_zero_amount", "Without a cost increase cost data is not asked for", unavailable.delta("0"))
                .spec("A72")
                .want("outcome=ALLOW", "warnings=[]", reasons("no_cost_increase"));
        add(
                        "forecast_ceilings_unset",
                        "ceilings.basis counts even when no ceiling is set",
                        hard().policy("{'ceilings':{'basis':'forecast_upper'}}"))
                .want("outcome=REQUIRE_APPROVAL", reasons("cost_data_unavailable", "no_budget_configured"));
        add(
                        "forecast_budget_null_project",
                        "A forecast budget whose project history is not known is cost_data_unavailable",
                        budget("500").policy("{'budgets':{'basis':'forecast'}}").history(ContextVectors.flat()))
                .want("outcome=REQUIRE_APPROVAL", reasons("cost_data_unavailable", "within_allocation"))
                .p0();
        add(
                        "forecast_budget_empty_project",
                        "A forecast budget whose project is known to cost nothing is fine",
                        budget("500")
                                .policy("{'budgets':{'basis':'forecast'}}")
                                .history(ContextVectors.flat())
                                .projectHistory(Rows.rows()))
                .want("outcome=ALLOW", reasons("within_allocation"))
                .p0();
        add(
                        "forecast_budget_absent",
                        "budgets.basis does not count for a project without a budget",
                        hard().policy("{'budgets':{'basis':'forecast'}}").snapshot("{'cost_source':'unavailable'}"))
                .want("outcome=ALLOW", reasons("no_budget_configured"));
        add(
                        "ceilings_forecast_null_project",
                        "A null project history does not matter to forecast ceilings",
                        forecast.history(ContextVectors.flat()))
                .want("outcome=ALLOW", reasons("within_allocation"));
        add(
                        "unpriced_without_increase",
                        "Unpriced resources count whatever the amount",
                        budget("500").delta("-5").request("{'unpriced_resources':1}"))
                .spec("A72")
                .want(
                        "outcome=REQUIRE_APPROVAL",
                        reasons("unpriced_resources", "no_cost_increase"),
                        "reservation_plan=null")
                .p0();
        add(
                        "warnings_with_denial",
                        "Warnings are given beside a denial",
                        budget("1")
                                .history(Rows.daily("2026-01-02", "2026-01-31", "1"))
                                .policy(
                                        "{'ceilings':{'basis':'forecast_upper'},'data_quality':{'stale':'allow','unavailable':'allow'}}"))
                .want(
                        "outcome=DENY",
                        "warnings=['cost_data_stale','cost_data_unavailable']",
                        reasons("budget_exceeded"));
        add(
                        "warnings_in_order",
                        "Warnings come in the order of the checks",
                        forecast.history(Rows.daily("2026-01-02", "2026-01-31", "1"))
                                .request("{'unpriced_resources':1}")
                                .policy("{'data_quality':{'unpriced':'allow','stale':'allow','unavailable':'allow'}}"))
                .spec("A73")
                .want(
                        "outcome=ALLOW",
                        "warnings=['unpriced_resources','cost_data_stale','cost_data_unavailable']",
                        reasons("within_allocation"))
                .p0();
    }

    void missingBudgets() {
        add("missing_allow", "budgets.missing allow: the waterfall's reason alone, no warning", hard())
                .spec("A72")
                .want("outcome=ALLOW", reasons("no_budget_configured"), "warnings=[]");
        add(
                        "missing_require_approval",
                        "budgets.missing require_approval: the same reason, named once",
                        hard().policy("{'budgets':{'missing':'require_approval'}}"))
                .want("outcome=REQUIRE_APPROVAL", reasons("no_budget_configured"), "limiting_stage=null")
                .p0();
        add("missing_deny", "budgets.missing deny", hard().policy("{'budgets':{'missing':'deny'}}"))
                .want("outcome=DENY", reasons("no_budget_configured"), "limiting_stage=null", "reservation_plan=null")
                .p0();
        add(
                        "missing_zero",
                        "budgets.missing does not ask without a cost increase",
                        hard().delta("0").policy("{'budgets':{'missing':'deny'}}"))
                .want("outcome=ALLOW", reasons("no_cost_increase"));
        add(
                        "missing_with_budget",
                        "budgets.missing does not ask where there is a budget",
                        budget("500").policy("{'budgets':{'missing':'deny'}}"))
                .want("outcome=ALLOW");
    }
}
