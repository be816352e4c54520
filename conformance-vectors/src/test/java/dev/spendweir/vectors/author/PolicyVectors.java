package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 1.3: canonical policies and their lint warnings. */
final class PolicyVectors {
    static final String OP = "policy.canonicalize";

    private final VectorFile file = new VectorFile("policy", "canonicalize", "1.3");

    static VectorFile canonicalize() {
        PolicyVectors vectors = new PolicyVectors();
        vectors.defaults();
        vectors.values();
        vectors.boundaries();
        vectors.lists();
        vectors.unreachable();
        vectors.shadowing();
        return vectors.file;
    }

    private Draft add(String slug, String title, String policy) {
        return file.add(slug, OP, title, Json.object("policy", Quoted.json(policy)));
    }

    /** The canonical document of all defaults, as the table of spec 1.3 and spec 10 A27, A31 spell it, in JCS order. */
    private static final String DEFAULTS = """
            {'actions':{'lease_ttl_seconds':300,'max_attempts':3,'retry_backoff_seconds':30},\
            'approvals':{'default_ttl_seconds':86400,'execution_ttl_seconds':86400,'required_for':{'nonprod':false,'prod':true},\
            'routing':[],'separation_of_duties':{'nonprod':false,'prod':true},'token_binding':'exact'},\
            'budgets':{'basis':'commitments','missing':'allow'},\
            'ceilings':{'basis':'commitments','enterprise_monthly':null,'plan_monthly':null},\
            'context':{'anomaly':{'mad_multiplier':'4','min_delta':'10','min_percent':'30'},'baseline_days':28,\
            'forecast_method':'robust_weekday'},'credits':{'emergency_requires_approval':false},'currency':'USD',\
            'data_quality':{'stale':'require_approval','stale_after_days':7,'unavailable':'require_approval',\
            'unpriced':'require_approval'},\
            'environments':{'nonprod_aliases':null,'prod_aliases':['prod','production','prd','live']},\
            'modes':{'cloud_event':{'default':null,'nonprod':null,'prod':null},'custom':{'default':null,'nonprod':null,'prod':null},\
            'default':'soft','k8s_admission':{'default':null,'nonprod':null,'prod':null},\
            'llm_call':{'default':null,'nonprod':null,'prod':null},'terraform':{'default':null,'nonprod':null,'prod':null}},\
            'reservations':{'ttl_seconds':604800},\
            'risk':{'classes':{'critical':75,'high':50,'medium':25},\
            'delta_bands':[{'min':'100','points':5},{'min':'500','points':10},{'min':'1000','points':20},\
            {'min':'5000','points':30},{'min':'10000','points':40}],\
            'destructive_verbs':['destroy','delete','replace','terminate','drop'],\
            'points':{'anomaly_spike':15,'cost_data_missing':10,'destructive_action':15,'env_prod':20,'forecast_over_plan':20}},\
            'rules':[],'schema':'spendweir.policy/v1','thresholds':{'auto_approve_up_to':'0','hard_deny_above':null}}""";

    private static final String DEFAULTS_SHA256 = Hashes.sha256(DEFAULTS.replace('\'', '"'));

    private void defaults() {
        add("defaults", "The empty document becomes the document of all defaults", "{}")
                .want("policy=" + DEFAULTS, "sha256='" + DEFAULTS_SHA256 + "'", "warnings=[]")
                .p0();
        add("defaults_again", "Canonicalising the canonical form changes nothing", DEFAULTS)
                .flags("determinism")
                .want("policy=" + DEFAULTS, "sha256='" + DEFAULTS_SHA256 + "'")
                .p0();
        add(
                        "nulls",
                        "null is absent everywhere, also for objects and lists",
                        "{'schema':null,'currency':null,'environments':null,'modes':{'default':null,'terraform':null},'thresholds':{'auto_approve_up_to':null},"
                                + "'approvals':{'routing':null,'required_for':{'prod':null}},'risk':{'delta_bands':null,'points':{'env_prod':null}},'rules':null}")
                .spec("A27")
                .want("sha256='" + DEFAULTS_SHA256 + "'")
                .p0();
        add(
                        "empty_objects",
                        "Empty objects are filled with defaults",
                        "{'environments':{},'modes':{},'thresholds':{},'ceilings':{},'budgets':{},'data_quality':{},'credits':{},'approvals':{},'context':{},"
                                + "'risk':{},'reservations':{},'actions':{}}")
                .want("sha256='" + DEFAULTS_SHA256 + "'");
        add(
                        "spelled_defaults",
                        "A default that is spelled out, in other digits, gives the same hash",
                        "{'thresholds':{'auto_approve_up_to':0.00},'context':{'anomaly':{'min_percent':30,'min_delta':'10.000'}},'risk':{'points':{'env_prod':20}}}")
                .flags("determinism")
                .want("sha256='" + DEFAULTS_SHA256 + "'");
    }

    private void values() {
        add("currency", "Any three capital letters are a currency", "{'currency':'ZZZ'}")
                .spec("A23")
                .want("policy.currency='ZZZ'");
        add(
                        "amounts",
                        "Amounts are written in wire form",
                        "{'thresholds':{'auto_approve_up_to':'010.50','hard_deny_above':1e3}}")
                .want("policy.thresholds.auto_approve_up_to='10.5'", "policy.thresholds.hard_deny_above='1000'")
                .p0();
        add("amount_rounded", "An amount is rounded to six digits", "{'ceilings':{'plan_monthly':'0.0000015'}}")
                .flags("rounding")
                .want("policy.ceilings.plan_monthly='0.000002'");
        add("amount_minus_zero", "-0 is zero and not negative", "{'ceilings':{'plan_monthly':'-0'}}")
                .want("policy.ceilings.plan_monthly='0'");
        add(
                        "amount_rounds_to_zero",
                        "A negative text that rounds to zero is zero: the sign is judged after rounding",
                        "{'ceilings':{'plan_monthly':'-0.0000004'}}")
                .flags("choice", "rounding")
                .want("policy.ceilings.plan_monthly='0'");
        add(
                        "auto_equals_deny",
                        "auto_approve_up_to may equal hard_deny_above",
                        "{'thresholds':{'auto_approve_up_to':'5','hard_deny_above':'5'}}")
                .spec("A32")
                .flags("boundary")
                .want("policy.thresholds.hard_deny_above='5'");
        add(
                        "ceilings_equal",
                        "Both ceilings may be equal",
                        "{'ceilings':{'plan_monthly':'5','enterprise_monthly':'5','basis':'forecast'}}")
                .spec("A32")
                .flags("boundary")
                .want("policy.ceilings={'plan_monthly':'5','enterprise_monthly':'5','basis':'forecast'}");
        for (String basis : new String[] {"commitments", "forecast", "forecast_upper"}) {
            add(
                            "basis_" + basis,
                            "Basis " + basis + " for ceilings and budgets",
                            "{'ceilings':{'basis':'" + basis + "'},'budgets':{'basis':'" + basis + "'}}")
                    .want("policy.ceilings.basis=" + basis, "policy.budgets.basis=" + basis);
        }
        for (String stance : new String[] {"allow", "require_approval", "deny"}) {
            add(
                            "stance_" + stance,
                            "Stance " + stance + " for missing budgets and each kind of bad data",
                            "{'budgets':{'missing':'" + stance + "'},'data_quality':{'unpriced':'" + stance
                                    + "','stale':'" + stance + "','unavailable':'" + stance + "'}}")
                    .want("policy.budgets.missing=" + stance, "policy.data_quality.stale=" + stance);
        }
        for (String mode : new String[] {"shadow", "soft", "hard"}) {
            add(
                            "mode_" + mode,
                            "Mode " + mode + " at each level",
                            "{'modes':{'default':'" + mode + "','llm_call':{'default':'" + mode + "','prod':'" + mode
                                    + "'}}}")
                    .want(
                            "policy.modes.default=" + mode,
                            "policy.modes.llm_call={'default':'" + mode + "','prod':'" + mode + "','nonprod':null}");
        }
        add(
                        "booleans",
                        "Booleans are kept",
                        "{'credits':{'emergency_requires_approval':true},'approvals':{'required_for':{'prod':false,'nonprod':true},"
                                + "'separation_of_duties':{'prod':false,'nonprod':true}}}")
                .want(
                        "policy.approvals.required_for={'prod':false,'nonprod':true}",
                        "policy.credits.emergency_requires_approval=true");
        add("binding_cap", "token_binding cap", "{'approvals':{'token_binding':'cap'}}")
                .want("policy.approvals.token_binding=cap");
        add("run_rate", "forecast_method run_rate", "{'context':{'forecast_method':'run_rate'}}")
                .want("policy.context.forecast_method=run_rate");
    }

    private void boundaries() {
        add(
                        "least_integers",
                        "The least value of every integer",
                        "{'data_quality':{'stale_after_days':1},'approvals':{'default_ttl_seconds':60,"
                                + "'execution_ttl_seconds':60},'context':{'baseline_days':7},'reservations':{'ttl_seconds':1},"
                                + "'actions':{'max_attempts':1,'retry_backoff_seconds':0,'lease_ttl_seconds':1}}")
                .spec("1.3, A33")
                .flags("boundary")
                .want(
                        "policy.context.baseline_days=7",
                        "policy.actions.retry_backoff_seconds=0",
                        "policy.approvals.default_ttl_seconds=60");
        add(
                        "largest_integers",
                        "The largest value of every integer",
                        "{'data_quality':{'stale_after_days':60},'approvals':{'default_ttl_seconds':2592000,"
                                + "'execution_ttl_seconds':2592000},'context':{'baseline_days':90},'reservations':{'ttl_seconds':2147483647},"
                                + "'actions':{'max_attempts':2147483647,'retry_backoff_seconds':2147483647,'lease_ttl_seconds':2147483647}}")
                .spec("1.3, A33")
                .flags("boundary")
                .want("policy.reservations.ttl_seconds=2147483647", "policy.data_quality.stale_after_days=60");
        add(
                        "points_bounds",
                        "Points from 0 to 100",
                        "{'risk':{'points':{'env_prod':0,'anomaly_spike':100},'delta_bands':[{'min':0,'points':0},{'min':'0.000001','points':100}]}}")
                .spec("A31")
                .flags("boundary")
                .want("policy.risk.points.anomaly_spike=100", "policy.risk.delta_bands.1.min='0.000001'");
        add("classes_bounds", "Classes from 0 to 100", "{'risk':{'classes':{'medium':0,'high':1,'critical':100}}}")
                .spec("A31")
                .flags("boundary")
                .want("policy.risk.classes={'medium':0,'high':1,'critical':100}");
        add("points_merge", "Given points merge over the defaults", "{'risk':{'points':{'cost_data_missing':50}}}")
                .spec("A31")
                .want(
                        "policy.risk.points={'env_prod':20,'forecast_over_plan':20,'anomaly_spike':15,'destructive_action':15,'cost_data_missing':50}")
                .p0();
        add("classes_merge", "Given classes merge over the defaults", "{'risk':{'classes':{'critical':90}}}")
                .spec("A31")
                .want("policy.risk.classes={'medium':25,'high':50,'critical':90}");
        add(
                        "bands_replace",
                        "Given bands replace the default list",
                        "{'risk':{'delta_bands':[{'min':'7','points':1}]}}")
                .spec("A31")
                .want("policy.risk.delta_bands=[{'min':'7','points':1}]")
                .p0();
        add("bands_empty", "No bands at all", "{'risk':{'delta_bands':[]}}")
                .spec("A31")
                .want("policy.risk.delta_bands=[]");
        add(
                        "alias_64",
                        "64 code points of alias are accepted",
                        "{'environments':{'prod_aliases':['" + "\ud83d\ude00".repeat(64) + "']}}")
                .spec("A29")
                .flags("boundary", "unicode")
                .want("policy.environments.prod_aliases.#=1");
        add(
                        "verb_128",
                        "128 characters of verb are accepted",
                        "{'risk':{'destructive_verbs':['" + "v".repeat(128) + "']}}")
                .spec("A29")
                .flags("boundary")
                .want("policy.risk.destructive_verbs.#=1");
        add(
                        "rule_sizes",
                        "The largest rule: id 64, reason 128, when and message 4096 bytes",
                        "{'rules':[{'id':'" + "r".repeat(64) + "','when':'" + "t".repeat(4096)
                                + "','effect':'deny','reason':'" + "a".repeat(128) + "','message':'"
                                + "\u00e9".repeat(2048) + "'}]}")
                .spec("A37, N5")
                .flags("boundary")
                .want("policy.rules.0.on_error=apply");
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            rules.append(i == 0 ? "" : ",").append("{'id':'r").append(i).append("','when':'true','effect':'warn'}");
        }
        add("rules_64", "64 rules are accepted", "{'rules':[" + rules + "]}")
                .spec("A37")
                .flags("boundary")
                .want("policy.rules.#=64");
    }

    private void lists() {
        add(
                        "alias_order",
                        "Lists keep their order and their duplicates",
                        "{'environments':{'prod_aliases':['b','a','b'],'nonprod_aliases':[]}}")
                .spec("A28")
                .want("policy.environments={'prod_aliases':['b','a','b'],'nonprod_aliases':[]}");
        add(
                        "rule_defaults",
                        "A rule's defaults: reason rule_<id>, no messages, on_error apply",
                        "{'rules':[{'id':'big_delta','when':'monthly_delta > 0','effect':'deny'}]}")
                .want(
                        "policy.rules.0={'id':'big_delta','when':'monthly_delta > 0','effect':'deny','reason':'rule_big_delta','message':null,"
                                + "'message_expression':null,'on_error':'apply'}")
                .p0();
        add(
                        "rule_full",
                        "A rule with everything",
                        "{'rules':[{'id':'1','when':'x','effect':'require_approval','reason':'because','message_expression':'y','on_error':'skip'}]}")
                .want(
                        "policy.rules.0.reason=because",
                        "policy.rules.0.message=null",
                        "policy.rules.0.message_expression=y",
                        "policy.rules.0.on_error=skip");
        add(
                        "rule_empty_message",
                        "A message may be empty",
                        "{'rules':[{'id':'a','when':'x','effect':'warn','message':''}]}")
                .spec("N5")
                .want("policy.rules.0.message=''");
        add(
                        "rule_not_compiled",
                        "Expressions are not compiled here",
                        "{'rules':[{'id':'a','when':'((','effect':'warn'}]}")
                .spec("A38")
                .want("policy.rules.0.when='(('");
        add("route_defaults", "A routing rule's defaults", "{'approvals':{'routing':[{'id':'all'}]}}")
                .spec("A35")
                .want(
                        "policy.approvals.routing.0={'id':'all','match':{'source':null,'environment_class':null,'project_id':null,'risk_class':null,"
                                + "'action_prefix':null,'monthly_delta_min':null,'monthly_delta_max':null},'reviewer_roles':['owner','admin'],"
                                + "'required_permission':null,'required_approvals':1,'ttl_seconds':null}")
                .p0();
        add(
                        "route_full",
                        "A routing rule with everything",
                        "{'approvals':{'routing':[{'id':'A.b-c_9','match':{'source':['custom'],'environment_class':['prod'],"
                                + "'project_id':['P'],'risk_class':['low'],'action_prefix':['vm'],'monthly_delta_min':'1','monthly_delta_max':1},"
                                + "'reviewer_roles':['member'],'required_permission':'approve.big','required_approvals':5,'ttl_seconds':2592000}]}}")
                .spec("A35, A36")
                .want(
                        "policy.approvals.routing.0.match.monthly_delta_max='1'",
                        "policy.approvals.routing.0.required_approvals=5");
    }

    private Draft routes(String slug, String title, String... matches) {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < matches.length; i++) {
            routes.append(i == 0 ? "" : ",")
                    .append("{'id':'r")
                    .append(i)
                    .append("','match':")
                    .append(matches[i])
                    .append('}');
        }
        return add("lint_" + slug, title, "{'approvals':{'routing':[" + routes + "]}}")
                .spec("A39, N6");
    }

    private void unreachable() {
        String second = "warnings=[{'code':'route_unreachable','pointer':'/approvals/routing/1'}]";
        String none = "warnings=[]";
        routes("same", "A second equal route is unreachable", "{}", "{}")
                .want(second)
                .p0();
        routes("narrower", "A route behind one that takes everything is unreachable", "{}", "{'source':['custom']}")
                .want(second);
        routes("wider", "A wider route behind a narrower one is reachable", "{'source':['custom']}", "{}")
                .want(none)
                .p0();
        routes("subset", "A subset of a list is covered", "{'project_id':['a','b']}", "{'project_id':['b']}")
                .want(second);
        routes("superset", "A superset of a list is not covered", "{'project_id':['a']}", "{'project_id':['a','b']}")
                .want(none);
        routes(
                        "enumeration_in_full",
                        "A list of all sources counts as not given",
                        "{'source':['terraform','k8s_admission','cloud_event','llm_call','custom']}",
                        "{}")
                .want(second);
        routes(
                        "later_enumeration_in_full",
                        "A later list of all classes counts as not given, so a part does not cover it",
                        "{'environment_class':['prod']}",
                        "{'environment_class':['nonprod','prod']}")
                .want(none);
        routes(
                        "risk_in_full",
                        "A list of all risk classes counts as not given",
                        "{'risk_class':['critical','high','medium','low']}",
                        "{'risk_class':['low']}")
                .want(second);
        routes(
                        "prefix",
                        "A prefix covers its extensions",
                        "{'action_prefix':['vm']}",
                        "{'action_prefix':['vm.create','vmx']}")
                .want(second);
        routes(
                        "prefix_reverse",
                        "An extension does not cover its prefix",
                        "{'action_prefix':['vm.create']}",
                        "{'action_prefix':['vm']}")
                .want(none);
        routes(
                        "delta_inside",
                        "A narrower range of deltas is covered",
                        "{'monthly_delta_min':'1','monthly_delta_max':'9'}",
                        "{'monthly_delta_min':'1','monthly_delta_max':'9'}")
                .flags("boundary")
                .want(second);
        routes(
                        "delta_min_below",
                        "A lower minimum is not covered",
                        "{'monthly_delta_min':'1'}",
                        "{'monthly_delta_min':'0.999999'}")
                .flags("boundary")
                .want(none);
        routes(
                        "delta_min_zero",
                        "A minimum of 0 does not cover everything: deltas may be negative",
                        "{'monthly_delta_min':0}",
                        "{}")
                .want(none);
        routes(
                        "delta_max_above",
                        "A higher maximum is not covered",
                        "{'monthly_delta_max':'9'}",
                        "{'monthly_delta_max':'9.000001'}")
                .flags("boundary")
                .want(none);
        routes(
                        "two_together",
                        "Two earlier routes that cover a third only together give no warning",
                        "{'environment_class':['prod']}",
                        "{'environment_class':['nonprod']}",
                        "{}")
                .want(none);
        routes(
                        "empty_range",
                        "Nothing is concluded from two conditions together: min = max is no warning",
                        "{'monthly_delta_min':'5','monthly_delta_max':'5'}")
                .want(none);
        routes(
                        "order_of_pointers",
                        "Warnings are sorted by pointer as text: 10 before 2",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}",
                        "{}")
                .want(
                        "warnings.#=10",
                        "warnings.0.pointer='/approvals/routing/1'",
                        "warnings.1.pointer='/approvals/routing/10'",
                        "warnings.2.pointer='/approvals/routing/2'");
    }

    private Draft rule(String slug, String title, String members) {
        return add("lint_" + slug, title, "{'rules':[{'when':'x','effect':'warn'," + members + "}]}")
                .spec("A39, N6");
    }

    private void shadowing() {
        String warning = "warnings=[{'code':'reason_shadows_builtin','pointer':'/rules/0/reason'}]";
        rule("shadow_builtin", "A reason of the engine's own is a warning", "'id':'a','reason':'budget_exceeded'")
                .want(warning)
                .p0();
        rule("shadow_failsafe", "The fail-safe reasons are built in too", "'id':'a','reason':'failsafe_overload'")
                .want(warning);
        rule("shadow_default", "A default reason can shadow: rule_error of the rule with the id error", "'id':'error'")
                .want(warning);
        rule("shadow_skipped", "rule_error_skipped is built in", "'id':'error_skipped'")
                .want(warning);
        rule("no_shadow", "An own reason gives no warning", "'id':'a','reason':'failsafe_other'")
                .want("warnings=[]");
        add(
                        "lint_both_kinds",
                        "Both kinds of warning, sorted by pointer",
                        "{'rules':[{'id':'a','when':'x','effect':'deny','reason':'credits_exhausted'}],'approvals':{'routing':[{'id':'a'},{'id':'b'}]}}")
                .spec("A39")
                .want(
                        "warnings=[{'code':'route_unreachable','pointer':'/approvals/routing/1'},{'code':'reason_shadows_builtin','pointer':'/rules/0/reason'}]");
    }
}
