package dev.spendweir.plan;

import dev.spendweir.plan.InfracostReport.Cost;
import dev.spendweir.plan.InfracostReport.Project;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An Infracost report by address, to be laid beside a plan (spec 5.1). */
final class InfracostIndex {

    /** Mismatches that are reported by name; more of them say nothing new. */
    private static final int MAX_NAMED = 20;

    private static final Cost FREE = new Cost(BigDecimal.ZERO, BigDecimal.ZERO, true, "");

    private final InfracostReport report;
    private final Map<String, Cost> past = new HashMap<>();
    private final Map<String, Cost> now = new HashMap<>();
    private final Set<String> withoutBaseline = new HashSet<>();

    private InfracostIndex(InfracostReport report) {
        this.report = report;
    }

    /**
     * Indexes a report.
     *
     * @throws RejectedException {@code INFRACOST_MISMATCH} when two projects state a cost for the same address: the plan
     *     is of one of them, and nothing says of which
     */
    static InfracostIndex of(InfracostReport report) {
        InfracostIndex index = new InfracostIndex(report);
        for (Project project : report.projects()) {
            add(project.past(), index.past);
            add(project.now(), index.now);
            project.free().forEach(address -> {
                index.past.putIfAbsent(address, FREE);
                index.now.putIfAbsent(address, FREE);
            });
            if (!project.baseline()) {
                index.withoutBaseline.addAll(project.now().keySet());
            }
        }
        return index;
    }

    private static void add(Map<String, Cost> costs, Map<String, Cost> into) {
        costs.forEach((address, cost) -> {
            if (into.put(address, cost) != null) {
                throw new RejectedException(
                        ErrorCode.INFRACOST_MISMATCH,
                        "/infracost/projects",
                        "two projects of the Infracost output have a resource " + address
                                + "; send the output for the project of this plan alone");
            }
        });
    }

    InfracostReport report() {
        return report;
    }

    /**
     * Checks that every difference is about something in the plan.
     *
     * @throws RejectedException {@code INFRACOST_MISMATCH} with the addresses that are not in it
     */
    void requireMatch(Set<String> addresses) {
        Set<String> all = new TreeSet<>(past.keySet());
        all.addAll(now.keySet());
        List<String> strangers = all.stream()
                .filter(address -> difference(address, address).signum() != 0 && !addresses.contains(address))
                .toList();
        if (strangers.isEmpty()) {
            return;
        }
        List<Finding> findings = new ArrayList<>();
        for (String address : strangers.subList(0, Math.min(MAX_NAMED, strangers.size()))) {
            findings.add(new Finding(
                    ErrorCode.INFRACOST_MISMATCH,
                    "/infracost",
                    "Infracost states a difference for " + address + ", which the plan does not have ("
                            + strangers.size() + " such in all); run Infracost on this plan"));
        }
        throw new RejectedException(findings);
    }

    private BigDecimal difference(String pastAddress, String nowAddress) {
        return known(now.get(nowAddress)).subtract(known(past.get(pastAddress)));
    }

    private static BigDecimal known(@Nullable Cost cost) {
        return cost == null || cost.monthly() == null ? BigDecimal.ZERO : cost.monthly();
    }

    /** Whether Infracost states a difference at the change's address. */
    boolean differs(ResourceChange change) {
        String from = change.previousAddress() == null ? change.address() : change.previousAddress();
        String pastAddress = past.containsKey(change.address()) ? change.address() : from;
        boolean baseline = !withoutBaseline.contains(change.address());
        return change.deposed() == null
                && baseline
                && difference(pastAddress, change.address()).signum() != 0;
    }

    /** Whether Infracost has a cost for the change but nothing to compare it with. */
    boolean lacksBaseline(ResourceChange change) {
        return change.deposed() == null && withoutBaseline.contains(change.address());
    }

    /** The price of a change; null when Infracost does not tell. A deposed object has no entry of its own. */
    @Nullable
    ResourcePrice price(ResourceChange change) {
        if (change.deposed() != null) {
            return null;
        }
        return switch (change.kind()) {
            case CREATE, CREATE_THEN_FORGET -> sides(change, FREE, now.get(change.address()));
            case DELETE -> sides(change, before(change), FREE);
            case UPDATE, REPLACE -> sides(change, before(change), now.get(change.address()));
            case FORGET, IMPORT, MOVE, READ, NO_OP -> null;
        };
    }

    private @Nullable Cost before(ResourceChange change) {
        if (withoutBaseline.contains(change.address())) {
            return null;
        }
        Cost own = past.get(change.address());
        return own != null || change.previousAddress() == null ? own : past.get(change.previousAddress());
    }

    private static @Nullable ResourcePrice sides(ResourceChange change, @Nullable Cost before, @Nullable Cost after) {
        if (before == null || after == null || !before.known() || !after.known()) {
            return null;
        }
        return SheetPricing.result(
                change,
                PriceBasis.INFRACOST,
                known(before),
                known(after),
                known(after).subtract(known(before)),
                hourly(after).subtract(hourly(before)),
                List.of());
    }

    private static BigDecimal hourly(@Nullable Cost cost) {
        return cost == null || cost.hourly() == null ? BigDecimal.ZERO : cost.hourly();
    }

    /** What changes in a project, without a plan: known differences, and unknown costs that are new or have changed. */
    static List<ResourcePrice> differences(Project project) {
        Set<String> addresses = new TreeSet<>(project.past().keySet());
        addresses.addAll(project.now().keySet());
        List<ResourcePrice> prices = new ArrayList<>();
        for (String address : addresses) {
            Cost before = project.past().get(address);
            Cost after = project.now().get(address);
            boolean unchanged = before != null && after != null && before.equals(after);
            if (!unchanged) {
                prices.add(difference(address, before, after));
            }
        }
        return prices;
    }

    private static ResourcePrice difference(String address, @Nullable Cost before, @Nullable Cost after) {
        Cost from = before == null ? FREE : before;
        Cost to = after == null ? FREE : after;
        ChangeKind kind = before == null ? ChangeKind.CREATE : after == null ? ChangeKind.DELETE : ChangeKind.UPDATE;
        ResourceChange change = new ResourceChange(address, null, null, "", kind, List.of(), null, null);
        if (!from.known() || !to.known()) {
            return SheetPricing.result(
                    change,
                    PriceBasis.UNKNOWN,
                    from.known() ? from.monthly() : null,
                    to.known() ? to.monthly() : null,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    List.of("Infracost does not know the cost"));
        }
        return SheetPricing.result(
                change,
                PriceBasis.INFRACOST,
                from.monthly(),
                to.monthly(),
                known(to).subtract(known(from)),
                hourly(to).subtract(hourly(from)),
                List.of());
    }
}
