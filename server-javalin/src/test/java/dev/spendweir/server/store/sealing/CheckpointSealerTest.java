package dev.spendweir.server.store.sealing;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.sealing.Sealing;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointSealerTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static final ChainId ID = new ChainId(TENANT, CHAIN);

    private SealedStore sealed;
    private CheckpointSealer sealer;

    @BeforeEach
    void open() {
        sealed = SealedStore.open();
        sealer = sealed.test.store.sealer().orElseThrow();
    }

    @AfterEach
    void close() {
        sealed.close();
    }

    @Test
    void chain_thatGrew_isSealedOnce() {
        assertThat(sealer.seal(ID)).isEmpty();
        assertThat(sealer.unsealed(10)).isEmpty();
        sealed.append(5);
        assertThat(sealer.unsealed(10)).containsExactly(ID);
        Sealed first = sealer.seal(ID).orElseThrow();
        assertThat(first.size()).isEqualTo(5);
        assertThat(CheckpointNote.require(
                                first.note(), Checkpoint.origin(TENANT, CHAIN), SealedStore.KEYS.of(TENANT, CHAIN))
                        .size())
                .isEqualTo(5);
        assertThat(sealer.unsealed(10)).isEmpty();
        assertThat(sealer.seal(ID)).isEmpty();
        sealed.append(1);
        assertThat(sealer.seal(ID).orElseThrow().size()).isEqualTo(6);
    }

    /** Every root and proof is checked by the pure verifier, at sizes around the stored levels. */
    @Test
    void proofs_atManySizes_verify() {
        sealed.append(255);
        sealed.sealed(CHAIN);
        sealed.append(3);
        sealed.sealed(CHAIN);
        sealed.append(300);
        sealed.sealed(CHAIN);
        CheckpointService service = sealed.test.store.checkpoints();
        assertThat(sealed.test.sql("SELECT count(*) FROM ledger_node")).containsExactly("2");
        for (long size : new long[] {1, 2, 255, 256, 257, 300, 512, 558}) {
            for (long sequence : new long[] {1, size / 2 + 1, size}) {
                InclusionProof proof = service.inclusion(TENANT, CHAIN, sequence, size);
                assertThat(MerkleProof.verifyInclusion(
                                proof.leafHash(), sequence - 1, size, proof.proof(), proof.root()))
                        .isTrue();
            }
            ConsistencyProof proof = service.consistency(TENANT, CHAIN, size, null);
            assertThat(proof.second()).isEqualTo(558);
            assertThat(MerkleProof.verifyConsistency(size, 558, proof.firstRoot(), proof.secondRoot(), proof.proof()))
                    .isTrue();
        }
        assertThat(service.inclusion(TENANT, CHAIN, 4, 258L).checkpoint()).isNotNull();
        assertThat(service.inclusion(TENANT, CHAIN, 4, 200L).checkpoint()).isNull();
        assertThat(service.checkpoint(TENANT, CHAIN, 258L).orElseThrow().size()).isEqualTo(258);
        assertThat(service.checkpoint(TENANT, CHAIN, 200L)).isEmpty();
        assertThat(sealed.verify(CHAIN, false, null).report().isValid()).isTrue();
    }

    @Test
    void proofs_beyondWhatIsSealed_areRefused() {
        CheckpointService service = sealed.test.store.checkpoints();
        assertRefused(ErrorCode.NOT_FOUND, () -> service.inclusion(TENANT, CHAIN, 1, null));
        sealed.append(3);
        sealed.sealed(CHAIN);
        sealed.append(2);
        assertRefused(ErrorCode.INVALID_PARAMETER, () -> service.inclusion(TENANT, CHAIN, 4, null));
        assertRefused(ErrorCode.INVALID_PARAMETER, () -> service.inclusion(TENANT, CHAIN, 0, null));
        assertRefused(ErrorCode.INVALID_PARAMETER, () -> service.inclusion(TENANT, CHAIN, 1, 5L));
        assertRefused(ErrorCode.INVALID_PARAMETER, () -> service.consistency(TENANT, CHAIN, 0, null));
        assertRefused(ErrorCode.INVALID_PARAMETER, () -> service.consistency(TENANT, CHAIN, 3, 2L));
        assertThat(service.checkpoint("nobody", CHAIN, null)).isEmpty();
    }

    @Test
    void proofs_ofADamagedStore_areNotGiven() {
        sealed.append(4);
        sealed.sealed(CHAIN);
        sealed.tamper("UPDATE ledger_entry SET entry_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 2");
        CheckpointService service = sealed.test.store.checkpoints();
        assertRefused(ErrorCode.LEDGER_DAMAGED, () -> service.inclusion(TENANT, CHAIN, 1, null));
        sealed.tamper("DELETE FROM ledger_entry WHERE sequence = 2");
        assertRefused(ErrorCode.LEDGER_DAMAGED, () -> service.consistency(TENANT, CHAIN, 3, null));
    }

    /** Eight sealers on two servers at one chain that grows: sizes only go up, every checkpoint is of the one tree. */
    @Test
    void replicas_sealingOneChain_neverGoBackwards() throws Exception {
        try (TestStore other = sealed.test.another(new Sealing(SealedStore.KEYS, null))) {
            ExecutorService threads = Executors.newFixedThreadPool(9);
            CountDownLatch written = new CountDownLatch(1);
            List<Future<?>> sealers = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        CheckpointSealer mine = (i % 2 == 0 ? sealed.test : other)
                                .store
                                .sealer()
                                .orElseThrow();
                        while (written.getCount() > 0) {
                            mine.seal(ID);
                        }
                    }))
                    .toList();
            sealed.append(120);
            written.countDown();
            for (Future<?> each : sealers) {
                each.get();
            }
            threads.shutdown();
        }
        sealer.seal(ID);
        assertThat(sealed.test.sql("SELECT max(size) FROM ledger_checkpoint")).containsExactly("120");
        assertThat(sealed.verify(CHAIN, false, null).report().failure()).isNull();
    }

    @Test
    void database_refusesToSealBackwards() {
        sealed.append(2);
        sealed.sealed(CHAIN);
        assertThatThrownBy(() -> sealed.test.sql(
                        "INSERT INTO ledger_checkpoint VALUES ('acme', 'governance', 1, 'late', now())"))
                .hasMessageContaining("comes too late");
        assertThatThrownBy(() ->
                        sealed.test.sql("UPDATE ledger_seal SET size = 1, peaks = decode(repeat('00', 32), 'hex')"))
                .hasMessageContaining("sealed to");
        for (String sql : List.of(
                "UPDATE ledger_checkpoint SET note = 'x'",
                "DELETE FROM ledger_checkpoint",
                "TRUNCATE ledger_checkpoint",
                "DELETE FROM ledger_seal",
                "TRUNCATE ledger_seal",
                "TRUNCATE ledger_node")) {
            assertThatThrownBy(() -> sealed.test.sql(sql)).as(sql).hasMessageContaining("append-only");
        }
    }

    @Test
    void discontinuity_stopsTheSealing() {
        sealed.append(6);
        sealed.sealed(CHAIN);
        sealed.append(4);
        sealed.tamper("UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 8");
        assertThatThrownBy(() -> sealer.seal(ID)).isInstanceOfSatisfying(DiscontinuityException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(Kind.LINK);
            assertThat(e.failure().sequence()).isEqualTo(8);
        });
        sealed.tamper("DELETE FROM ledger_link WHERE sequence > 4; DELETE FROM ledger_entry WHERE sequence > 4;"
                + " UPDATE ledger_head SET sequence = 4 WHERE chain = 'governance'");
        assertThat(sealer.unsealed(10)).containsExactly(ID);
        assertThatThrownBy(() -> sealer.seal(ID))
                .isInstanceOfSatisfying(
                        DiscontinuityException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Kind.CUT_TAIL));
        sealed.tamper("DELETE FROM ledger_head WHERE chain = 'governance'");
        assertThatThrownBy(() -> sealer.seal(ID))
                .isInstanceOfSatisfying(
                        DiscontinuityException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Kind.DELETED_CHAIN));
    }

    private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
