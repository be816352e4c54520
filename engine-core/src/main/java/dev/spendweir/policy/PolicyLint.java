package dev.spendweir.policy;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.policy.PolicyDocument.Rule;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.ReasonCode;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        List<Conditions> earlier = new ArrayList<>();
        for (int i = 0; i < routing.size(); i++) {
            Conditions conditions = Conditions.of(routing.get(i).match());
            if (earlier.stream().anyMatch(route -> route.cover(conditions))) {
                warnings.add(new PolicyWarning(ROUTE_UNREACHABLE, "/approvals/routing/" + i));
            }
            earlier.add(conditions);
        }
    }

    /** The conditions of a route, null when every request meets it: not given, or an enumeration listed in full. */
    private record Conditions(
            @Nullable Set<Source> source,
            @Nullable Set<EnvironmentClass> environmentClass,
            @Nullable Set<String> projectId,
            @Nullable Set<RiskClass> riskClass,
            @Nullable Set<String> actionPrefix,
            @Nullable Amount min,
            @Nullable Amount max) {

        static Conditions of(RoutingMatch match) {
            return new Conditions(
                    unlessFull(match.source(), Source.values().length),
                    unlessFull(match.environmentClass(), EnvironmentClass.values().length),
                    unlessFull(match.projectId(), Integer.MAX_VALUE),
                    unlessFull(match.riskClass(), RiskClass.values().length),
                    unlessFull(match.actionPrefix(), Integer.MAX_VALUE),
                    match.monthlyDeltaMin(),
                    match.monthlyDeltaMax());
        }

        private static <T> @Nullable Set<T> unlessFull(@Nullable List<T> listed, int all) {
            if (listed == null) {
                return null;
            }
            Set<T> distinct = new HashSet<>(listed);
            return distinct.size() == all ? null : distinct;
        }

        /** Whether each condition here holds whenever the other's condition of the same name does. */
        boolean cover(Conditions other) {
            return contains(source, other.source)
                    && contains(environmentClass, other.environmentClass)
                    && contains(riskClass, other.riskClass)
                    && contains(projectId, other.projectId)
                    && (min == null || (other.min != null && min.compareTo(other.min) <= 0))
                    && (max == null || (other.max != null && max.compareTo(other.max) >= 0))
                    && prefixesCover(other.actionPrefix);
        }

        private static <T> boolean contains(@Nullable Set<T> wide, @Nullable Set<T> narrow) {
            return wide == null || (narrow != null && wide.containsAll(narrow));
        }

        private boolean prefixesCover(@Nullable Set<String> narrow) {
            return actionPrefix == null
                    || (narrow != null && narrow.stream().allMatch(longer -> extendsOneOf(longer, actionPrefix)));
        }

        /** Looks up every beginning of the text: linear however many prefixes there are. */
        private static boolean extendsOneOf(String text, Set<String> prefixes) {
            for (int end = 1; end <= text.length(); end++) {
                if (prefixes.contains(text.substring(0, end))) {
                    return true;
                }
            }
            return false;
        }
    }
}
