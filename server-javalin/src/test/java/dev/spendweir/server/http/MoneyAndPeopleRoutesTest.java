package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.store.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
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
    void actor_changesOnlyInTheVersionThatWasRead() {
        String member = "{\"role\":\"member\"}";
        assertThat(owner.put("/v1/actors/vera", member, "If-Match", "*").code()).isEqualTo("STALE_VERSION");
        Answer made = owner.put("/v1/actors/vera", member);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(owner.get("/v1/actors/vera").header("ETag")).isEqualTo("\"1\"");
        Answer changed = owner.put("/v1/actors/vera", member, "If-Match", "\"1\"");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        Answer stale = owner.put("/v1/actors/vera", "{\"role\":\"owner\"}", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("STALE_VERSION");
        assertThat(delete("/v1/actors/vera", "\"1\"").status()).isEqualTo(412);
        assertThat(delete("/v1/actors/vera", "vera").status()).isEqualTo(422);
        assertThat(owner.get("/v1/actors/vera").field("role")).isEqualTo("member");
        assertThat(delete("/v1/actors/vera", "\"2\"").status()).isEqualTo(204);
        assertThat(owner.put("/v1/actors/vera", member).header("ETag")).isEqualTo("\"4\"");
    }

    private static Answer delete(String path, String version) {
        return owner.send("DELETE", path, null, null, "If-Match", version);
    }

    @Test
    void permission_thatNobodyAsksFor_isAMisspelling() {
        Answer refused =
                owner.put("/v1/actors/typo", "{\"role\":\"member\",\"permissions\":[\"ingest\",\"aprove.prod\"]}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("/permissions/1").contains("approve.prod");
        assertThat(owner.put("/v1/actors/typo", "{\"role\":\"member\",\"permissions\":[\"approve.team-7\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void name_leadsToOneActor() {
        owner.put("/v1/actors/nina", "{\"role\":\"member\",\"aliases\":[\"gh:nina\"]}");
        for (String spec : List.of("[\"gh:nina\"]", "[\"nina\"]")) {
            Answer taken = owner.put("/v1/actors/paul", "{\"role\":\"member\",\"aliases\":" + spec + "}");
            assertThat(taken.status()).as(spec).isEqualTo(409);
            assertThat(taken.code()).isEqualTo("CONFLICT");
        }
        assertThat(owner.put("/v1/actors/gh:nina", "{\"role\":\"member\"}").code())
                .isEqualTo("CONFLICT");
        assertThat(owner.put("/v1/actors/paul", "{\"role\":\"member\",\"aliases\":[\"x\",\"x\"]}")
                        .code())
                .isEqualTo("CONFLICT");
        for (String own : List.of("service:sweeper", "service:spendweir", "service:quarantine", "service:notifier")) {
            assertThat(owner.put("/v1/actors/" + own, "{\"role\":\"member\"}").status())
                    .isEqualTo(422);
        }
        assertThat(owner.delete("/v1/actors/nina").status()).isEqualTo(204);
        assertThat(owner.put("/v1/actors/paul", "{\"role\":\"member\",\"aliases\":[\"gh:nina\",\"nina\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(owner.put("/v1/actors/nina", "{\"role\":\"member\"}").code()).isEqualTo("CONFLICT");
    }

    @Test
    void disabledActor_cannotCall_countsAsNoOwner_andStandsInTheLedger() {
        ApiClient dan = server.actor("dan", "owner");
        assertThat(dan.put("/v1/actors/owner", "{\"role\":\"owner\",\"disabled\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(dan.put("/v1/actors/dan", "{\"role\":\"member\"}").code()).isEqualTo("LAST_OWNER");
        assertThat(dan.put("/v1/actors/dan", "{\"role\":\"owner\",\"disabled\":true}")
                        .code())
                .isEqualTo("LAST_OWNER");
        assertThat(dan.delete("/v1/actors/dan").code()).isEqualTo("LAST_OWNER");
        assertThat(dan.put("/v1/actors/owner", "{\"role\":\"owner\"}").status()).isEqualTo(200);
        assertThat(dan.get("/v1/ledger?chain=governance&entry_type=actor.changed&subject_id=owner")
                        .text())
                .contains("\"disabled\":true");
        ApiClient tim = server.actor("tim", "member");
        dan.put("/v1/actors/tim", "{\"role\":\"member\",\"disabled\":true}");
        await(() -> tim.get("/v1/policy").status() == 401);
        dan.put("/v1/actors/tim", "{\"role\":\"member\"}");
        await(() -> tim.get("/v1/policy").status() == 200);
        await(() -> owner.get("/v1/policy").status() == 200);
        assertThat(owner.delete("/v1/actors/dan").status()).isEqualTo(204);
    }

    @Test
    void cursor_ofAnotherList_isRefused_andNoneIsAnError() {
        String named = Cursor.after("ann");
        for (String list :
                List.of("api-keys", "credits", "decisions", "reservations", "approvals", "dead-letters", "run-tasks")) {
            Answer refused = owner.get("/v1/" + list + "?cursor=" + named);
            assertThat(refused.status()).as(list).isEqualTo(422);
            assertThat(refused.text()).contains("INVALID_PARAMETER", "\"?cursor\"");
        }
        assertThat(owner.get("/v1/actors?cursor=" + named).status()).isEqualTo(200);
        assertThat(owner.get("/v1/ledger?cursor=" + Cursor.after(Long.toString(Long.MAX_VALUE)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void boundOwner_cannotLeaveItsBounds() {
        ApiClient bound = server.actor("boris", "{\"role\":\"owner\"}", ",\"projects\":[\"payments\"]");
        assertThat(bound.put("/v1/actors/boris2", "{\"role\":\"owner\"}").code())
                .isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.post("/v1/api-keys", "{\"actor_id\":\"boris\",\"name\":\"free\"}")
                        .code())
                .isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.delete("/v1/actors/boris").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.delete("/v1/api-keys/x").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        ApiClient sourced = server.actor("boris", "{\"role\":\"owner\"}", ",\"sources\":[\"custom\"]");
        assertThat(sourced.delete("/v1/actors/boris").code()).isEqualTo("SOURCE_NOT_ALLOWED");
        assertThat(owner.delete("/v1/actors/boris").status()).isEqualTo(204);
    }

    @Test
    void ingest_inIntegrityMode_wantsEachEnvelopesHash() {
        String envelope = "{\"tenant_id\":\"default\",\"event_id\":\"hash-1\",\"trace_id\":\"t\",\"agent_id\":\"a\","
                + "\"schema_version\":\"1.0\",\"created_at\":\"2026-03-02T01:00:00Z\",\"source\":\"aws-cur\","
                + "\"type\":\"cost.watermark\",\"payload\":{\"complete_through\":\"2026-03-01\"}";
        String sha256 = CanonicalJson.sha256(JsonReader.read("{\"complete_through\":\"2026-03-01\"}"));
        try (var strict = server.another("ingest.integrity", "true")) {
            ApiClient client = new ApiClient(strict.url(), owner.key());
            assertThat(client.post("/v1/ingest", envelope + "}").code()).isEqualTo("INTEGRITY_HASH_REQUIRED");
            assertThat(client.post("/v1/ingest", envelope + ",\"integrity_hash\":\"" + "0".repeat(64) + "\"}")
                            .code())
                    .isEqualTo("INTEGRITY_HASH_MISMATCH");
            assertThat(client.post("/v1/ingest", envelope + ",\"integrity_hash\":\"" + sha256 + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** What was verified is believed for 5 s. */
    private static void await(BooleanSupplier condition) {
        Instant begin = Instant.now();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
        }
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
