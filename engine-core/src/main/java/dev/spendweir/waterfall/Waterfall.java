package dev.spendweir.waterfall;

import dev.spendweir.context.ComputedContext;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.Usage;

/** Evaluates the five stages (spec 1.7). Pure functions. */
public final class Waterfall {

    private Waterfall() {}

    /**
     * Runs an amount through all five stages; none is skipped when an earlier one fails.
     *
     * @param projectId the project that asks
     * @param monthlyDelta in micro-units, signed; a saving is an amount of 0
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when what is committed, a headroom or
     *     the sum of a pool leaves the 64-bit range (spec 10 A15b, N7)
     */
    public static WaterfallResult evaluate(
            PolicyDocument policy, Snapshot snapshot, String projectId, ComputedContext context, long monthlyDelta) {
        long amount = Math.max(0, monthlyDelta);
        PolicyDocument.Ceilings ceilings = policy.ceilings();
        long committed = tenantCommitted(ceilings.basis(), snapshot.usage(), context);
        Allocation allocation = allocation(policy.budgets().basis(), snapshot, context, amount);
        long clock = context.clockMillis();
        PoolDraw reserved =
                PoolDraw.of(CreditPool.RESERVED, snapshot, projectId, clock, amount - allocation.consumed());
        PoolDraw emergency = PoolDraw.of(CreditPool.EMERGENCY, snapshot, projectId, clock, reserved.remaining());
        return new WaterfallResult(
                amount,
                Ceiling.of(ceilings.planMonthly(), committed),
                allocation,
                reserved,
                emergency,
                Ceiling.of(ceilings.enterpriseMonthly(), committed));
    }

    private static long tenantCommitted(Basis basis, Usage usage, ComputedContext context) {
        return Headroom.committed(
                basis,
                usage.tenantReserved(),
                usage.tenantConsumed(),
                usage.tenantSettling(),
                context.forecastEom(),
                context.forecastUpper());
    }

    /**
     * What counts against the project's budget, in micro-units, whether it has one or not.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public static long projectCommitted(Basis basis, Usage usage, ComputedContext context) {
        return Headroom.committed(
                basis,
                usage.projectReserved(),
                usage.projectConsumed(),
                usage.projectSettling(),
                context.projectForecastEom(),
                context.projectForecastUpper());
    }

    private static Allocation allocation(Basis basis, Snapshot snapshot, ComputedContext context, long amount) {
        Budget budget = snapshot.budget();
        return budget == null
                ? Allocation.unlimited(amount)
                : Allocation.of(budget, projectCommitted(basis, snapshot.usage(), context), amount);
    }
}
