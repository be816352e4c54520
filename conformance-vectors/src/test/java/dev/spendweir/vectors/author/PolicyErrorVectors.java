package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 1.3: every way in which a policy is refused. */
final class PolicyErrorVectors {
    private static final String INVALID = "POLICY_INVALID ";
    private static final String UNKNOWN = "POLICY_UNKNOWN_FIELD ";

    private final VectorFile file = new VectorFile("policy", "errors", "1.3");

    static VectorFile errors() {
        PolicyErrorVectors vectors = new PolicyErrorVectors();
        vectors.documents();
        vectors.unknown();
        vectors.values();
        vectors.risk();
        vectors.routing();
        vectors.rules();
        return vectors.file;
    }

    private Draft add(String slug, String title, String policy) {
        return file.add(slug, PolicyVectors.OP, title, Json.object("policy", Quoted.json(policy)));
    }

    private Draft bad(String slug, String title, String policy, String pointer) {
        return add(slug, title, policy).fails(INVALID + pointer);
    }

    private void documents() {
        bad("not_an_object", "A policy that is no object", "[]", "").spec("A34").p0();
        bad("null", "A null policy", "null", "").spec("A34");
        file.add("absent", PolicyVectors.OP, "An absent policy", Json.object())
                .spec("A34")
                .fails(INVALID);
        add("schema_other", "Another schema is refused", "{'schema':'spendweir.policy/v2'}")
                .fails("POLICY_SCHEMA_UNSUPPORTED /schema")
                .p0();
        add("schema_number", "A schema that is no text is unsupported", "{'schema':1}")
                .spec("A30")
                .fails("POLICY_SCHEMA_UNSUPPORTED /schema");
        add("schema_alone", "A wrong schema is the only finding", "{'schema':'x','currency':1,'foo':2}")
                .spec("A30")
                .flags("precedence")
                .fails("POLICY_SCHEMA_UNSUPPORTED /schema")
                .p0();
        bad("nested_type", "A nested object of a wrong type", "{'modes':'hard'}", "/modes")
                .spec("A34");
        bad("nested_list_type", "A nested list of a wrong type", "{'rules':{}}", "/rules")
                .spec("A34");
        bad("nested_null_element", "null is no element of a list", "{'rules':[null]}", "/rules/0")
                .flags("choice");
        add(
                        "all_together",
                        "All findings come together, sorted by pointer",
                        "{'currency':'x','zeta':1,'modes':{'default':'off','lambda':{}},'ceilings':{'plan_monthly':'-1'},'rules':[{}]}")
                .fails(
                        INVALID + "/ceilings/plan_monthly",
                        INVALID + "/currency",
                        INVALID + "/modes/default",
                        UNKNOWN + "/modes/lambda",
                        INVALID + "/rules/0/effect",
                        INVALID + "/rules/0/id",
                        INVALID + "/rules/0/when",
                        UNKNOWN + "/zeta")
                .p0();
    }

    private void unknown() {
        String[][] cases = {
            {"top", "{'budget':{}}", "/budget"},
            {"null", "{'budget':null}", "/budget"},
            {"environments", "{'environments':{'prod':[]}}", "/environments/prod"},
            {"source", "{'modes':{'pulumi':{}}}", "/modes/pulumi"},
            {"mode_class", "{'modes':{'custom':{'staging':'hard'}}}", "/modes/custom/staging"},
            {"thresholds", "{'thresholds':{'soft_deny_above':1}}", "/thresholds/soft_deny_above"},
            {"ceilings", "{'ceilings':{'daily':1}}", "/ceilings/daily"},
            {"budgets", "{'budgets':{'limit':1}}", "/budgets/limit"},
            {"data_quality", "{'data_quality':{'late':'deny'}}", "/data_quality/late"},
            {"credits", "{'credits':{'x':1}}", "/credits/x"},
            {"approvals", "{'approvals':{'ttl':1}}", "/approvals/ttl"},
            {"required_for", "{'approvals':{'required_for':{'dev':true}}}", "/approvals/required_for/dev"},
            {"separation", "{'approvals':{'separation_of_duties':{'dev':true}}}", "/approvals/separation_of_duties/dev"
            },
            {"context", "{'context':{'window':1}}", "/context/window"},
            {"anomaly", "{'context':{'anomaly':{'sigma':'3'}}}", "/context/anomaly/sigma"},
            {"risk", "{'risk':{'weights':{}}}", "/risk/weights"},
            {"points", "{'risk':{'points':{'weekend':5}}}", "/risk/points/weekend"},
            {"points_delta_band", "{'risk':{'points':{'delta_band':5}}}", "/risk/points/delta_band"},
            {"classes", "{'risk':{'classes':{'low':1}}}", "/risk/classes/low"},
            {"band", "{'risk':{'delta_bands':[{'min':'1','points':1,'max':'2'}]}}", "/risk/delta_bands/0/max"},
            {"reservations", "{'reservations':{'ttl':1}}", "/reservations/ttl"},
            {"actions", "{'actions':{'retries':1}}", "/actions/retries"},
            {"escaped", "{'risk':{'points':{'a~/b':5}}}", "/risk/points/a~0~1b"},
        };
        for (String[] c : cases) {
            String kind = c[0].equals("null")
                    ? "An unknown member is refused though it is null, at "
                    : "An unknown member is refused at ";
            add("unknown_" + c[0], kind + c[2], c[1]).fails(UNKNOWN + c[2]);
        }
    }

    private void values() {
        bad("currency_lower", "A currency in small letters", "{'currency':'usd'}", "/currency")
                .spec("A23");
        bad("currency_stripped", "Nothing in a policy is stripped", "{'currency':' USD'}", "/currency")
                .spec("N4");
        bad("mode_unknown", "An unknown mode", "{'modes':{'terraform':{'prod':'strict'}}}", "/modes/terraform/prod");
        bad("basis_unknown", "An unknown basis", "{'budgets':{'basis':'actual'}}", "/budgets/basis");
        bad("stance_unknown", "An unknown stance", "{'data_quality':{'stale':'warn'}}", "/data_quality/stale");
        bad(
                        "amount_malformed",
                        "A malformed amount is POLICY_INVALID",
                        "{'ceilings':{'plan_monthly':'1e3'}}",
                        "/ceilings/plan_monthly")
                .spec("A33");
        bad(
                        "amount_range",
                        "A too large amount is POLICY_INVALID",
                        "{'ceilings':{'plan_monthly':1000000000000.000001}}",
                        "/ceilings/plan_monthly")
                .spec("A33")
                .flags("boundary");
        bad(
                        "amount_negative",
                        "A negative amount",
                        "{'thresholds':{'hard_deny_above':'-0.000001'}}",
                        "/thresholds/hard_deny_above")
                .flags("boundary")
                .p0();
        String[] knobs = {"min_percent", "min_delta", "mad_multiplier"};
        for (String knob : knobs) {
            bad(
                            "negative_" + knob,
                            knob + " is not negative",
                            "{'context':{'anomaly':{'" + knob + "':'-1'}}}",
                            "/context/anomaly/" + knob)
                    .spec("A33");
        }
        bad(
                        "auto_above_deny",
                        "auto_approve_up_to above hard_deny_above",
                        "{'thresholds':{'auto_approve_up_to':'5.000001','hard_deny_above':'5'}}",
                        "/thresholds/auto_approve_up_to")
                .spec("A32")
                .flags("boundary")
                .p0();
        bad(
                        "enterprise_below_plan",
                        "enterprise_monthly below plan_monthly",
                        "{'ceilings':{'plan_monthly':'5','enterprise_monthly':'4.999999'}}",
                        "/ceilings/enterprise_monthly")
                .spec("A32")
                .flags("boundary")
                .p0();
        bad(
                        "contradiction_skipped",
                        "A contradiction is not looked for when one side is invalid",
                        "{'ceilings':{'plan_monthly':'x','enterprise_monthly':'1'}}",
                        "/ceilings/plan_monthly")
                .spec("A32")
                .flags("precedence");
        String[][] integers = {
            {"data_quality", "stale_after_days", "0"},
            {"data_quality", "stale_after_days", "61"},
            {"context", "baseline_days", "6"},
            {"context", "baseline_days", "91"},
            {"approvals", "default_ttl_seconds", "59"},
            {"approvals", "default_ttl_seconds", "2592001"},
            {"approvals", "execution_ttl_seconds", "59"},
            {"approvals", "execution_ttl_seconds", "2592001"},
            {"reservations", "ttl_seconds", "0"},
            {"reservations", "ttl_seconds", "2147483648"},
            {"actions", "max_attempts", "0"},
            {"actions", "retry_backoff_seconds", "-1"},
            {"actions", "lease_ttl_seconds", "0"},
        };
        for (String[] c : integers) {
            bad(
                            "integer_" + c[1] + "_" + c[2].replace("-", "minus_"),
                            c[1] + " " + c[2] + " is out of bounds",
                            "{'" + c[0] + "':{'" + c[1] + "':" + c[2] + "}}",
                            "/" + c[0] + "/" + c[1])
                    .flags("boundary");
        }
        bad(
                        "integer_fraction",
                        "28.0 is no integer literal",
                        "{'context':{'baseline_days':28.0}}",
                        "/context/baseline_days")
                .spec("A24");
        bad("integer_text", "A text is no integer", "{'context':{'baseline_days':'28'}}", "/context/baseline_days");
        bad(
                "boolean_text",
                "A text is no boolean",
                "{'approvals':{'required_for':{'prod':'yes'}}}",
                "/approvals/required_for/prod");
        bad(
                        "alias_capital",
                        "An alias in capitals would never match",
                        "{'environments':{'prod_aliases':['prod','Live']}}",
                        "/environments/prod_aliases/1")
                .spec("A29")
                .p0();
        bad(
                        "alias_blank",
                        "An alias with a blank at its end",
                        "{'environments':{'nonprod_aliases':['dev ']}}",
                        "/environments/nonprod_aliases/0")
                .spec("A29");
        bad("alias_empty", "An empty alias", "{'environments':{'prod_aliases':['']}}", "/environments/prod_aliases/0")
                .spec("A29");
        bad(
                        "alias_65",
                        "65 code points of alias",
                        "{'environments':{'prod_aliases':['" + "a".repeat(65) + "']}}",
                        "/environments/prod_aliases/0")
                .spec("A29")
                .flags("boundary");
        bad(
                        "alias_control",
                        "A control character in an alias",
                        "{'environments':{'prod_aliases':['a\\u0085b']}}",
                        "/environments/prod_aliases/0")
                .spec("A29");
        bad(
                        "alias_null",
                        "null is no alias",
                        "{'environments':{'prod_aliases':[null]}}",
                        "/environments/prod_aliases/0")
                .flags("choice");
        bad(
                "aliases_text",
                "A text is no list of aliases",
                "{'environments':{'prod_aliases':'prod'}}",
                "/environments/prod_aliases");
    }

    private void risk() {
        bad("points_101", "More than 100 points", "{'risk':{'points':{'env_prod':101}}}", "/risk/points/env_prod")
                .spec("A31")
                .flags("boundary");
        bad("points_negative", "Negative points", "{'risk':{'points':{'env_prod':-1}}}", "/risk/points/env_prod")
                .spec("A31")
                .flags("boundary");
        bad("classes_equal", "Classes ascend strictly", "{'risk':{'classes':{'medium':50}}}", "/risk/classes")
                .spec("A31, A32")
                .flags("boundary");
        bad("classes_101", "A class above 100", "{'risk':{'classes':{'critical':101}}}", "/risk/classes/critical")
                .spec("A31");
        bad(
                        "classes_skip",
                        "The order of classes is not judged when one is invalid",
                        "{'risk':{'classes':{'medium':90,'critical':'x'}}}",
                        "/risk/classes/critical")
                .spec("A32");
        bad(
                        "bands_equal",
                        "Bands ascend strictly",
                        "{'risk':{'delta_bands':[{'min':'1','points':1},{'min':'1.0','points':2}]}}",
                        "/risk/delta_bands")
                .spec("A31, A32")
                .flags("boundary");
        bad(
                        "bands_missing_points",
                        "A band needs points",
                        "{'risk':{'delta_bands':[{'min':'1'}]}}",
                        "/risk/delta_bands/0/points")
                .spec("A3");
        bad(
                        "bands_missing_min",
                        "A band needs its minimum",
                        "{'risk':{'delta_bands':[{'points':1}]}}",
                        "/risk/delta_bands/0/min")
                .spec("A3");
        bad(
                        "bands_negative",
                        "A band's minimum is not negative",
                        "{'risk':{'delta_bands':[{'min':'-1','points':1}]}}",
                        "/risk/delta_bands/0/min")
                .spec("A33");
        bad(
                        "bands_points_101",
                        "A band has at most 100 points",
                        "{'risk':{'delta_bands':[{'min':'1','points':101}]}}",
                        "/risk/delta_bands/0/points")
                .spec("A31");
        bad(
                        "bands_skip",
                        "The order of bands is not judged when a minimum is invalid",
                        "{'risk':{'delta_bands':[{'min':'9','points':1},{'min':'x','points':1},{'min':'1','points':1}]}}",
                        "/risk/delta_bands/1/min")
                .spec("A32")
                .flags("choice");
        bad("bands_object", "An object is no list of bands", "{'risk':{'delta_bands':{}}}", "/risk/delta_bands");
        bad(
                        "verb_capital",
                        "A destructive verb in capitals",
                        "{'risk':{'destructive_verbs':['Destroy']}}",
                        "/risk/destructive_verbs/0")
                .spec("A29");
        bad(
                        "verb_129",
                        "129 characters of verb",
                        "{'risk':{'destructive_verbs':['" + "v".repeat(129) + "']}}",
                        "/risk/destructive_verbs/0")
                .spec("A29")
                .flags("boundary");
    }

    private Draft route(String slug, String title, String route, String pointer) {
        return bad("route_" + slug, title, "{'approvals':{'routing':[" + route + "]}}", "/approvals/routing/" + pointer)
                .spec("1.8, A35");
    }

    private void routing() {
        route("no_id", "A route needs an id", "{}", "0/id").p0();
        route("id_default", "No route may be called default", "{'id':'default'}", "0/id")
                .spec("A36")
                .p0();
        route("id_shape", "A route's id begins with a letter or digit", "{'id':'-a'}", "0/id")
                .spec("A36");
        route("id_65", "A route's id has at most 64 characters", "{'id':'" + "a".repeat(65) + "'}", "0/id")
                .spec("A36")
                .flags("boundary");
        route("id_twice", "The second of two equal route ids is refused", "{'id':'a'},{'id':'a'}", "1/id")
                .spec("A32");
        route("unknown", "An unknown member of a match", "{'id':'a','match':{'tenant':['x']}}", "0/match/tenant")
                .fails(UNKNOWN + "/approvals/routing/0/match/tenant");
        route("match_list", "A match is an object", "{'id':'a','match':[]}", "0/match");
        route(
                "source_text",
                "A condition on the source is a list",
                "{'id':'a','match':{'source':'custom'}}",
                "0/match/source");
        route("source_empty", "A condition's list is not empty", "{'id':'a','match':{'source':[]}}", "0/match/source");
        route(
                "source_unknown",
                "Enumerations are validated",
                "{'id':'a','match':{'source':['custom','jenkins']}}",
                "0/match/source/1");
        route(
                "class_unknown",
                "An unknown environment class",
                "{'id':'a','match':{'environment_class':['staging']}}",
                "0/match/environment_class/0");
        route(
                "risk_unknown",
                "An unknown risk class",
                "{'id':'a','match':{'risk_class':['none']}}",
                "0/match/risk_class/0");
        route(
                        "project_blank",
                        "A project that stripping would change",
                        "{'id':'a','match':{'project_id':['p ']}}",
                        "0/match/project_id/0")
                .spec("N4");
        route(
                        "prefix_capital",
                        "An action prefix in capitals",
                        "{'id':'a','match':{'action_prefix':['VM']}}",
                        "0/match/action_prefix/0")
                .spec("A29");
        route(
                        "min_above_max",
                        "monthly_delta_min above monthly_delta_max",
                        "{'id':'a','match':{'monthly_delta_min':'2','monthly_delta_max':'1'}}",
                        "0/match/monthly_delta_min")
                .spec("A32");
        route(
                        "min_negative",
                        "monthly_delta_min is not negative",
                        "{'id':'a','match':{'monthly_delta_min':'-1'}}",
                        "0/match/monthly_delta_min")
                .spec("A33");
        route(
                        "role_unknown",
                        "An unknown role",
                        "{'id':'a','reviewer_roles':['owner','operator']}",
                        "0/reviewer_roles/1")
                .p0();
        route("roles_empty", "No roles at all", "{'id':'a','reviewer_roles':[]}", "0/reviewer_roles");
        route("approvals_0", "No approvals at all", "{'id':'a','required_approvals':0}", "0/required_approvals")
                .flags("boundary");
        route("approvals_6", "More than five approvals", "{'id':'a','required_approvals':6}", "0/required_approvals")
                .flags("boundary");
        route("ttl_59", "A ttl under a minute", "{'id':'a','ttl_seconds':59}", "0/ttl_seconds")
                .flags("boundary");
        route("ttl_above", "A ttl above 30 days", "{'id':'a','ttl_seconds':2592001}", "0/ttl_seconds")
                .flags("boundary");
        route(
                        "permission_blank",
                        "A permission that stripping would change",
                        "{'id':'a','required_permission':' approve.prod'}",
                        "0/required_permission")
                .spec("N4");
        route("permission_empty", "An empty permission", "{'id':'a','required_permission':''}", "0/required_permission")
                .spec("N4");
    }

    private Draft rule(String slug, String title, String members, String pointer) {
        return bad(
                        "rule_" + slug,
                        title,
                        "{'rules':[{'id':'a','when':'x','effect':'deny'},{" + members + "}]}",
                        "/rules/1/" + pointer)
                .spec("1.6, A37");
    }

    private void rules() {
        String rest = ",'when':'x','effect':'warn'";
        rule("id_capital", "A rule's id is snake_case", "'id':'A'" + rest, "id");
        rule("id_65", "A rule's id has at most 64 characters", "'id':'" + "a".repeat(65) + "'" + rest, "id")
                .flags("boundary");
        rule("id_twice", "The second of two equal rule ids is refused", "'id':'a'" + rest, "id")
                .spec("A32")
                .p0();
        rule("no_when", "A rule needs its condition", "'id':'b','effect':'warn'", "when");
        rule("when_empty", "An empty condition", "'id':'b','when':'','effect':'warn'", "when")
                .spec("A37, N5");
        rule(
                        "when_4097",
                        "4097 bytes of condition",
                        "'id':'b','when':'" + "\u00e9".repeat(2048) + "x','effect':'warn'",
                        "when")
                .spec("N5")
                .flags("boundary");
        rule("when_nul", "U+0000 in a condition", "'id':'b','when':'\\u0000','effect':'warn'", "when")
                .spec("N5");
        rule("when_surrogate", "A lone surrogate in a condition", "'id':'b','when':'\\ud800','effect':'warn'", "when")
                .spec("N5")
                .flags("unicode");
        rule("effect_unknown", "An unknown effect", "'id':'b','when':'x','effect':'allow'", "effect");
        rule("reason_digit", "A reason begins with a letter", "'id':'b','reason':'1a'" + rest, "reason");
        rule(
                        "reason_129",
                        "A reason has at most 128 characters",
                        "'id':'b','reason':'" + "a".repeat(129) + "'" + rest,
                        "reason")
                .flags("boundary");
        rule(
                        "message_both",
                        "A message and a message expression together",
                        "'id':'b','message':'m','message_expression':'e'" + rest,
                        "message_expression")
                .spec("A38")
                .p0();
        rule(
                        "message_invalid_with_expression",
                        "Of a message that is invalid and an expression only the message is reported",
                        "'id':'b','message':1,'message_expression':'e'" + rest,
                        "message")
                .spec("A38, A32")
                .flags("choice");
        rule("message_4097", "4097 bytes of message", "'id':'b','message':'" + "m".repeat(4097) + "'" + rest, "message")
                .spec("N5")
                .flags("boundary");
        rule(
                        "expression_empty",
                        "An empty message expression",
                        "'id':'b','message_expression':''" + rest,
                        "message_expression")
                .spec("N5");
        rule("on_error_unknown", "An unknown on_error", "'id':'b','on_error':'ignore'" + rest, "on_error");
        rule("unknown", "An unknown member of a rule", "'id':'b','priority':1" + rest, "priority")
                .fails(UNKNOWN + "/rules/1/priority");
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            rules.append(i == 0 ? "" : ",").append("{'id':'r").append(i).append("','when':'true','effect':'warn'}");
        }
        bad("rules_65", "65 rules are too many", "{'rules':[" + rules + "]}", "/rules")
                .spec("A37")
                .flags("boundary");
    }
}
