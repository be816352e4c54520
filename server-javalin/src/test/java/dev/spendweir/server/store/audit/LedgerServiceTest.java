package dev.spendweir.server.store.audit;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody with the superuser's rights can do to a ledger, and that verification finds it. */
class LedgerServiceTest {
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open();
        for (int i = 0; i < 10; i++) {
            test.gate(request("1"));
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void verify_ofBothChains_isValid() {
        LedgerVerification found = test.store.ledger().verify(TENANT, List.of(Chain.DECISIONS, Chain.GOVERNANCE));
        assertThat(found.isValid()).isTrue();
        assertThat(found.chains().get(0).entries()).isEqualTo(10);
        JsonObject json = found.toJson();
        assertThat(json.names()).containsExactly("valid", "chains");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE ledger_payload SET payload = 'null' WHERE entry_id = (SELECT entry_id FROM ledger_link WHERE chain = 'decisions' AND sequence = 4) | 4 | PAYLOAD",
                "UPDATE ledger_entry SET entry = decode(replace(encode(entry, 'hex'), encode('ann', 'hex'), encode('eve', 'hex')), 'hex') WHERE chain = 'decisions' AND sequence = 4 | 4 | ENTRY",
                "UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE chain = 'decisions' AND sequence = 4 | 4 | LINK",
                "DELETE FROM ledger_entry WHERE chain = 'decisions' AND sequence = 4 | 4 | GAP",
                "DELETE FROM ledger_link WHERE chain = 'decisions' AND sequence = 4 | 4 | GAP",
                "DELETE FROM ledger_link WHERE chain = 'decisions' AND sequence = 10 | 10 | GAP"
            })
    void verify_ofTamperedChain_namesPlaceAndKind(String tampering, long sequence, ChainFailure.Kind kind) {
        test.sql("SET session_replication_role = replica; " + tampering);
        ChainFailure failure = test.store
                .ledger()
                .verify(TENANT, List.of(Chain.DECISIONS))
                .chains()
                .get(0)
                .failure();
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.sequence()).isEqualTo(sequence);
    }

    @Test
    void verify_withReplay_decidesAgainFromWhatIsRecorded() {
        test.policy("{\"modes\":{\"default\":\"hard\"}}");
        test.gate(request("7"));
        VerifyCall replay = new VerifyCall(List.of(Chain.DECISIONS), false, null, true);
        VerifiedChain good =
                test.store.ledger().verify(TENANT, replay).verified().get(0);
        assertThat(good.report().failure()).isNull();
        assertThat(good.replayed()).isEqualTo(11);
        // Another policy under the old hash is not believed, and the entries before it are.
        test.sql("SET session_replication_role = replica; UPDATE policy_version SET canonical ="
                + " replace(convert_from(canonical, 'UTF8'), 'hard', 'soft')::bytea");
        ChainFailure failure =
                test.store.ledger().verify(TENANT, replay).chains().get(0).failure();
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(ChainFailure.Kind.REPLAY);
        assertThat(failure.sequence()).isEqualTo(11);
    }

    @Test
    void verify_ofErasedPayload_isValid() {
        test.sql("SET session_replication_role = replica; DELETE FROM ledger_payload WHERE entry_id ="
                + " (SELECT entry_id FROM ledger_link WHERE chain = 'decisions' AND sequence = 4)");
        var report = test.store
                .ledger()
                .verify(TENANT, List.of(Chain.DECISIONS))
                .chains()
                .get(0);
        assertThat(report.isValid()).isTrue();
        assertThat(report.erasedPayloads()).isEqualTo(1);
    }

    @Test
    void list_isInOrderFromASequenceInPages() {
        LedgerFilter filter = new LedgerFilter(Chain.DECISIONS, 3, null, null);
        var first = test.store.ledger().list(TENANT, filter, new PageRequest(5, null));
        assertThat(first.items()).extracting(LedgerItem::sequence).containsExactly(3L, 4L, 5L, 6L, 7L);
        var second = test.store.ledger().list(TENANT, filter, new PageRequest(5, first.nextCursor()));
        assertThat(second.items()).extracting(LedgerItem::sequence).containsExactly(8L, 9L, 10L);
        assertThat(second.nextCursor()).isNull();
        assertThat(test.store
                        .ledger()
                        .list("nobody", filter, PageRequest.first())
                        .items())
                .isEmpty();
    }

    /** Statistics of entries lag behind those of links, as when a young database is analysed table by table. */
    @ParameterizedTest
    @CsvSource({"1, , 100", "1500, , 100", "1500, decision, 100", "1, approval.requested, 0"})
    void list_readsThePage_andNotTheChain(long from, @Nullable String type, int found) {
        String entries = test.sql("SELECT relname FROM pg_class WHERE oid = (SELECT min(tableoid) FROM ledger_entry)")
                .get(0);
        test.believeInManyTenants(entries);
        for (int i = 0; i < 2_000; i++) {
            test.gate(request("0.01"));
        }
        test.sql("SELECT 1", "ANALYZE ledger_link", "ANALYZE ledger_payload");
        long connections = test.connectionsOfAFullPool();
        long before = test.rowsRead(entries) + test.rowsRead("ledger_payload");

        try (TestStore other = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
            LedgerFilter filter = new LedgerFilter(Chain.DECISIONS, from, type, null);
            assertThat(other.store
                            .ledger()
                            .list(TENANT, filter, new PageRequest(100, null))
                            .items())
                    .hasSize(found);
        }

        test.awaitNoMoreThan(connections);
        assertThat(test.rowsRead(entries) + test.rowsRead("ledger_payload") - before)
                .isBetween(2L * found, 1_000L);
    }

    @Test
    void list_byType_findsThoseThatAreFewAndThoseThatAreMany() {
        test.budget("payments", "9");
        test.budget("payments", "8");
        assertThat(types(Chain.GOVERNANCE, "budget.changed")).containsExactly("budget.changed", "budget.changed");
        assertThat(types(Chain.DECISIONS, "decision")).hasSize(10).containsOnly("decision");
        assertThat(types(Chain.DECISIONS, "budget.changed")).isEmpty();
    }

    private List<String> types(Chain chain, String type) {
        return test
                .store
                .ledger()
                .list(TENANT, new LedgerFilter(chain, 1, type, null), PageRequest.first())
                .items()
                .stream()
                .map(item -> ((JsonString) item.line().entry().get("entry_type")).value())
                .toList();
    }

    @Test
    void verify_ofATenantThatIsNot_isEmptyAndValid() {
        assertThat(test.store
                        .ledger()
                        .verify("nobody", List.of(Chain.DECISIONS))
                        .chains()
                        .get(0)
                        .entries())
                .isZero();
    }
}
