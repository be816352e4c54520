package dev.spendweir.snapshot;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;

/**
 * What is promised and what was settled, for the tenant and for the request's project (spec 1.4); none below 0.
 *
 * @param tenantReserved active holds
 * @param tenantConsumed what was settled of holds made in the clock's UTC month
 * @param tenantSettling what was settled so late that a forecast does not see it yet
 */
public record Usage(
        Amount tenantReserved,
        Amount tenantConsumed,
        Amount tenantSettling,
        Amount projectReserved,
        Amount projectConsumed,
        Amount projectSettling) {

    /** Nothing promised, nothing settled. */
    public static final Usage NONE =
            new Usage(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

    /**
     * Checks the amounts.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} for an amount below 0
     */
    public Usage {
        check(tenantReserved, "tenant_reserved");
        check(tenantConsumed, "tenant_consumed");
        check(tenantSettling, "tenant_settling");
        check(projectReserved, "project_reserved");
        check(projectConsumed, "project_consumed");
        check(projectSettling, "project_settling");
    }

    private static void check(Amount amount, String name) {
        if (amount.isNegative()) {
            throw new RejectedException(
                    ErrorCode.INVALID_SNAPSHOT, "/usage/" + name, "the amount must be at least 0, not " + amount);
        }
    }

    void writeTo(CanonicalWriter out) {
        out.beginObject();
        projectConsumed.writeTo(out.name("project_consumed"));
        projectReserved.writeTo(out.name("project_reserved"));
        projectSettling.writeTo(out.name("project_settling"));
        tenantConsumed.writeTo(out.name("tenant_consumed"));
        tenantReserved.writeTo(out.name("tenant_reserved"));
        tenantSettling.writeTo(out.name("tenant_settling"));
        out.endObject();
    }
}
