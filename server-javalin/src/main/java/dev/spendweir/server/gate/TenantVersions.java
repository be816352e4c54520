package dev.spendweir.server.gate;

import dev.spendweir.ledger.HashChain;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's running state hangs on. Whatever a decision reads is changed only together with one of these: policy,
 * budgets, credits and people with the chain of governance, holds and balances with that of decisions (spec 3.3, proved by
 * triggers), cost with its own version. While none has moved, what was read before still holds.
 *
 * @param head of the chain of decisions
 * @param governanceSequence entries of the chain of governance
 * @param costVersion counts changes of cost data
 * @param completeThrough the feed's watermark; null: none
 */
public record TenantVersions(
        HashChain head,
        long governanceSequence,
        long costVersion,
        @Nullable LocalDate completeThrough) {

    /** Whether nothing lies between the two. */
    public boolean isSameAs(TenantVersions other) {
        return head.sequence() == other.head.sequence()
                && Arrays.equals(head.chainHash(), other.head.chainHash())
                && governanceSequence == other.governanceSequence
                && costVersion == other.costVersion
                && Objects.equals(completeThrough, other.completeThrough);
    }

    /** The same after further decisions. */
    public TenantVersions at(HashChain newHead) {
        return new TenantVersions(newHead, governanceSequence, costVersion, completeThrough);
    }
}
