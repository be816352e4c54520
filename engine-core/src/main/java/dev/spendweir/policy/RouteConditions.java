package dev.spendweir.policy;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a route, in a form that is quick to compare.
 *
 * @param words one bit for each source, environment class and risk class that matches; all when the condition is not given
 * @param minMicros {@link Long#MIN_VALUE} when not given
 * @param maxMicros {@link Long#MAX_VALUE} when not given
 * @param projects empty when not given
 * @param prefixes none of which begins with another; empty when not given
 */
record RouteConditions(
        long words, long minMicros, long maxMicros, Set<String> projects, NavigableSet<String> prefixes) {

    static RouteConditions of(RoutingMatch match) {
        long words = bits(0, match.source(), Source.values());
        words = bits(words, match.environmentClass(), EnvironmentClass.values());
        words = bits(words, match.riskClass(), RiskClass.values());
        Amount min = match.monthlyDeltaMin();
        Amount max = match.monthlyDeltaMax();
        List<String> projects = match.projectId();
        return new RouteConditions(
                words,
                min == null ? Long.MIN_VALUE : min.micros(),
                max == null ? Long.MAX_VALUE : max.micros(),
                projects == null ? Set.of() : Set.copyOf(projects),
                shortest(match.actionPrefix()));
    }

    private static <T> long bits(long before, @Nullable List<T> listed, T[] all) {
        long bits = before;
        for (T word : all) {
            bits = bits << 1 | (listed == null || listed.contains(word) ? 1 : 0);
        }
        return bits;
    }

    /** Without those that begin with another: they add nothing. In order of text the extensions follow their beginning. */
    private static NavigableSet<String> shortest(@Nullable List<String> prefixes) {
        NavigableSet<String> shortest = new TreeSet<>();
        for (String prefix : prefixes == null ? new TreeSet<String>() : new TreeSet<>(prefixes)) {
            if (shortest.isEmpty() || !prefix.startsWith(shortest.last())) {
                shortest.add(prefix);
            }
        }
        return shortest;
    }

    /** Whether each condition here holds whenever the other's condition of the same name does. */
    boolean cover(RouteConditions other) {
        return (other.words & ~words) == 0
                && minMicros <= other.minMicros
                && maxMicros >= other.maxMicros
                && projectsCover(other.projects)
                && prefixesCover(other.prefixes);
    }

    private boolean projectsCover(Set<String> narrow) {
        return projects.isEmpty() || (!narrow.isEmpty() && projects.containsAll(narrow));
    }

    private boolean prefixesCover(Set<String> narrow) {
        if (prefixes.isEmpty()) {
            return true;
        }
        for (String prefix : narrow) {
            // Only the greatest that is not after it can begin it, as none here begins with another.
            String beginning = prefixes.floor(prefix);
            if (beginning == null || !prefix.startsWith(beginning)) {
                return false;
            }
        }
        return !narrow.isEmpty();
    }
}
