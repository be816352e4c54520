package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MoneyAndPeopleRoutesTest {

    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        owner = server.owner();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void budget_lifecycle_madeChangedReadRemoved() {
        assertThat(owner.get("/v1/budgets/web").status()).isEqualTo(404);
        Answer made = owner.put("/v1/budgets/web", "{\"monthly_limit\":\"100.50\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.field("monthly_limit")).isEqualTo("100.5");
        assertThat(made.field("headroom")).isEqualTo("100.5");
        assertThat(owner.put("/v1/budgets/web", "{\"monthly_limit\":200}").status())
                .isEqualTo(200);
        assertThat(owner.get("/v1/budgets/web").field("monthly_limit")).isEqualTo("200");
        assertThat(owner.delete("/v1/budgets/web").status()).isEqualTo(204);
        assertThat(owner.get("/v1/budgets/web").status()).isEqualTo(404);
        assertThat(owner.delete("/v1/budgets/web").status()).isEqualTo(404);
    }

    @Test
    void budget_projectWithSlashAndBlank_isOneName() {
        assertThat(owner.put("/v1/budgets/team%2Fweb%20shop", "{\"monthly_limit\":\"1\"}")
                        .field("project_id"))
                .isEqualTo("team/web shop");
        assertThat(owner.get("/v1/budgets/team%2Fweb%20shop").status()).isEqualTo(200);
        assertThat(owner.get("/v1/budgets/team/web%20shop").status()).isEqualTo(404);
        assertThat(owner.put("/v1/budgets/100%25", "{\"monthly_limit\":\"1\"}").field("project_id"))
                .isEqualTo("100%");
    }

    @Test
    void budget_nameThatNoRequestCanHave_isRefused() {
        assertThat(owner.put("/v1/budgets/%20x", "{\"monthly_limit\":\"1\"}").code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(owner.put("/v1/budgets/" + "x".repeat(129), "{\"monthly_limit\":\"1\"}")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void credit_sameKey_isMadeOnce() {
        String body = "{\"pool\":\"emergency\",\"amount\":\"50\",\"project_id\":\"p\",\"priority\":-5,"
                + "\"expires_at\":\"2099-01-01T00:00:00Z\",\"note\":\"Q1\"}";
        Answer first = owner.post("/v1/credits", body, "Idempotency-Key", "credit-1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.field("remaining")).isEqualTo("50");
        Answer again = owner.post("/v1/credits", body, "Idempotency-Key", "credit-1");
        assertThat(again.field("grant_id")).isEqualTo(first.field("grant_id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        Answer other =
                owner.post("/v1/credits", "{\"pool\":\"reserved\",\"amount\":\"1\"}", "Idempotency-Key", "credit-1");
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(owner.get("/v1/credits").text()).contains(first.field("grant_id"));
    }

    @Test
    void credit_withoutAmount_isRefused() {
        assertThat(owner.post("/v1/credits", "{\"pool\":\"reserved\",\"amount\":\"0\"}")
                        .status())
                .isEqualTo(422);
        assertThat(owner.post("/v1/credits", "{\"pool\":\"reserved\"}").code()).isEqualTo("FIELD_REQUIRED");
    }

    @Test
    void actor_lifecycle_andItsKeys() {
        String spec = "{\"display_name\":\"Ann\",\"role\":\"member\",\"permissions\":[\"approve.prod\"],"
                + "\"projects\":[\"a*\"],\"environment_classes\":[\"prod\"],\"sources\":[\"custom\"],\"aliases\":[\"ann@x\"]}";
        assertThat(owner.put("/v1/actors/ann", spec).status()).isEqualTo(201);
        assertThat(owner.put("/v1/actors/ann", spec).status()).isEqualTo(200);
        assertThat(owner.get("/v1/actors/ann").json().get("projects")).isEqualTo(JsonArray.ofStrings(List.of("a*")));
        Answer key = owner.post("/v1/api-keys", "{\"actor_id\":\"ann\",\"name\":\"laptop\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(key.field("key")).startsWith("sw_");
        String list = owner.get("/v1/api-keys").text();
        assertThat(list).contains(key.field("key_id")).doesNotContain(key.field("key"));
        assertThat(owner.delete("/v1/api-keys/" + key.field("key_id")).status()).isEqualTo(204);
        assertThat(owner.delete("/v1/actors/ann").status()).isEqualTo(204);
        assertThat(owner.get("/v1/actors/ann").status()).isEqualTo(404);
    }

    @Test
    void actor_badFields_areAllReported() {
        Answer answer = owner.put(
                "/v1/actors/bob",
                "{\"role\":\"king\",\"permissions\":\"all\",\"sources\":[\"email\"],\"projects\":[7],\"x\":1}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(((JsonArray) answer.json().get("errors")).size()).isEqualTo(5);
    }

    @Test
    void apiKey_forNobody_isRefused() {
        Answer answer = owner.post("/v1/api-keys", "{\"actor_id\":\"nobody-at-all\",\"name\":\"x\"}");
        assertThat(answer.status()).isIn(404, 422);
    }

    @Test
    void ledger_afterWrites_listsAndVerifies() {
        owner.put("/v1/budgets/audited", "{\"monthly_limit\":\"7\"}", "X-Request-Id", "audit-me");
        Answer list = owner.get("/v1/ledger?chain=governance&entry_type=budget.changed&subject_id=audited");
        JsonObject entry = (JsonObject)
                ((JsonObject) ((JsonArray) list.json().get("items")).elements().get(0)).get("entry");
        assertThat(entry.get("request_id")).isEqualTo(new JsonString("audit-me"));
        assertThat(entry.get("actor_id")).isEqualTo(new JsonString("owner"));
        assertThat(entry.get("config_sha256")).isNotEqualTo(JsonNull.NULL);
        assertThat(owner.post("/v1/ledger/verify", "{}").json().get("valid")).isEqualTo(JsonBoolean.TRUE);
        assertThat(((JsonArray) owner.post("/v1/ledger/verify", "{\"chain\":\"governance\"}")
                                .json()
                                .get("chains"))
                        .size())
                .isEqualTo(1);
        assertThat(owner.post("/v1/ledger/verify", "{\"from_checkpoint\":\"x\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void ingest_envelopeLinesAndFocus_feedTheForecast() {
        String envelope = "{\"tenant_id\":\"default\",\"event_id\":\"e-1\",\"trace_id\":\"t\",\"agent_id\":\"a\","
                + "\"schema_version\":\"1.0\",\"created_at\":\"2026-03-02T01:00:00Z\",\"source\":\"aws-cur\","
                + "\"type\":\"cost.daily\",\"payload\":{\"date\":\"2026-03-01\",\"project_id\":\"p\",\"amount\":\"3.5\","
                + "\"currency\":\"USD\",\"final\":true}}";
        Answer first = owner.post("/v1/ingest", envelope);
        assertThat(first.status()).isEqualTo(200);
        assertThat(owner.post("/v1/ingest", envelope).text()).isEqualTo(first.text());
        assertThat(owner.post("/v1/ingest", envelope.replace("\"default\"", "\"other\""))
                        .code())
                .isEqualTo("TENANT_MISMATCH");
        assertThat(owner.post("/v1/ingest", envelope.replace("\"event_id\":\"e-1\",", ""))
                        .code())
                .isEqualTo("EVENT_ID_REQUIRED");
        byte[] lines = (envelope + "\n" + envelope.replace("e-1", "e-2") + "\n{bad\n").getBytes(StandardCharsets.UTF_8);
        Answer batch = owner.send("POST", "/v1/ingest", "application/x-ndjson", lines);
        assertThat(batch.text())
                .contains("\"accepted\":1")
                .contains("\"duplicates\":1")
                .contains("\"index\":2");
        byte[] csv = ("BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,SubAccountId\n"
                        + "1.25,USD,2026-03-03T00:00:00Z,2026-03-04T00:00:00Z,web\n")
                .getBytes(StandardCharsets.UTF_8);
        Answer focus =
                owner.send("POST", "/v1/ingest?agent_id=a&trace_id=t&project_column=SubAccountId", "text/csv", csv);
        assertThat(focus.text()).contains("\"accepted\":1");
        assertThat(owner.send("POST", "/v1/ingest?trace_id=t", "text/csv", csv).code())
                .isEqualTo("AGENT_ID_REQUIRED");
        assertThat(owner.post("/v1/ingest?agent_id=a", envelope).code()).isEqualTo("UNKNOWN_PARAMETER");
    }
}
