package dev.spendweir.server.store.sealing;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Defect;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.audit.VerifyCall;
import dev.spendweir.server.store.quarantine.QuarantineService;
import dev.spendweir.server.store.quarantine.QuarantineService.Asked;
import dev.spendweir.server.store.quarantine.QuarantineView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class of damage, on a real PostgreSQL: found, quarantined, closed by two people, and never forgotten. */
class QuarantineClosingTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static final ChainId ID = new ChainId(TENANT, CHAIN);
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
    private static SealedStore sealed;
    private static QuarantineService service;

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
        service = sealed.test.store.quarantine();
    }

    @AfterAll
    static void close() {
        sealed.close();
    }

    @AfterEach
    void restore() {
        sealed.restore();
    }

    private static void verified() {
        sealed.test
                .store
                .breaker()
                .verified(TENANT, sealed.test.store.ledger().verify(TENANT, VerifyCall.whole(List.of(CHAIN))), true);
    }

    private static List<QuarantineView> open(String tenant) {
        return service.list(tenant).stream().filter(QuarantineView::isOpen).toList();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static List<String> close(List<String> names) {
        service.request(ONE, ID, "drill");
        service.approve(TWO, ID, names);
        return names;
    }

    private static List<String> names(Asked asked) {
        return asked.defects().stream().map(Defect::name).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.spendweir.server.store.sealing.Tampering#edits")
    void damage_isClosedByTwo_andAcknowledgedForEver(String what, String sql, long sequence, Kind kind) {
        sealed.tamper(Tampering.inChain(sql));
        verified();
        if (!kind.isDiscontinuity()) {
            assertThat(open(TENANT)).as("after one failure").isEmpty();
            verified();
            verified();
        }
        assertThat(open(TENANT)).singleElement().satisfies(view -> {
            assertThat(view.failure().kind()).isEqualTo(kind);
            assertThat(view.failure().sequence()).isEqualTo(sequence);
            assertThat(view.foundBy()).isEqualTo("verification");
        });
        assertRefused(ErrorCode.AUDIT_QUARANTINE, () -> sealed.test.budget("payments", "10"));
        List<String> names = names(service.request(ONE, ID, "drill"));
        assertThat(names).isNotEmpty();
        assertRefused(ErrorCode.SEPARATION_OF_DUTIES, () -> service.approve(ONE, ID, names));
        assertRefused(ErrorCode.CONFLICT, () -> service.approve(TWO, ID, List.of()));
        List<String> tooMany = new ArrayList<>(names);
        tooMany.add("payload:2");
        assertRefused(ErrorCode.CONFLICT, () -> service.approve(TWO, ID, tooMany));
        assertThat(open(TENANT)).hasSize(1);
        service.approve(TWO, ID, names);
        assertThat(open(TENANT)).isEmpty();
        goesOn(names);
    }

    /** Writes go on after the anchor; what is new is as provable as ever, and new damage is seen. */
    private static void goesOn(List<String> names) {
        assertThat(sealed.failure(CHAIN, null)).as("right after closing").isNull();
        long before = head();
        sealed.test.budget("payments", "10");
        sealed.append(3);
        String note = sealed.sealed(CHAIN);
        sealed.append(1);
        for (boolean fromCheckpoint : new boolean[] {false, true}) {
            var found = sealed.verify(CHAIN, fromCheckpoint, note);
            assertThat(found.report().failure())
                    .as("from checkpoint: %s", fromCheckpoint)
                    .isNull();
            assertThat(found.report().head().sequence()).isEqualTo(before + 5);
            assertThat(found.audit().acknowledged())
                    .flatExtracting(Acknowledgement::defects)
                    .extracting(Defect::name)
                    .containsExactlyElementsOf(names);
        }
        InclusionProof proof = sealed.test.store.checkpoints().inclusion(TENANT, CHAIN, before + 2, null);
        assertThat(MerkleProof.verifyInclusion(proof.leafHash(), before + 1, proof.size(), proof.proof(), proof.root()))
                .isTrue();
        sealed.tamper(
                "DELETE FROM ledger_payload WHERE entry_id = (SELECT entry_id FROM ledger_link WHERE tenant_id = 'acme'"
                        + " AND chain = 'governance' AND sequence = " + (before + 3)
                        + "); INSERT INTO ledger_payload SELECT"
                        + " tenant_id, entry_id, '{}', decode(repeat('07', 16), 'hex') FROM ledger_link WHERE tenant_id = 'acme'"
                        + " AND chain = 'governance' AND sequence = " + (before + 3));
        assertThat(sealed.failure(CHAIN, null)).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.PAYLOAD);
            assertThat(failure.sequence()).isEqualTo(before + 3);
        });
    }

    private static long head() {
        return Long.parseLong(sealed.test
                .sql("SELECT sequence FROM ledger_head WHERE tenant_id = 'acme' AND chain = 'governance'")
                .get(0));
    }

    /** A chain written anew after an auditor kept its checkpoint: the sealed history counts from then on. */
    @Test
    void rewrittenChain_goesOnFromWhatWasSealed() throws SQLException {
        Rewriting.from(sealed.test, 3);
        verified();
        List<String> names = names(service.request(ONE, ID, "drill"));
        assertThat(names).containsExactly("split_view:4");
        service.approve(TWO, ID, names);
        goesOn(names);
    }

    /** Damage that was repaired before the approval needs no acknowledgement. */
    @Test
    void repairedChain_closesWithoutDefects() {
        sealed.tamper("UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE tenant_id = 'acme' AND"
                + " chain = 'governance' AND sequence = 5");
        verified();
        assertThat(names(service.request(ONE, ID, "drill"))).isNotEmpty();
        sealed.tamper("UPDATE ledger_link l SET chain_hash = k.chain_hash FROM public.kept_ledger_link k"
                + " WHERE k.tenant_id = l.tenant_id AND k.chain = l.chain AND k.sequence = l.sequence");
        service.approve(TWO, ID, List.of());
        goesOn(List.of());
    }

    @Test
    void twoClosings_areBothRemembered() {
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_entry WHERE sequence = 6"));
        verified();
        List<String> first = close(names(service.request(ONE, ID, "drill")));
        sealed.append(3);
        sealed.sealed(CHAIN);
        sealed.append(2);
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_link WHERE sequence = 14"));
        verified();
        List<String> second = close(names(service.request(ONE, ID, "drill")));
        assertThat(first).containsExactly("gap:6");
        assertThat(second).containsExactly("gap:14");
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        goesOn(both);
    }

    @Test
    void failures_withAGoodVerificationBetween_doNotAddUp() {
        for (int round = 0; round < 3; round++) {
            sealed.tamper(
                    "UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex') WHERE entry_id ="
                            + " (SELECT entry_id FROM ledger_link WHERE tenant_id = 'acme' AND chain = 'governance' AND sequence = 3)");
            verified();
            verified();
            sealed.tamper("UPDATE ledger_payload p SET salt = k.salt FROM public.kept_ledger_payload k"
                    + " WHERE k.entry_id = p.entry_id");
            verified();
        }
        assertThat(open(TENANT)).isEmpty();
    }

    /** A writer that runs into a taken place does not wait for a verification. */
    @Test
    void writer_thatFindsThePlaceTaken_opensTheQuarantine() {
        sealed.tamper("UPDATE ledger_head h SET sequence = 11, chain_hash = l.chain_hash FROM ledger_link l"
                + " WHERE h.tenant_id = 'acme' AND h.chain = 'governance' AND l.tenant_id = 'acme'"
                + " AND l.chain = 'governance' AND l.sequence = 11");
        assertRefused(ErrorCode.AUDIT_QUARANTINE, () -> sealed.test.budget("payments", "10"));
        assertThat(open(TENANT)).singleElement().satisfies(view -> {
            assertThat(view.foundBy()).isEqualTo("writer");
            assertThat(view.failure().kind()).isEqualTo(Kind.FORK);
            assertThat(view.failure().sequence()).isEqualTo(12);
        });
        goesOn(close(names(service.request(ONE, ID, "drill"))));
    }

    @Test
    void sealer_thatCannotGoOn_opensTheQuarantine() {
        sealed.tamper("UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE tenant_id = 'acme' AND"
                + " chain = 'governance' AND sequence = 10");
        sealed.test.store.breaker().unsealable(ID, sealed.test.store.sealer().orElseThrow());
        assertThat(open(TENANT))
                .singleElement()
                .extracting(QuarantineView::foundBy)
                .isEqualTo("sealer");
        goesOn(close(names(service.request(ONE, ID, "drill"))));
    }

    /** The operators' own chain: recovery goes on in it, nothing else does. */
    @Test
    void systemTenant_inQuarantine_canStillBeRecovered() {
        ChainId own = new ChainId(SystemTenant.ID, CHAIN);
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_entry WHERE sequence = 6"));
        verified();
        sealed.tamper(
                "UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex') WHERE tenant_id = 'spendweir-system'");
        for (int i = 0; i < 3; i++) {
            sealed.test
                    .store
                    .breaker()
                    .verified(
                            SystemTenant.ID,
                            sealed.test.store.ledger().verify(SystemTenant.ID, VerifyCall.whole(List.of(CHAIN))),
                            true);
        }
        assertThat(open(SystemTenant.ID)).hasSize(1);
        assertRefused(
                ErrorCode.AUDIT_QUARANTINE, () -> sealed.test.store.budgets().put(ONE, "payments", Amount.parse("1")));
        List<String> names = names(service.request(ONE, own, "drill"));
        assertThat(names).containsExactly("payload:1");
        service.approve(TWO, own, names);
        assertThat(open(SystemTenant.ID)).isEmpty();
        assertThat(sealed.test
                        .store
                        .ledger()
                        .verify(SystemTenant.ID, List.of(CHAIN))
                        .isValid())
                .isTrue();
        goesOn(close(names(service.request(ONE, ID, "drill"))));
    }

    /** The database itself: the runtime's role cannot open a way around. */
    @Test
    void runtimeRole_cannotLiftAQuarantine() {
        sealed.tamper(Tampering.inChain("DELETE FROM ledger_entry WHERE sequence = 6"));
        verified();
        String app = "SET ROLE spendweir_app; SET LOCAL spendweir.tenant_id = '";
        for (String sql : List.of(
                app + "acme'; UPDATE ledger_head SET quarantined = false",
                app + "acme'; UPDATE ledger_head SET anchors = 1",
                app + "spendweir-system'; DELETE FROM quarantine",
                app + "spendweir-system'; UPDATE quarantine SET subject_tenant = 'x'")) {
            assertThatThrownBy(() -> sealed.test.sql(sql)).as(sql).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> sealed.test.sql(app
                        + "spendweir-system'; UPDATE quarantine SET status = 'reset_requested', requested_by = 'x',"
                        + " requested_at = now()"))
                .hasMessageContaining("without a ledger entry");
        assertThatThrownBy(() ->
                        sealed.test.sql(app + "acme'; UPDATE ledger_head SET sequence = 13 WHERE chain = 'governance'"))
                .hasMessageContaining("in quarantine");
        service.request(ONE, ID, "drill");
        assertThatThrownBy(() -> sealed.test.sql("UPDATE quarantine SET status = 'closed', approved_by = 'olga',"
                        + " closed_at = now(), anchor_sequence = 12, anchor_hash = decode(repeat('11', 32), 'hex')"))
                .hasMessageContaining("two_persons");
    }
}
