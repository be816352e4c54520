package dev.spendweir.vectors.author;

/** Spec 1.8: who is asked. All cases are soft denials or production changes, so that there is a route. */
final class RoutingVectors {
    private final VectorFile file = new VectorFile("routing", "routes", "1.8, A77");

    static VectorFile routes() {
        RoutingVectors vectors = new RoutingVectors();
        vectors.conditions();
        vectors.amounts();
        vectors.choice();
        vectors.values();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, DecisionVectors.OP, title, ask.input());
    }

    /** A production change of 100 by terraform under these routes. */
    private static Ask prod(String routes) {
        return Ask.plain().request("{'environment':'prod'}").policy("{'approvals':{'routing':[" + routes + "]}}");
    }

    private void condition(String slug, String title, String match, boolean holds) {
        add("match_" + slug, title, prod("{'id':'r','match':" + match + "}"))
                .want("outcome=REQUIRE_APPROVAL", "routing.rule_id=" + (holds ? "r" : "default"));
    }

    private void conditions() {
        condition("nothing", "A route without conditions matches everything", "{}", true);
        condition("source", "The source is listed", "{'source':['custom','terraform']}", true);
        condition("source_not", "The source is not listed", "{'source':['custom']}", false);
        condition("class", "The class is listed", "{'environment_class':['prod']}", true);
        condition("class_not", "The class is not listed", "{'environment_class':['nonprod']}", false);
        condition("project", "The project is listed", "{'project_id':['x','payments']}", true);
        condition("project_case", "Projects compare exactly", "{'project_id':['Payments']}", false);
        condition("project_prefix", "A project is compared whole", "{'project_id':['pay']}", false);
        condition("prefix", "The action begins with the prefix", "{'action_prefix':['vm','terra']}", true);
        condition(
                "prefix_whole",
                "The whole action is a prefix of itself",
                "{'action_prefix':['terraform.apply']}",
                true);
        condition("prefix_longer", "A longer text is no prefix", "{'action_prefix':['terraform.apply.']}", false);
        condition("prefix_middle", "A prefix is at the beginning", "{'action_prefix':['apply']}", false);
        condition(
                "all_hold",
                "All given conditions hold",
                "{'source':['terraform'],'environment_class':['prod'],'project_id':['payments'],'action_prefix':['t'],'monthly_delta_min':'1'}",
                true);
        condition(
                "one_fails",
                "One condition fails",
                "{'source':['terraform'],'environment_class':['prod'],'project_id':['search']}",
                false);
        condition(
                "risk",
                "The computed risk class is listed: 20 + 5 + 10 points are medium",
                "{'risk_class':['medium']}",
                true);
        condition("risk_not", "Another risk class is not", "{'risk_class':['low','high','critical']}", false);
        add(
                        "prefix_plain_string",
                        "A prefix is a plain string: vm matches vmx.create",
                        prod("{'id':'r','match':{'action_prefix':['vm']}}").request("{'action':'vmx.create'}"))
                .want("routing.rule_id=r")
                .p0();
    }

    private void amounts() {
        String[][] cases = {{"99.999999", "default"}, {"100", "r"}, {"199.999999", "r"}, {"200", "default"}};
        for (String[] c : cases) {
            add(
                            "delta_" + c[0].replace('.', '_'),
                            "A delta of " + c[0] + " in [100, 200) gives " + c[1],
                            prod("{'id':'r','match':{'monthly_delta_min':'100','monthly_delta_max':'200'}}")
                                    .delta(c[0]))
                    .flags("boundary")
                    .want("routing.rule_id=" + c[1])
                    .p0();
        }
        Ask saving = prod("{'id':'min','match':{'monthly_delta_min':0}},{'id':'max','match':{'monthly_delta_max':0}}")
                .request("{'unpriced_resources':1}");
        add("delta_negative", "Routing compares the signed delta: a saving is below 0", saving.delta("-0.000001"))
                .spec("A71")
                .flags("boundary")
                .want("routing.rule_id=max")
                .p0();
        add("delta_zero", "A delta of 0 is at a minimum of 0", saving.delta("0"))
                .spec("A71")
                .flags("boundary")
                .want("routing.rule_id=min");
        add(
                        "delta_empty_range",
                        "min = max matches nothing",
                        prod("{'id':'r','match':{'monthly_delta_min':'100','monthly_delta_max':'100'}}"))
                .flags("boundary")
                .want("routing.rule_id=default");
    }

    private void choice() {
        add(
                        "first_wins",
                        "The first matching route wins",
                        prod("{'id':'a','match':{'source':['custom']}},{'id':'b'},{'id':'c'}"))
                .flags("precedence")
                .want("routing.rule_id=b")
                .p0();
        add(
                        "default",
                        "None matches: owner and admin, one approval, the default permission of the class",
                        prod("{'id':'a','match':{'source':['custom']}}"))
                .want(
                        "routing={'rule_id':'default','reviewer_roles':['owner','admin'],'required_permission':'approve.prod','required_approvals':1,'ttl_seconds':86400}")
                .p0();
        add(
                        "default_nonprod",
                        "Outside production the default permission is approve.nonprod",
                        Ask.plain().snapshot("{'budget':{'monthly_limit':'1'}}"))
                .want("routing.required_permission=approve.nonprod");
        add(
                        "allow_has_none",
                        "A route that matches does not make an approval",
                        Ask.plain().policy("{'approvals':{'routing':[{'id':'r'}]}}"))
                .want("outcome=ALLOW", "routing=null");
        add("shadow_has_none", "Shadow mode has no route", prod("{'id':'r'}").policy("{'modes':{'default':'shadow'}}"))
                .want("outcome=ALLOW", "routing=null");
        add(
                        "deny_has_none",
                        "A denial has no route",
                        prod("{'id':'r'}")
                                .policy("{'modes':{'default':'hard'}}")
                                .snapshot("{'budget':{'monthly_limit':'1'}}"))
                .want("outcome=DENY", "routing=null");
        add("dry_run", "A dry run shows its route", prod("{'id':'r'}").request("{'dry_run':true}"))
                .want("routing.rule_id=r");
        add("escalated", "A soft denial is routed", prod("{'id':'r'}").snapshot("{'budget':{'monthly_limit':'1'}}"))
                .want("routing.rule_id=r", "base_outcome=DENY");
    }

    private void values() {
        add(
                        "full",
                        "A route's own values",
                        prod(
                                "{'id':'r','reviewer_roles':['member','owner'],'required_permission':'approve.big','required_approvals':3,'ttl_seconds':600}"))
                .want(
                        "routing={'rule_id':'r','reviewer_roles':['member','owner'],'required_permission':'approve.big','required_approvals':3,'ttl_seconds':600}")
                .p0();
        add(
                        "resolved",
                        "What a route leaves out is resolved",
                        prod("{'id':'r'}").policy("{'approvals':{'default_ttl_seconds':60}}"))
                .want(
                        "routing={'rule_id':'r','reviewer_roles':['owner','admin'],'required_permission':'approve.prod','required_approvals':1,'ttl_seconds':60}")
                .p0();
        add(
                        "ttl_default",
                        "The fallback's ttl is the policy's",
                        prod("{'id':'r','match':{'source':['custom']}}")
                                .policy("{'approvals':{'default_ttl_seconds':2592000}}"))
                .want("routing.ttl_seconds=2592000");
        add(
                        "permission_nonprod",
                        "The permission of a route without one goes by the class",
                        Ask.plain().policy("{'approvals':{'required_for':{'nonprod':true},'routing':[{'id':'r'}]}}"))
                .want("routing.required_permission=approve.nonprod");
    }
}
