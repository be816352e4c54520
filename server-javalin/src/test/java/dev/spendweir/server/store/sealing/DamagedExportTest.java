package dev.spendweir.server.store.sealing;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.export.ExportReplay;
import dev.spendweir.export.ExportVerifier;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Defect;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.audit.VerifyCall;
import dev.spendweir.server.store.exports.Export;
import dev.spendweir.server.store.exports.ExportRequest;
import dev.spendweir.server.store.quarantine.QuarantineService;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exports of a chain that somebody edited with all rights in the database: refused with the place and class of the damage, or
 * byte for byte what they were, or with the damage named as acknowledged; never signed as if nothing were.
 */
class DamagedExportTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static final Caller ONE = new Caller(SystemTenant.ID, "olga", null, null);
    private static final Caller TWO = new Caller(SystemTenant.ID, "omar", null, null);
    private static final List<String> TABLES = List.of(
            "ledger_entry",
            "ledger_payload",
            "ledger_link",
            "ledger_head",
            "ledger_checkpoint",
            "ledger_seal",
            "ledger_node",
            "quarantine",
            "ledger_verification_failure");

    /** The payload of an entry, as SQL finds it. */
    private static final String PAYLOAD_OF_3 = " WHERE entry_id = (SELECT entry_id FROM ledger_link WHERE tenant_id ="
            + " 'acme' AND chain = 'governance' AND sequence = 3)";

    private static SealedStore sealed;
    private static byte[] untouched;

    @BeforeAll
    static void open() {
        sealed = SealedStore.open();
        sealed.test.store.bootstrapOperators(null);
        sealed.append(4);
        sealed.sealed(CHAIN);
        sealed.append(4);
        sealed.sealed(CHAIN);
        sealed.append(4);
        sealed.keep(TABLES);
        untouched = parity(1, 8).zip();
    }

    @AfterAll
    static void close() {
        sealed.close();
    }

    @AfterEach
    void restore() {
        sealed.restore();
    }

    private static Export parity(long from, long to) {
        return parity(CHAIN, from, to);
    }

    private static Export parity(Chain chain, long from, @Nullable Long to) {
        return sealed.test.store.exports().parity(TENANT, new ExportRequest(chain, from, to));
    }

    private static Map<String, byte[]> files(Export export) {
        Map<String, byte[]> files = new HashMap<>();
        export.files().forEach(file -> files.put(file.name(), file.bytes()));
        return files;
    }

    private static AuditReport verify(Map<String, byte[]> files) {
        return new ExportVerifier(files, SealedStore.KEYS.of(TENANT)).verify(null);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static void assertDamaged(long from, long to, String detail) {
        assertThatThrownBy(() -> parity(from, to)).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_DAMAGED);
            assertThat(e.findings().get(0).detail()).contains(detail);
        });
    }

    private static void verified(Chain chain) {
        sealed.test
                .store
                .breaker()
                .verified(
                        TENANT,
                        sealed.test.store.ledger().verify(TENANT, new VerifyCall(List.of(chain), false, null, true)),
                        true);
    }

    /** Three failures in a row open the quarantine; two operators close it and acknowledge what they find. */
    private static void acknowledge(Chain chain, String... names) {
        for (int i = 0; i < 3; i++) {
            verified(chain);
        }
        QuarantineService service = sealed.test.store.quarantine();
        ChainId id = new ChainId(TENANT, chain);
        assertThat(service.request(ONE, id, "drill").defects())
                .extracting(Defect::name)
                .containsExactly(names);
        service.approve(TWO, id, List.of(names));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.spendweir.server.store.sealing.Tampering#edits")
    void window_overAnyEdit_isRefusedOrTheSameBytes(String what, String sql, long sequence, Kind kind) {
        sealed.tamper(Tampering.inChain(sql));
        byte[] exported;
        try {
            exported = parity(1, 8).zip();
        } catch (RejectedException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_DAMAGED);
            return;
        }
        assertThat(exported).isEqualTo(untouched);
        if (sequence <= 8) {
            assertThat(kind).as("content and order go into an export").isNotIn(Kind.PAYLOAD, Kind.GAP, Kind.FORK);
        }
    }

    @Test
    void window_overATamperedField_namesItsPlaceAndClass() {
        sealed.tamper(
                Tampering.inChain("UPDATE ledger_entry SET entry = convert_to(replace(convert_from(entry, 'UTF8'),"
                        + " '\"ann\"', '\"eve\"'), 'UTF8') WHERE sequence = 6"));
        assertDamaged(1, 8, "entry 6: entry:");
        assertDamaged(6, 6, "entry 6: entry:");
        assertThat(verify(files(parity(1, 5))).report().failure()).isNull();
        assertThat(verify(files(parity(7, 8))).report().failure()).isNull();
    }

    @Test
    void window_overWhatIsNoJsonAnyMore_namesItsPlaceAndClass() {
        sealed.tamper(Tampering.inChain("UPDATE ledger_entry SET entry = 'no json' WHERE sequence = 6"));
        assertDamaged(5, 8, "entry 6: entry:");
    }

    @Test
    void window_overATamperedPayload_namesItsPlaceAndClass() {
        sealed.tamper("UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex')" + PAYLOAD_OF_3);
        assertDamaged(1, 4, "entry 3: payload:");
        assertDamaged(3, 8, "entry 3: payload:");
        assertThat(verify(files(parity(4, 8))).report().failure()).isNull();
    }

    @Test
    void window_overABrokenOrMissingLink_namesItsPlace() {
        sealed.tamper(Tampering.inChain(
                "UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 5"));
        assertDamaged(3, 8, "entry 5: link:");
        restore();
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_link WHERE sequence = 5"));
        assertDamaged(6, 8, "the link 5 is missing");
        assertDamaged(3, 8, "entry 5: gap:");
        assertDamaged(3, 5, "entry 5");
    }

    @Test
    void window_whoseCheckpointIsNotWhatWasSigned_isRefused() {
        sealed.tamper(
                "UPDATE ledger_checkpoint SET note = replace(note, E'\\n8\\n', E'\\n9\\n') WHERE tenant_id = 'acme'"
                        + " AND size = 8");
        assertDamaged(5, 8, "checkpoint_signature");
        assertThat(verify(files(parity(1, 4))).report().failure()).isNull();
    }

    @Test
    void window_overAnErasedPayload_isExportedAndSaysErased() {
        sealed.tamper("DELETE FROM ledger_payload" + PAYLOAD_OF_3);
        AuditReport found = verify(files(parity(1, 8)));
        assertThat(found.report().failure()).isNull();
        assertThat(found.report().erasedPayloads()).isEqualTo(1);
    }

    /** While a chain is in quarantine nothing is exported, for that would have to be recorded; counts and hashes are a read. */
    @Test
    void quarantine_thatIsOpen_refusesExportsAndLeavesParity() {
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_entry WHERE sequence = 6"));
        verified(CHAIN);
        assertThatThrownBy(() -> sealed.test.store.exports().make(caller(), new ExportRequest(CHAIN, 1, 4L)))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_QUARANTINE));
        assertThat(verify(files(parity(1, 4))).report().failure()).isNull();
        assertDamaged(1, 8, "5 to 8 there are only 3");
    }

    @Test
    void window_overAcknowledgedDamage_isExportedWithItsName() {
        sealed.tamper("UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex')" + PAYLOAD_OF_3);
        acknowledge(CHAIN, "payload:3");
        Export export = sealed.test.store.exports().make(caller(), new ExportRequest(CHAIN, 1, 8L));
        Map<String, byte[]> files = files(export);
        AuditReport found = verify(files);
        assertThat(found.report().failure()).isNull();
        assertThat(found.report().entries()).isEqualTo(8);
        assertThat(found.acknowledged())
                .flatExtracting(Acknowledgement::defects)
                .extracting(Defect::name)
                .containsExactly("payload:3");
        assertThat(((JsonArray) export.manifest().get("acknowledged")).size()).isEqualTo(1);
        assertThat(text(files, "ledger.jsonl").lines()).hasSize(8);
        sealed.tamper(Tampering.inChain(
                "UPDATE ledger_entry SET entry_hash = decode(repeat('11', 32), 'hex')" + " WHERE sequence = 5"));
        assertDamaged(1, 8, "entry 5: entry:");
    }

    @Test
    void window_overAcknowledgedHoles_isRefusedByName() {
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_entry WHERE sequence = 6"));
        acknowledge(CHAIN, "gap:6");
        assertDamaged(5, 8, "6");
        assertThat(verify(files(parity(1, 4))).report().failure()).isNull();
    }

    /** A damaged decision is in the ledger's lines, and neither in the tables nor in what is decided again. */
    @Test
    void decision_thatWasAcknowledgedAsDamaged_hasNoRowAndIsNotDecidedAgain() {
        try (SealedStore other = SealedStore.open()) {
            other.test.store.bootstrapOperators(null);
            SealedStore before = sealed;
            sealed = other;
            try {
                for (int i = 0; i < 3; i++) {
                    other.test.gate(TestStore.request("3"));
                }
                other.sealed(Chain.DECISIONS);
                Map<String, byte[]> whole = files(parity(Chain.DECISIONS, 1, null));
                long rows = text(whole, "decisions.csv").lines().count();
                other.tamper("UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex') WHERE entry_id ="
                        + " (SELECT entry_id FROM ledger_link WHERE tenant_id = 'acme' AND chain = 'decisions'"
                        + " AND sequence = 1)");
                acknowledge(Chain.DECISIONS, "payload:1");
                Map<String, byte[]> damaged = files(parity(Chain.DECISIONS, 1, null));
                AuditReport found = verify(damaged);
                assertThat(found.report().failure()).isNull();
                assertThat(text(damaged, "decisions.csv").lines()).hasSize((int) rows - 1);
                assertThat(text(damaged, "ledger.jsonl").lines())
                        .hasSameSizeAs(text(whole, "ledger.jsonl").lines().toList());
                ExportReplay replay = ExportReplay.run(damaged, found, GateEngine.create());
                assertThat(replay.failure()).isNull();
                assertThat(replay.decisions()).isEqualTo(2);
            } finally {
                sealed = before;
            }
        }
    }
}
