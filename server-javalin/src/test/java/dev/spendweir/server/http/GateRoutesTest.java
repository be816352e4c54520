package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.server.http.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateRoutesTest {

    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        owner = server.owner();
        assertThat(owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*")
                        .status())
                .isEqualTo(201);
        for (String project : new String[] {"shop", "small", "web"}) {
            assertThat(owner.put("/v1/budgets/" + project, "{\"monthly_limit\":\"100\"}")
                            .status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void gate_withinBudget_allowsAndHoldsAndCanBeReadBack() {
        Answer answer = owner.post("/v1/gate", Requests.gate("shop", "dev", "10", ""), "Idempotency-Key", "shop-1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("outcome")).isEqualTo("ALLOW");
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        Answer decision = owner.get("/v1/decisions/" + answer.field("decision_id"));
        assertThat(decision.json().get("record")).isInstanceOf(JsonObject.class);
        assertThat(((JsonObject) decision.json().get("record")).get("decision_sha256"))
                .isEqualTo(answer.json().get("decision_sha256"));
        Answer explanation = owner.get("/v1/decisions/" + answer.field("decision_id") + "/explanation");
        assertThat(explanation.json()).isEqualTo(answer.json().get("explanation"));
        Answer hold = owner.get("/v1/reservations/" + answer.field("reservation_id"));
        assertThat(hold.field("status")).isEqualTo("confirmed");
        assertThat(hold.field("reserved")).isEqualTo("10");
        assertThat(hold.field("decision_id")).isEqualTo(answer.field("decision_id"));
    }

    @Test
    void gate_sameKeyAgain_answersTheSameBytes() {
        String request = Requests.gate("shop", "dev", "3", ",\"idempotency_key\":\"replay-me\"");
        Answer first = owner.post("/v1/gate", request);
        Answer second = owner.post("/v1/gate", request, "X-Request-Id", "another-one");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        Answer other = owner.post("/v1/gate", Requests.gate("shop", "dev", "4", ",\"idempotency_key\":\"replay-me\""));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void gate_headerKey_winsOverTheBodys() {
        String request = Requests.gate("shop", "dev", "1", ",\"idempotency_key\":\"in-body\"");
        Answer first = owner.post("/v1/gate", request, "Idempotency-Key", "in-header");
        Answer again = owner.post("/v1/gate", Requests.gate("shop", "dev", "1", ""), "Idempotency-Key", "in-header");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(owner.post("/v1/gate", request).header("Idempotency-Replayed"))
                .isEmpty();
    }

    @Test
    void gate_overBudget_deniesWithWaysOut() {
        Answer answer = owner.post("/v1/gate", Requests.gate("small", "dev", "500", ""), "Idempotency-Key", "too-much");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("outcome")).isEqualTo("DENY");
        assertThat(answer.json().get("reservation_id")).isEqualTo(JsonNull.NULL);
        assertThat(answer.text()).contains("budget_exceeded").contains("add_budget");
    }

    @Test
    void gate_dryRun_storesNothing() {
        String request = Requests.gate("shop", "dev", "5", ",\"dry_run\":true,\"idempotency_key\":\"rehearsal\"");
        Answer answer = owner.post("/v1/gate", request);
        assertThat(answer.json().get("decision_id")).isEqualTo(JsonNull.NULL);
        assertThat(answer.json().get("ledger")).isEqualTo(JsonNull.NULL);
        Answer real = owner.post("/v1/gate", Requests.gate("shop", "dev", "5", ",\"idempotency_key\":\"rehearsal\""));
        assertThat(real.header("Idempotency-Replayed")).isEmpty();
        assertThat(real.json().get("decision_id")).isInstanceOf(JsonString.class);
    }

    @Test
    void gate_sameChangeAgain_movesItsHold() {
        String change = ",\"change_id\":\"pr-7\"";
        Answer first = owner.post("/v1/gate", Requests.gate("web", "dev", "60", change), "Idempotency-Key", "pr-7-1");
        Answer second = owner.post("/v1/gate", Requests.gate("web", "dev", "70", change), "Idempotency-Key", "pr-7-2");
        assertThat(second.field("outcome")).isEqualTo("ALLOW");
        assertThat(owner.get("/v1/budgets/web").field("reserved")).isEqualTo("70");
        Answer replay = owner.post("/v1/gate", Requests.gate("web", "dev", "60", change), "Idempotency-Key", "pr-7-1");
        assertThat(replay.text()).isEqualTo(first.text());
        assertThat(replay.header("Spendweir-Reservation-Status")).isEqualTo("released");
        Answer old = owner.get("/v1/reservations/" + first.field("reservation_id"));
        assertThat(old.field("status")).isEqualTo("released");
        assertThat(old.field("successor")).isEqualTo(second.field("reservation_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"tenant_id\":\"other\" | 403 | TENANT_MISMATCH",
                ",\"source\":\"terraform\" | 403 | SOURCE_NOT_ALLOWED",
                ",\"tenant_id\":7 | 422 | INVALID_FIELD",
                ",\"requester_id\":7 | 422 | INVALID_FIELD",
                ",\"source\":7 | 422 | INVALID_FIELD",
                ",\"unknown\":1 | 422 | UNKNOWN_FIELD",
                ",\"metadata\":[] | 422 | INVALID_FIELD",
                ",\"currency\":\"EUR\" | 422 | CURRENCY_MISMATCH",
                ",\"change_id\":7 | 422 | INVALID_FIELD",
                ",\"change_id\":\"\" | 422 | INVALID_FIELD"
            })
    void gate_badRequest_hasCode(String more, int status, String code) {
        Answer answer = owner.post("/v1/gate", Requests.gate("shop", "dev", "1", more), "Idempotency-Key", "bad-one");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void gate_withoutKey_isRefused() {
        Answer answer = owner.post("/v1/gate", Requests.gate("shop", "dev", "1", ""));
        assertThat(answer.code()).isEqualTo("FIELD_REQUIRED");
        assertThat(answer.text()).contains("/idempotency_key");
    }

    @Test
    void gate_ownTenantNamed_isTaken() {
        Answer answer = owner.post(
                "/v1/gate",
                Requests.gate("shop", "dev", "0", ",\"tenant_id\":\"default\""),
                "Idempotency-Key",
                "own-tenant");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void decisions_filters_narrowTheList() {
        owner.post("/v1/gate", Requests.gate("filtered", "prod", "0", ""), "Idempotency-Key", "filter-1");
        assertThat(items(owner.get("/v1/decisions?project_id=filtered"))).hasSize(1);
        assertThat(items(owner.get(
                        "/v1/decisions?project_id=filtered&environment_class=prod&source=custom&outcome=ALLOW")))
                .hasSize(1);
        assertThat(items(owner.get("/v1/decisions?project_id=filtered&environment_class=nonprod")))
                .isEmpty();
        assertThat(items(owner.get("/v1/decisions?project_id=filtered&reason=no_cost_increase")))
                .hasSize(1);
        assertThat(items(owner.get("/v1/decisions?project_id=filtered&to=2020-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(items(owner.get("/v1/decisions?project_id=filtered&from=2020-01-01T00:00:00Z")))
                .hasSize(1);
    }

    @Test
    void decisions_pages_giveEveryItemOnce() {
        for (int i = 0; i < 5; i++) {
            owner.post("/v1/gate", Requests.gate("paged", "dev", "0", ""), "Idempotency-Key", "page-" + i);
        }
        Answer page = owner.get("/v1/decisions?project_id=paged&limit=2");
        List<String> ids = new ArrayList<>(ids(page));
        while (page.json().get("next_cursor") instanceof JsonString cursor) {
            page = owner.get("/v1/decisions?project_id=paged&limit=2&cursor=" + cursor.value());
            ids.addAll(ids(page));
        }
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void metrics_afterDecisions_countThem() {
        owner.post("/v1/gate", Requests.gate("shop", "dev", "0", ""), "Idempotency-Key", "counted");
        assertThat(owner.get("/metrics").text())
                .containsPattern(
                        "spendweir_gate_decisions_total\\{mode=\"hard\",outcome=\"ALLOW\",source=\"custom\"} [1-9]")
                .containsPattern("spendweir_gate_latency_seconds_count\\{phase=\"decide\"} [1-9]");
    }

    private static List<JsonValue> items(Answer answer) {
        return ((JsonArray) answer.json().get("items")).elements();
    }

    private static List<String> ids(Answer answer) {
        return items(answer).stream()
                .map(item -> ((JsonString) ((JsonObject) item).get("decision_id")).value())
                .toList();
    }
}
