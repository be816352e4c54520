package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a decision reads, from the state of a transaction and the cost data (spec 1.4). */
public final class SnapshotReader {
    private SnapshotReader() {}

    /** The snapshot of a call with the money as it would be. */
    public static Snapshot read(CostSource costs, Prepared call, GateState state, Money money, Instant clockTime) {
        String projectId = call.request().projectId();
        LocalDate day = LocalDate.ofInstant(clockTime, ZoneOffset.UTC);
        Amount limit = state.budget(projectId);
        PolicyDocument policy = call.policy().policy().document();
        // The project's own rows are read only where a decision uses them (spec 3.1).
        boolean wantsProject = limit != null && policy.budgets().basis() != PolicyDocument.Basis.COMMITMENTS;
        CostHistory project = wantsProject ? costs.projectCost(projectId, state.costVersion(), day) : null;
        return Snapshot.builder()
                .policyVersion(state.policyVersion())
                .costHistory(costs.tenantCost(state.costVersion(), day))
                .projectCostHistory(project)
                .completeThrough(state.completeThrough())
                .usage(money.usage(projectId))
                .budget(limit == null ? null : new Budget(limit))
                .grants(money.eligibleGrants(projectId, clockTime))
                .build();
    }
}
