package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.ledger.HashChain;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a tenant's holds as they were when its chain of decisions stood at a place. Summing up all holds costs the more the
 * more there are; what decisions have added since costs no more than those decisions.
 *
 * @param head the place
 * @param day the UTC day that the sums are made for
 * @param completeThrough the feed's watermark that they are made for; null: none
 * @param tenant of all projects
 * @param projects of each project whose sums are known
 */
public record KnownSums(
        HashChain head,
        LocalDate day,
        @Nullable LocalDate completeThrough,
        Money.Sums tenant,
        Map<String, Money.Sums> projects) {

    public KnownSums {
        projects = Map.copyOf(projects);
    }

    /** @param projects whose sums the money knows */
    static KnownSums of(
            Money money,
            Collection<String> projects,
            HashChain head,
            LocalDate day,
            @Nullable LocalDate completeThrough) {
        Map<String, Money.Sums> sums = new HashMap<>();
        projects.forEach(project -> sums.put(project, money.project(project)));
        return new KnownSums(head, day, completeThrough, money.tenant(), sums);
    }

    /** Whether they say something of all these projects on that day. */
    public boolean cover(Collection<String> wanted, LocalDate on) {
        return day.equals(on) && projects.keySet().containsAll(wanted);
    }

    /**
     * With further active holds.
     *
     * @param total of all of them
     * @param allocations what those of each project take of its budget; of one whose sums are not known it is left out
     */
    public KnownSums with(Amount total, Map<String, Amount> allocations) {
        Map<String, Money.Sums> sums = new HashMap<>(projects);
        allocations.forEach(
                (project, allocation) -> sums.computeIfPresent(project, (name, before) -> before.reserve(allocation)));
        return new KnownSums(head, day, completeThrough, tenant.reserve(total), sums);
    }
}
