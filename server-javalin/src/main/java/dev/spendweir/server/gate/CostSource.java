package dev.spendweir.server.gate;

import dev.spendweir.snapshot.CostHistory;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The cost data that decisions read. */
public interface CostSource {
    /** The tenant's cost up to a day, as of a version of its cost data. */
    CostHistory tenantCost(long costVersion, LocalDate day);

    /** A project's cost; null when the feed has no project rows at all. */
    @Nullable
    CostHistory projectCost(String projectId, long costVersion, LocalDate day);
}
