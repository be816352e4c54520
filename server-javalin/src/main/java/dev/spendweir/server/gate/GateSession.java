package dev.spendweir.server.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.CostHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gate transaction under way. Every method may throw {@link StoreUnavailableException}, which ends it. Not thread-safe.
 */
public interface GateSession {
    /** Locks the head of the tenant's chain of decisions until the end and gives it; writers of the tenant queue here. */
    HashChain lockHead();

    /** Reads what the calls need to be decided, and the approvals whose deadline has come at the clock's time. */
    GateState read(List<Prepared> calls, Instant clockTime);

    /** The state with one approval and its hold alone; empty when the tenant has no such approval. */
    Optional<GateState> readApproval(String approvalId);

    /** The normalised request of a stored decision. */
    JsonObject request(String decisionId);

    /** The use of an approval that was used. */
    GateWrites.Use use(String approvalId);

    /** The tenant's policy as it is now. */
    PolicyVersion policyInForce();

    /** A version of the tenant's policy. */
    PolicyVersion policy(long version);

    /** The tenant's cost up to a day, as of a version of its cost data. */
    CostHistory tenantCost(long costVersion, LocalDate day);

    /** A project's cost; null when the feed has no project rows at all. */
    @Nullable
    CostHistory projectCost(String projectId, long costVersion, LocalDate day);

    /** Stores everything that was decided. */
    void write(GateWrites writes);
}
