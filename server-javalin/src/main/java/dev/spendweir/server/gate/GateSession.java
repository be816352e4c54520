package dev.spendweir.server.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gate transaction under way. Every method may throw {@link StoreUnavailableException}, which ends it. Not thread-safe.
 */
public interface GateSession extends CostSource {
    /** Locks the head of the tenant's chain of decisions until the end and gives it; writers of the tenant queue here. */
    HashChain lockHead();

    /** Locks as {@link #lockHead} does, and reads the first answers under the keys of the calls behind the lock. */
    LockedHead lockHead(List<Prepared> calls);

    /**
     * The head, locked.
     *
     * @param answers those of the calls' keys that have one
     */
    record LockedHead(HashChain head, Map<GateState.Key, GateState.FirstAnswer> answers) {
        public LockedHead {
            answers = Map.copyOf(answers);
        }
    }

    /**
     * Reads what the calls need to be decided, and the approvals whose deadline has come at the clock's time.
     *
     * @param projects those whose sums, budgets and grants are read besides those of the calls
     * @param known sums of an earlier time, so that not all holds need be summed up again; null: none. What they are worth is
     *     judged by what is in the store: they may be of any time, and of a chain that is no more
     */
    GateState read(List<Prepared> calls, Set<String> projects, Instant clockTime, @Nullable KnownSums known);

    /** As {@link #read(List, Set, Instant, KnownSums)} with the projects of the calls alone, and all sums made anew. */
    default GateState read(List<Prepared> calls, Instant clockTime) {
        return read(calls, Set.of(), clockTime, null);
    }

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

    /** Stores everything that was decided. */
    void write(GateWrites writes);

    /** As {@link #write}, and commits with it where that is all; nothing else may be asked of the session afterwards. */
    void writeLast(GateWrites writes);
}
