package dev.spendweir.ledger;

import static dev.spendweir.ledger.Audits.audit;
import static dev.spendweir.ledger.Audits.checkpoint;
import static dev.spendweir.ledger.Audits.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.note.SigningKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainAuditTest {
    private final List<StoredEntry> chain = Ledgers.chain(10);

    @Test
    void chain_withItsCheckpoints_isValid() {
        AuditReport found = audit(chain, stored(chain, 3, 7), checkpoint(chain, 5));
        assertThat(found.report().isValid()).isTrue();
        assertThat(found.checkpoint()).isEqualTo(checkpoint(chain, 7));
    }

    @Test
    void chain_withoutTrustedCheckpoint_saysWhatItCouldNotExclude() {
        assertThat(audit(chain, List.of()).unexcluded())
                .containsExactly(
                        new Unexcluded(Kind.CUT_TAIL, 1, null),
                        new Unexcluded(Kind.ROLLBACK, 1, null),
                        new Unexcluded(Kind.SPLIT_VIEW, 1, null));
        assertThat(audit(chain, stored(chain, 4)).unexcluded())
                .extracting(Unexcluded::from)
                .containsOnly(5L);
        assertThat(audit(chain, stored(chain, 4, 8), checkpoint(chain, 8)).unexcluded())
                .extracting(Unexcluded::from)
                .containsOnly(9L);
        assertThat(audit(List.of(), List.of()).unexcluded())
                .extracting(Unexcluded::kind)
                .contains(Kind.DELETED_CHAIN);
    }

    @Test
    void cutTail_belowACheckpoint_isNamed() {
        assertFailure(audit(chain.subList(0, 6), stored(chain, 3, 7)), 6, Kind.CUT_TAIL);
        assertFailure(audit(chain.subList(0, 6), stored(chain, 3), checkpoint(chain, 8)), 6, Kind.CUT_TAIL);
    }

    @Test
    void cutTail_withoutACheckpointBeyond_isNotSeen() {
        assertThat(audit(chain.subList(0, 6), stored(chain, 3)).report().isValid())
                .isTrue();
    }

    @Test
    void deletedChain_isNamed() {
        assertFailure(audit(List.of(), List.of(), checkpoint(chain, 8)), 0, Kind.DELETED_CHAIN);
        assertFailure(audit(List.of(), stored(chain, 2)), 0, Kind.DELETED_CHAIN);
    }

    @Test
    void rolledBackCheckpoint_isNamed() {
        assertFailure(audit(chain, stored(chain, 3), checkpoint(chain, 8)), 10, Kind.ROLLBACK);
        assertFailure(audit(chain, List.of(), checkpoint(chain, 8)), 10, Kind.ROLLBACK);
    }

    @Test
    void rewrittenChain_isASplitView() {
        List<StoredEntry> other = rewritten(4);
        assertFailure(audit(other, stored(chain, 3, 7)), 7, Kind.SPLIT_VIEW);
        assertFailure(audit(other, List.of(), checkpoint(chain, 9)), 9, Kind.SPLIT_VIEW);
        // Sealed again by somebody who has the key: only who kept the old checkpoint can tell.
        assertThat(audit(other, stored(other, 3, 7)).report().isValid()).isTrue();
        assertFailure(audit(other, stored(other, 3, 7), checkpoint(chain, 7)), 7, Kind.SPLIT_VIEW);
    }

    @Test
    void swappedCheckpoint_isNamed() {
        StoredCheckpoint three = stored(chain, 3).get(0);
        assertFailure(audit(chain, List.of(new StoredCheckpoint(5, three.note()))), 5, Kind.CHECKPOINT_SIGNATURE);
        assertFailure(audit(chain, List.of(three, three)), 3, Kind.CHECKPOINT_SIGNATURE);
        Checkpoint foreign = Checkpoint.of("other", Chain.GOVERNANCE, 5, MerkleHash.leaf(new byte[0]));
        assertFailure(audit(chain, List.of(stored(foreign))), 5, Kind.CHECKPOINT_SIGNATURE);
        String changed = three.note().replace("\n3\n", "\n5\n");
        assertFailure(audit(chain, List.of(new StoredCheckpoint(5, changed))), 5, Kind.CHECKPOINT_SIGNATURE);
    }

    @Test
    void checkpoint_ofAnUnknownKey_isNamed() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = 1;
        String note = checkpoint(chain, 5).sign(SigningKey.ofSeed(seed)).format();
        assertFailure(audit(chain, List.of(new StoredCheckpoint(5, note))), 5, Kind.UNKNOWN_KEY);
        assertFailure(audit(chain.subList(0, 4), List.of(new StoredCheckpoint(5, note))), 4, Kind.UNKNOWN_KEY);
    }

    @Test
    void head_thatIsNotTheLastEntry_comesAfterWhatCheckpointsSay() {
        ChainAudit audit = ChainAudit.whole(
                "acme",
                Chain.GOVERNANCE,
                new ChainEvidence(Audits.KEYS, List.of()),
                stored(chain, 7).iterator());
        chain.subList(0, 6).forEach(audit::accept);
        assertFailure(audit.finish(Audits.head(chain)), 6, Kind.CUT_TAIL);
        ChainAudit alone = ChainAudit.whole(
                "acme",
                Chain.GOVERNANCE,
                ChainEvidence.NONE,
                List.<StoredCheckpoint>of().iterator());
        chain.subList(0, 6).forEach(alone::accept);
        assertFailure(alone.finish(Audits.head(chain)), 6, Kind.HEAD);
    }

    @Test
    void incremental_fromACheckpoint_readsTheRestOnly() {
        AuditReport found = after(4, chain, stored(chain, 2, 4, 9));
        assertThat(found.report().isValid()).isTrue();
        assertThat(found.report().entries()).isEqualTo(6);
        assertThat(found.checkpoint()).isEqualTo(checkpoint(chain, 9));
        assertThat(found.unexcluded()).contains(new Unexcluded(Kind.PAYLOAD, 1, 4L));
        assertFailure(after(4, rewritten(6), stored(chain, 2, 4, 9)), 9, Kind.SPLIT_VIEW);
        assertThatThrownBy(() -> ChainAudit.after(
                        "acme",
                        Chain.GOVERNANCE,
                        HashChain.empty(),
                        Audits.frontier(chain, 1),
                        ChainEvidence.NONE,
                        List.<StoredCheckpoint>of().iterator()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void frontier_madeFromATree_isTheSameAsGrown() {
        MerkleLog log = new MerkleLog();
        for (int size = 0; size <= 70; size++) {
            MerkleFrontier made = log.tree().frontier();
            assertThat(made.size()).isEqualTo(size);
            assertThat(made.root()).isEqualTo(log.tree().root());
            log.append(MerkleHash.leaf(new byte[] {(byte) size}));
        }
    }

    private AuditReport after(int size, List<StoredEntry> entries, List<StoredCheckpoint> stored) {
        ChainAudit audit = ChainAudit.after(
                "acme",
                Chain.GOVERNANCE,
                Audits.head(entries.subList(0, size)),
                Audits.frontier(entries, size),
                new ChainEvidence(Audits.KEYS, List.of()),
                stored.iterator());
        entries.subList(size, entries.size()).forEach(audit::accept);
        return audit.finish(Audits.head(entries));
    }

    /** The chain with another entry at a place, and everything after it recomputed: consistent in itself. */
    private List<StoredEntry> rewritten(int place) {
        LedgerAppender appender = new LedgerAppender("acme", Chain.GOVERNANCE, HashChain.empty());
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 1; i <= chain.size(); i++) {
            JsonObject payload = JsonObject.builder()
                    .put("limit", i == place ? "99" : "12.5")
                    .put("n", i)
                    .build();
            entries.add(appender.append(
                            Ledgers.event(payload), "01930000-0000-7000-8000-%012d".formatted(i), Ledgers.salt(i))
                    .stored());
        }
        return entries;
    }

    private static void assertFailure(AuditReport found, long sequence, Kind kind) {
        ChainFailure failure = found.report().failure();
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.detail()).isEqualTo(kind);
        assertThat(failure.sequence()).isEqualTo(sequence);
        assertThat(found.unexcluded()).isEmpty();
    }
}
