package dev.spendweir.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an Infracost output says (spec 5.1). Immutable; costs are exact decimals.
 *
 * @param currency its currency; USD when it does not say
 * @param projects its projects
 * @param statedMonthly the total cost per month that the file itself states; null when it states none
 * @param statedDifference the difference per month that the file itself states; null when it states none
 */
public record InfracostReport(
        String currency,
        List<Project> projects,
        @Nullable BigDecimal statedMonthly,
        @Nullable BigDecimal statedDifference) {

    public InfracostReport {
        projects = List.copyOf(projects);
    }

    /**
     * The cost of one resource.
     *
     * @param monthly per month; null when Infracost does not know it
     * @param hourly per hour; null when Infracost does not say
     * @param complete whether every component found a price
     * @param detail hash of everything the cost is made of, to tell whether it changed
     */
    public record Cost(
            @Nullable BigDecimal monthly, @Nullable BigDecimal hourly, boolean complete, String detail) {

        /** Whether the cost can be used as a price: stated, and of all components. */
        public boolean known() {
            return monthly != null && complete;
        }
    }

    /**
     * One project.
     *
     * @param name its name
     * @param errors what Infracost says went wrong, such as "401" for an exceeded quota; empty: nothing
     * @param baseline whether {@code past} is a real state before the change
     * @param past costs by address before the change
     * @param now costs by address after it
     * @param free addresses that cost nothing
     * @param unsupported resources that Infracost cannot price, by type
     * @param statedDifference the difference per month stated for the project; null when none is
     */
    public record Project(
            String name,
            List<String> errors,
            boolean baseline,
            Map<String, Cost> past,
            Map<String, Cost> now,
            Set<String> free,
            Map<String, Integer> unsupported,
            @Nullable BigDecimal statedDifference) {
        public Project {
            errors = List.copyOf(errors);
            past = Map.copyOf(past);
            now = Map.copyOf(now);
            free = Set.copyOf(free);
            unsupported = Map.copyOf(unsupported);
        }

        /** Sum of the known monthly costs after the change. */
        public BigDecimal monthly() {
            return sum(now);
        }

        /** Sum of the known monthly costs before the change. */
        public BigDecimal pastMonthly() {
            return sum(past);
        }

        private static BigDecimal sum(Map<String, Cost> costs) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Cost cost : costs.values()) {
                sum = cost.monthly() == null ? sum : sum.add(cost.monthly());
            }
            return sum;
        }
    }

    /** Sum of the known monthly costs of all projects after the change. */
    public BigDecimal monthly() {
        return projects.stream().map(Project::monthly).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Sum of the known monthly costs of all projects before the change. */
    public BigDecimal pastMonthly() {
        return projects.stream().map(Project::pastMonthly).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
