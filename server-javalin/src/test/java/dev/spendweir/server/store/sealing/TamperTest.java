package dev.spendweir.server.store.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.Unexcluded;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.SigningKey;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tamper suite of spec 3.3: what somebody with all rights in the database can do to a chain, each class made by direct
 * edits with the triggers off, and that it is named. One chain of 12 entries, sealed at 4 and 8; every case is undone.
 */
class TamperTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static SealedStore sealed;
    private static String first;
    private static String second;

    @BeforeAll
    static void open() {
        sealed = SealedStore.open();
        sealed.append(4);
        first = sealed.sealed(CHAIN);
        sealed.append(4);
        second = sealed.sealed(CHAIN);
        sealed.append(4);
        sealed.keep(TABLES);
        sealed.test.store.createTenant("other", "free");
    }

    private static final List<String> TABLES =
            List.of("ledger_entry", "ledger_payload", "ledger_link", "ledger_head", "ledger_checkpoint", "ledger_seal");

    @AfterAll
    static void close() {
        sealed.close();
    }

    private static void restore() {
        sealed.restore();
    }

    @Test
    void chain_untouched_isValid() {
        assertThat(sealed.failure(CHAIN, null)).isNull();
        assertThat(sealed.failure(CHAIN, first)).isNull();
        assertThat(sealed.failure(CHAIN, second)).isNull();
        assertThat(sealed.verify(CHAIN, true, null).report().entries()).isEqualTo(4);
        assertThat(sealed.verify(CHAIN, true, first).report().entries()).isEqualTo(8);
        assertThat(sealed.verify(CHAIN, false, second).audit().unexcluded())
                .extracting(Unexcluded::from)
                .containsOnly(9L);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.spendweir.server.store.sealing.Tampering#edits")
    void edit_isFoundAtItsPlace(String what, String sql, long sequence, Kind kind) {
        sealed.tamper(Tampering.inChain(sql));
        try {
            assertFailure(sealed.failure(CHAIN, null), sequence, kind);
            assertThat(sealed.failure(CHAIN, first))
                    .as(what + ", with a trusted checkpoint")
                    .isNotNull();
        } finally {
            restore();
        }
    }

    /** Each is consistent in itself; only who holds the checkpoint of 8 can tell, and is told what. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cut tail | DELETE FROM ledger_link WHERE sequence > 6; DELETE FROM ledger_entry WHERE sequence > 6; UPDATE ledger_head h SET sequence = 6, chain_hash = l.chain_hash FROM ledger_link l WHERE l.sequence = 6 AND h.chain = 'governance' AND l.chain = 'governance'; DELETE FROM ledger_checkpoint WHERE size = 8 | 6 | CUT_TAIL",
                "deleted chain | DELETE FROM ledger_link WHERE sequence > 0; DELETE FROM ledger_entry WHERE sequence > 0; DELETE FROM ledger_head WHERE chain = 'governance'; DELETE FROM ledger_checkpoint WHERE size > 0 | 0 | DELETED_CHAIN",
                "rolled-back checkpoint | DELETE FROM ledger_checkpoint WHERE size = 8 | 12 | ROLLBACK"
            })
    void consistentEdit_isFoundWithATrustedCheckpointOnly(String what, String sql, long sequence, Kind kind) {
        sealed.tamper(Tampering.inChain(sql));
        try {
            VerifiedAlone alone = alone();
            assertThat(alone.failure()).as(what).isNull();
            assertThat(alone.open()).extracting(Unexcluded::kind).contains(kind);
            assertFailure(sealed.failure(CHAIN, second), sequence, kind);
            assertFailure(sealed.verify(CHAIN, true, second).report().failure(), sequence, kind);
        } finally {
            restore();
        }
    }

    /** The chain written anew from entry 3 on with all hashes recomputed, and sealed by somebody who stole the key. */
    @Test
    void rewrittenChain_isASplitView() throws SQLException {
        Rewriting.from(sealed.test, 3);
        try {
            assertFailure(sealed.failure(CHAIN, null), 4, Kind.SPLIT_VIEW);
            sealed.tamper("DELETE FROM ledger_checkpoint WHERE size > 0; DELETE FROM ledger_node WHERE level > 0;"
                    + " DELETE FROM ledger_seal WHERE size > 0");
            assertThat(alone().failure()).isNull();
            assertThat(alone().open()).extracting(Unexcluded::kind).contains(Kind.SPLIT_VIEW);
            sealed.sealed(CHAIN);
            assertThat(alone().failure()).isNull();
            assertFailure(sealed.failure(CHAIN, second), 8, Kind.SPLIT_VIEW);
            assertFailure(sealed.verify(CHAIN, true, second).report().failure(), 8, Kind.SPLIT_VIEW);
        } finally {
            restore();
        }
    }

    @Test
    void checkpoint_ofAnUnknownKey_isNamed() {
        String note = foreign();
        sealed.tamper("UPDATE ledger_checkpoint SET note = '" + note + "' WHERE size = 8");
        try {
            assertFailure(sealed.failure(CHAIN, null), 8, Kind.UNKNOWN_KEY);
        } finally {
            restore();
        }
    }

    /** The same checkpoint, signed by somebody else. */
    private static String foreign() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = 1;
        return Checkpoint.parse(SignedNote.parse(second).text())
                .sign(SigningKey.ofSeed(seed))
                .format();
    }

    private record VerifiedAlone(@Nullable ChainFailure failure, List<Unexcluded> open) {}

    private static VerifiedAlone alone() {
        var found = sealed.verify(CHAIN, false, null);
        return new VerifiedAlone(found.report().failure(), found.audit().unexcluded());
    }

    private static void assertFailure(@Nullable ChainFailure failure, long sequence, Kind kind) {
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.detail()).isEqualTo(kind);
        assertThat(failure.sequence()).as(failure.detail()).isEqualTo(sequence);
    }
}
