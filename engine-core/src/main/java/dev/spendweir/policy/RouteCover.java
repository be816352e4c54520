package dev.spendweir.policy;

import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the routes that one single earlier route covers (spec 1.3, 10 A39). Routes are added in document order.
 *
 * <p>A body of a megabyte holds ten thousand routes, so a route is not compared with all before it but with those that have
 * its rarest project or prefix, or no such condition. Covered routes are forgotten: who covers them covers whatever they do.
 * Not thread-safe.
 */
final class RouteCover {
    private final List<RouteConditions> kept = new ArrayList<>();
    private final List<RouteConditions> anyProject = new ArrayList<>();
    private final List<RouteConditions> anyPrefix = new ArrayList<>();
    private final Map<String, List<RouteConditions>> byProject = new HashMap<>();
    private final Map<String, List<RouteConditions>> byPrefix = new HashMap<>();

    /** Adds a route; false when one that was added before matches whenever it does. */
    boolean addIfNotCovered(RoutingMatch match) {
        RouteConditions route = RouteConditions.of(match);
        for (List<RouteConditions> candidates : candidates(route)) {
            for (RouteConditions earlier : candidates) {
                if (earlier.cover(route)) {
                    return false;
                }
            }
        }
        add(route);
        return true;
    }

    private void add(RouteConditions route) {
        kept.add(route);
        addTo(anyProject, byProject, route, route.projects());
        addTo(anyPrefix, byPrefix, route, route.prefixes());
    }

    private static void addTo(
            List<RouteConditions> any,
            Map<String, List<RouteConditions>> by,
            RouteConditions route,
            Iterable<String> words) {
        boolean conditional = false;
        for (String word : words) {
            by.computeIfAbsent(word, key -> new ArrayList<>()).add(route);
            conditional = true;
        }
        if (!conditional) {
            any.add(route);
        }
    }

    /** The shortest lists of which one holds whoever covers the route. */
    private List<List<RouteConditions>> candidates(RouteConditions route) {
        List<List<List<RouteConditions>>> choices = new ArrayList<>();
        choices.add(route.projects().isEmpty() ? List.of(anyProject) : List.of(kept));
        choices.add(route.prefixes().isEmpty() ? List.of(anyPrefix) : List.of(kept));
        route.projects().forEach(project -> choices.add(List.of(anyProject, found(byProject, project))));
        route.prefixes().forEach(prefix -> choices.add(withBeginnings(prefix)));
        return Collections.min(choices, Comparator.comparingInt(RouteCover::size));
    }

    private List<List<RouteConditions>> withBeginnings(String prefix) {
        List<List<RouteConditions>> lists = new ArrayList<>();
        lists.add(anyPrefix);
        for (int end = 1; end <= prefix.length(); end++) {
            lists.add(found(byPrefix, prefix.substring(0, end)));
        }
        return lists;
    }

    private static List<RouteConditions> found(Map<String, List<RouteConditions>> by, String word) {
        return by.getOrDefault(word, List.of());
    }

    private static int size(List<List<RouteConditions>> lists) {
        return lists.stream().mapToInt(List::size).sum();
    }
}
