package dev.spendweir.server.gate;

import dev.spendweir.snapshot.CostHistory;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cost data of one version and day that decisions have read, kept for those that follow. Not thread-safe. */
final class RememberedCosts implements CostSource {
    private final Map<String, Known> projects = new HashMap<>();
    private @Nullable CostSource source;
    private @Nullable CostHistory tenant;

    /** @param history null when the feed has no project rows at all */
    private record Known(@Nullable CostHistory history) {}

    /** @param source read where nothing is known yet, until {@link #detach} */
    RememberedCosts(CostSource source) {
        this.source = source;
    }

    /** From now on only what is known is given. */
    void detach() {
        source = null;
    }

    boolean knowsTenant() {
        return tenant != null;
    }

    boolean knows(String projectId) {
        return projects.containsKey(projectId);
    }

    @Override
    public CostHistory tenantCost(long costVersion, LocalDate day) {
        CostHistory history = tenant == null ? source().tenantCost(costVersion, day) : tenant;
        tenant = history;
        return history;
    }

    @Override
    public @Nullable CostHistory projectCost(String projectId, long costVersion, LocalDate day) {
        Known known = projects.get(projectId);
        if (known == null) {
            known = new Known(source().projectCost(projectId, costVersion, day));
            projects.put(projectId, known);
        }
        return known.history();
    }

    private CostSource source() {
        if (source == null) {
            throw new IllegalStateException("the cost was not read before");
        }
        return source;
    }
}
