package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.server.Store;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.store.people.NewApiKey;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantIsolationTest {

    @Test
    void tenant_seesNothingOfAnother_andCannotTellItFromNothing() {
        DatabaseTarget target = TestPostgres.freshDatabase();
        String otherKey = otherTenant(target);
        try (TestServer server = TestServer.on(target)) {
            ApiClient a = server.owner();
            ApiClient b = a.as(otherKey);
            a.put("/v1/budgets/secret", "{\"monthly_limit\":\"100\"}");
            a.post("/v1/credits", "{\"pool\":\"reserved\",\"amount\":\"5\"}");
            a.put("/v1/policy", Requests.policy("hard"), "If-Match", "\"0\"");
            Answer decided = a.post("/v1/gate", Requests.gate("secret", "dev", "1", ""), "Idempotency-Key", "key-1");

            for (String list :
                    List.of("/v1/decisions", "/v1/budgets", "/v1/credits", "/v1/reservations", "/v1/policy/versions")) {
                assertThat(((JsonArray) b.get(list).json().get("items")).elements())
                        .as(list)
                        .isEmpty();
            }
            assertThat(((JsonArray) b.get("/v1/actors").json().get("items")).size())
                    .isEqualTo(1);
            assertThat(b.get("/v1/ledger").text()).doesNotContain("secret");
            assertThat(b.get("/v1/policy").header("ETag")).isEqualTo("\"0\"");

            sameAsUnknown(b, "/v1/decisions/", decided.field("decision_id"));
            sameAsUnknown(b, "/v1/reservations/", decided.field("reservation_id"));
            for (String step : List.of("confirm", "release", "reconcile")) {
                String body = step.equals("reconcile") ? "{\"actual_monthly_delta\":\"1\"}" : "{}";
                assertThat(b.post("/v1/reservations/" + decided.field("reservation_id") + "/" + step, body)
                                .code())
                        .isEqualTo("NOT_FOUND");
            }
            assertThat(a.get("/v1/reservations/" + decided.field("reservation_id"))
                            .field("status"))
                    .isEqualTo("confirmed");
            assertThat(((JsonArray) b.get("/v1/reservations/exceptions").json().get("items")).elements())
                    .isEmpty();
            sameAsUnknown(b, "/v1/budgets/", "secret");
            sameAsUnknown(b, "/v1/actors/", "owner-of-default");

            Answer named = b.post(
                    "/v1/gate",
                    Requests.gate("secret", "dev", "1", ",\"tenant_id\":\"default\""),
                    "Idempotency-Key",
                    "key-1");
            assertThat(named.code()).isEqualTo("TENANT_MISMATCH");
            Answer sameKey = b.post("/v1/gate", Requests.gate("secret", "dev", "1", ""), "Idempotency-Key", "key-1");
            assertThat(sameKey.header("Idempotency-Replayed")).isEmpty();
            assertThat(sameKey.field("fingerprint")).isNotEqualTo(decided.field("fingerprint"));
        }
    }

    private static void sameAsUnknown(ApiClient b, String path, String id) {
        Answer theirs = b.get(path + id, "X-Request-Id", "r", "X-Trace-Id", "1".repeat(32));
        String unknownId = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
        Answer unknown = b.get(path + unknownId, "X-Request-Id", "r", "X-Trace-Id", "1".repeat(32));
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.text()).isEqualTo(unknown.text().replace(unknownId, id));
    }

    private static String otherTenant(DatabaseTarget target) {
        try (Store store = Store.open(target, StoreSettings.defaults())) {
            store.createTenant("other", "enterprise");
            Caller system = new Caller("other", "service:test", null, null);
            store.actors().put(system, new ActorSpec("boss", null, Role.OWNER, List.of(), Binding.NONE, List.of()));
            return store.apiKeys()
                    .create(system, new NewApiKey("boss", "test", null, Binding.NONE), null)
                    .keyText();
        }
    }
}
