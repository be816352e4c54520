package dev.spendweir.policy;

import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.policy.PolicyDocument.Rule;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is allowed in a policy but hardly meant (spec 1.3, 10 A39, N6). */
final class PolicyLint {

    /** A routing rule is never reached because one single earlier rule matches whenever it does. */
    static final String ROUTE_UNREACHABLE = "route_unreachable";

    /** A rule gives a reason that the engine itself gives for something else. */
    static final String REASON_SHADOWS_BUILTIN = "reason_shadows_builtin";

    private PolicyLint() {}

    static List<PolicyWarning> warnings(PolicyDocument policy) {
        List<PolicyWarning> warnings = new ArrayList<>();
        addUnreachableRoutes(policy.approvals().routing(), warnings);
        List<Rule> rules = policy.rules();
        for (int i = 0; i < rules.size(); i++) {
            if (ReasonCode.ofWireName(rules.get(i).reason()).isPresent()) {
                warnings.add(new PolicyWarning(REASON_SHADOWS_BUILTIN, "/rules/" + i + "/reason"));
            }
        }
        warnings.sort(Comparator.comparing(PolicyWarning::pointer).thenComparing(PolicyWarning::code));
        return warnings;
    }

    private static void addUnreachableRoutes(List<RoutingRule> routing, List<PolicyWarning> warnings) {
        RouteCover routes = new RouteCover();
        for (int i = 0; i < routing.size(); i++) {
            if (!routes.addIfNotCovered(routing.get(i).match())) {
                warnings.add(new PolicyWarning(ROUTE_UNREACHABLE, "/approvals/routing/" + i));
            }
        }
    }
}
