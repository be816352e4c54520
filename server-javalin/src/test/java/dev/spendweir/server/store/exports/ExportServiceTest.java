package dev.spendweir.server.store.exports;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.export.ExportFile;
import dev.spendweir.export.ExportReplay;
import dev.spendweir.export.ExportVerifier;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.Unexcluded;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.sealing.SealedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exports of a real store, verified with nothing but their files and the public keys. */
class ExportServiceTest {
    private static final VerifierKeys KEYS = SealedStore.KEYS.of(TENANT);
    private static final Chain CHAIN = Chain.DECISIONS;

    private static SealedStore sealed;
    private static Checkpoint first;
    private static Checkpoint second;

    @BeforeAll
    static void open() {
        sealed = SealedStore.open();
        sealed.test.gate(request("5"));
        sealed.test.policy("{\"modes\":{\"default\":\"hard\"}}");
        sealed.test.budget("payments", "100");
        for (int i = 0; i < 4; i++) {
            sealed.test.gate(request("3"));
        }
        first = believed(sealed.sealed(CHAIN));
        for (int i = 0; i < 4; i++) {
            sealed.test.gate(request("2"));
        }
        second = believed(sealed.sealed(CHAIN));
    }

    @AfterAll
    static void close() {
        sealed.close();
    }

    private static Checkpoint believed(String note) {
        return CheckpointNote.require(note, Checkpoint.origin(TENANT, CHAIN), KEYS);
    }

    private static Map<String, byte[]> files(long from, @Nullable Long to) {
        Map<String, byte[]> files = new HashMap<>();
        sealed.test
                .store
                .exports()
                .parity(TENANT, new ExportRequest(CHAIN, from, to))
                .files()
                .forEach(file -> files.put(file.name(), file.bytes()));
        return files;
    }

    private static AuditReport verify(Map<String, byte[]> files, @Nullable Checkpoint trusted) {
        return new ExportVerifier(files, KEYS).verify(trusted);
    }

    @Test
    void export_ofTheWholeChain_verifiesAndDecidesAgain() {
        Map<String, byte[]> files = files(1, null);
        AuditReport found = verify(files, null);
        assertThat(found.report().failure()).isNull();
        assertThat(found.report().entries()).isEqualTo(second.size());
        assertThat(found.checkpoint()).isEqualTo(second);
        ExportReplay replay = ExportReplay.run(files, found, GateEngine.create());
        assertThat(replay.failure()).isNull();
        assertThat(replay.decisions()).isEqualTo(9);
        assertThat(new String(files.get("decisions.csv"), StandardCharsets.UTF_8).lines())
                .hasSize(10);
        assertThat(new String(files.get("reservations.csv"), StandardCharsets.UTF_8))
                .contains("confirmed,decision");
        assertThat(new String(files.get("policies.jsonl"), StandardCharsets.UTF_8).lines())
                .hasSize(2);
    }

    @Test
    void export_ofEveryWindow_verifies() {
        long last = second.size();
        for (long from = 1; from <= last; from += 3) {
            for (long to = from; to <= last; to += 4) {
                Map<String, byte[]> files = files(from, to);
                assertThat(verify(files, null).report().failure())
                        .as(from + " to " + to)
                        .isNull();
                assertThat(verify(files, to <= first.size() ? null : second)
                                .report()
                                .failure())
                        .as(from + " to " + to)
                        .isNull();
            }
        }
    }

    @Test
    void export_ofTheSameWindow_hasTheSameBytes() {
        ExportRequest window = new ExportRequest(CHAIN, 2, first.size());
        byte[] before = sealed.test.store.exports().parity(TENANT, window).zip();
        byte[] after = sealed.test.store.exports().make(caller(), window).zip();
        assertThat(after).isEqualTo(before);
        assertThat(sealed.test
                        .store
                        .ledger()
                        .list(
                                TENANT,
                                new LedgerFilter(Chain.GOVERNANCE, 1, EntryType.EXPORT_MADE.wireName(), null),
                                PageRequest.first())
                        .items())
                .isNotEmpty();
    }

    @Test
    void archive_holdsTheFilesInOrderWithoutTime() throws IOException {
        Export export = sealed.test.store.exports().parity(TENANT, new ExportRequest(CHAIN, 1, 3L));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(export.zip()))) {
            for (ExportFile file : export.files()) {
                var entry = zip.getNextEntry();
                assertThat(entry.getName()).isEqualTo(file.name());
                assertThat(entry.getTimeLocal().getYear()).isEqualTo(1980);
                assertThat(zip.readAllBytes()).isEqualTo(file.bytes());
            }
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    @Test
    void export_withAnyFileChanged_isRefused() {
        Map<String, byte[]> files = files(1, null);
        for (String name : files.keySet()) {
            Map<String, byte[]> changed = new HashMap<>(files);
            byte[] bytes = files.get(name).clone();
            bytes[bytes.length / 2] ^= 1;
            changed.put(name, bytes);
            assertThatThrownBy(() -> verify(changed, null)).as(name).isInstanceOf(RejectedException.class);
            changed.remove(name);
            assertThatThrownBy(() -> verify(changed, null))
                    .as(name)
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXPORT_INVALID));
        }
        Map<String, byte[]> more = new HashMap<>(files);
        more.put("more", new byte[0]);
        assertThatThrownBy(() -> verify(more, null)).hasMessageContaining("EXPORT_INVALID");
        assertThatThrownBy(() -> new ExportVerifier(files, VerifierKeys.NONE).verify(null))
                .hasMessageContaining("not known");
    }

    @Test
    void export_againstATrustedCheckpoint_namesWhatIsWrong() {
        Map<String, byte[]> files = files(1, first.size());
        assertThat(verify(files, first).report().failure()).isNull();
        assertThat(verify(files, second).report().failure().kind()).isEqualTo(Kind.CUT_TAIL);
        Checkpoint other = Checkpoint.of(TENANT, CHAIN, first.size(), MerkleHash.leaf(new byte[0]));
        assertThat(verify(files, other).report().failure().kind()).isEqualTo(Kind.SPLIT_VIEW);
        Checkpoint inside = Checkpoint.of(TENANT, CHAIN, 2, MerkleHash.leaf(new byte[0]));
        assertThat(verify(files, inside).report().failure().kind()).isEqualTo(Kind.SPLIT_VIEW);
    }

    /** A checkpoint that cannot be compared with a window excludes nothing, and nothing is claimed of it. */
    @Test
    void export_saysWhatItCouldNotExclude() {
        assertThat(openFrom(1, null, null)).containsOnly(1L);
        assertThat(openFrom(1, null, first)).containsOnly(first.size() + 1);
        assertThat(openFrom(1, null, second)).containsOnly(second.size() + 1);
        assertThat(openFrom(1, second.size() - 1, second)).containsOnly(second.size() + 1);
        assertThat(openFrom(first.size() + 3, null, first)).containsOnly(1L);
        Checkpoint between = Checkpoint.of(TENANT, CHAIN, second.size() - 1, MerkleHash.leaf(new byte[0]));
        assertThat(openFrom(1, second.size() - 2, between)).containsOnly(1L);
    }

    private static List<Long> openFrom(long from, @Nullable Long to, @Nullable Checkpoint trusted) {
        AuditReport found = verify(files(from, to), trusted);
        assertThat(found.report().failure()).isNull();
        return found.unexcluded().stream()
                .filter(open -> open.to() == null)
                .map(Unexcluded::from)
                .toList();
    }

    @Test
    void window_thatIsNotSealedOrEmpty_isRefused() {
        for (ExportRequest bad : List.of(
                new ExportRequest(CHAIN, 0, null),
                new ExportRequest(CHAIN, 5, 4L),
                new ExportRequest(CHAIN, 1, second.size() + 1))) {
            assertThatThrownBy(() -> sealed.test.store.exports().parity(TENANT, bad))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
        }
        assertThatThrownBy(
                        () -> sealed.test.store.exports().parity(TENANT, new ExportRequest(Chain.GOVERNANCE, 1, null)))
                .hasMessageContaining("NOT_FOUND");
    }
}
