package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.vocabulary.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RouteCoverTest {
    private static final List<String> PROJECTS = List.of("a", "b", "c");
    private static final List<String> PREFIXES = List.of("v", "vm", "vm.create", "vmx", "d");
    private static final List<Source> SOURCES = List.of(Source.values());
    private static final List<Amount> AMOUNTS = List.of(Amount.ZERO, Amount.parse("1"), Amount.parse("2"));

    /** What the specification says, pair by pair. */
    private static boolean covers(RoutingMatch wide, RoutingMatch narrow) {
        Amount min = wide.monthlyDeltaMin();
        Amount max = wide.monthlyDeltaMax();
        return each(narrow.projectId(), wide.projectId(), String::equals)
                && each(narrow.actionPrefix(), wide.actionPrefix(), String::startsWith)
                && each(narrow.source() == null ? SOURCES : narrow.source(), wide.source(), Source::equals)
                && (min == null || (narrow.monthlyDeltaMin() != null && min.compareTo(narrow.monthlyDeltaMin()) <= 0))
                && (max == null || (narrow.monthlyDeltaMax() != null && max.compareTo(narrow.monthlyDeltaMax()) >= 0));
    }

    private static <T> boolean each(@Nullable List<T> narrow, @Nullable List<T> wide, BiPredicate<T, T> within) {
        return wide == null
                || (narrow != null
                        && narrow.stream().allMatch(one -> wide.stream().anyMatch(other -> within.test(one, other))));
    }

    private static <T> @Nullable List<T> some(Random random, List<T> all) {
        List<T> chosen = new ArrayList<>(all);
        chosen.removeIf(one -> random.nextBoolean());
        return chosen.isEmpty() || random.nextInt(3) == 0 ? null : chosen;
    }

    private static RoutingMatch match(Random random) {
        @Nullable Amount min = random.nextBoolean() ? null : AMOUNTS.get(random.nextInt(2));
        @Nullable Amount max = random.nextBoolean() ? null : AMOUNTS.get(1 + random.nextInt(2));
        return new RoutingMatch(
                some(random, SOURCES), null, some(random, PROJECTS), null, some(random, PREFIXES), min, max);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void aRouteIsReportedExactlyWhenOneEarlierRouteCoversIt(@ForAll long seed) {
        Random random = new Random(seed);
        RouteCover cover = new RouteCover();
        List<RoutingMatch> earlier = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RoutingMatch next = match(random);
            boolean covered = earlier.stream().anyMatch(route -> covers(route, next));
            assertThat(cover.addIfNotCovered(next))
                    .as("seed %d, route %d", seed, i)
                    .isEqualTo(!covered);
            earlier.add(next);
        }
    }

    /** As many as a body of a megabyte holds; each compared with all before it they would take half a minute of a core. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void longPrefixesThatBeginAlike_doNotTakeLong() {
        String beginning = "a".repeat(55);
        assertThat(uncovered(
                        9_000,
                        i -> new RoutingMatch(
                                null, null, List.of("p"), null, List.of(beginning + i + "."), null, null)))
                .isEqualTo(9_000);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void rangesOfWhichNoneHoldsAnother_doNotTakeLong() {
        assertThat(uncovered(
                        11_000,
                        i -> new RoutingMatch(
                                null, null, null, null, null, Amount.ofMicros(i), Amount.ofMicros(20_000L + i))))
                .isEqualTo(11_000);
    }

    /** The worst case: every project is in half of the routes, and no route holds another. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void halvesOfAFewProjects_doNotTakeLong() {
        List<List<String>> halves = new ArrayList<>();
        for (int set = 0; set < 1 << 16; set++) {
            if (Integer.bitCount(set) == 8) {
                halves.add(names(set));
            }
        }
        assertThat(uncovered(11_000, i -> new RoutingMatch(null, null, halves.get(i), null, null, null, null)))
                .isEqualTo(11_000);
    }

    private static List<String> names(int set) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            if ((set >> i & 1) == 1) {
                names.add("p" + i);
            }
        }
        return names;
    }

    private static int uncovered(int routes, IntFunction<RoutingMatch> match) {
        RouteCover cover = new RouteCover();
        int uncovered = 0;
        for (int i = 0; i < routes; i++) {
            uncovered += cover.addIfNotCovered(match.apply(i)) ? 1 : 0;
        }
        return uncovered;
    }
}
