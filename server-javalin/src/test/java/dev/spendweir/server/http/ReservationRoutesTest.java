package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every answer is also checked against the OpenAPI document by {@link ApiClient}. */
class ReservationRoutesTest {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        server = TestServer.start("jobs.sweep_interval_millis", "100");
        owner = server.owner();
        owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "\"0\"");
        owner.put("/v1/budgets/web", "{\"monthly_limit\":\"1000000\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void confirm_thenReconcile_settlesWithItsDrift() {
        String id = held("40", ",\"change_id\":\"pr-1\"");
        assertThat(owner.get("/v1/reservations/" + id).field("status")).isEqualTo("tentative");
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"1\"}").code())
                .isEqualTo("RESERVATION_NOT_CONFIRMED");
        Answer confirmed = owner.send("POST", "/v1/reservations/" + id + "/confirm", null, null);
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.field("status")).isEqualTo("confirmed");
        assertThat(owner.post("/v1/reservations/" + id + "/confirm", "{}").text())
                .isEqualTo(confirmed.text());
        Answer settled = reconcile(owner, id, "{\"actual_monthly_delta\":\"35.5\",\"notes\":\"as billed\"}");
        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.field("status")).isEqualTo("settled");
        assertThat(settled.field("drift")).isEqualTo("-4.5");
        assertThat(settled.field("close_reason")).isEqualTo("reconciled");
        assertThat(owner.get("/v1/reservations/" + id).text()).isEqualTo(settled.text());
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"35.5\"}").code())
                .isEqualTo("RESERVATION_NOT_ACTIVE");
        JsonObject exception = items("/v1/reservations/exceptions?kind=drift&reservation_id=" + id)
                .get(0);
        assertThat(exception.get("drift")).isEqualTo(new JsonString("-4.5"));
        assertThat(items("/v1/reservations/exceptions?kind=overrun&reservation_id=" + id))
                .isEmpty();
        assertThat(owner.get("/metrics").text()).contains("spendweir_reconciliation_drift");
    }

    @Test
    void release_givesBack_andIsRefusedTwice() {
        String id = held("40", ",\"change_id\":\"pr-2\"");
        assertThat(owner.post("/v1/reservations/" + id + "/release", "{}").field("status"))
                .isEqualTo("released");
        assertThat(owner.post("/v1/reservations/" + id + "/release", "{}").code())
                .isEqualTo("RESERVATION_NOT_ACTIVE");
        assertThat(owner.post("/v1/reservations/" + id + "/confirm", "{}").code())
                .isEqualTo("RESERVATION_NOT_ACTIVE");
    }

    @Test
    void reconcile_headerKeyWinsOverTheBodys() {
        String id = held("10", "");
        String body = "{\"actual_monthly_delta\":\"9\",\"idempotency_key\":\"body-key\"}";
        Answer first = owner.post("/v1/reservations/" + id + "/reconcile", body, "Idempotency-Key", "head-key");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        Answer again = owner.post(
                "/v1/reservations/" + id + "/reconcile", "{\"actual_monthly_delta\":9}", "Idempotency-Key", "head-key");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"8\",\"idempotency_key\":\"head-key\"}")
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(reconcile(owner, id, body).code())
                .as("the body's key was never used")
                .isEqualTo("RESERVATION_NOT_ACTIVE");
    }

    @Test
    void badBodies_areRefused() {
        String id = held("10", "");
        assertThat(reconcile(owner, id, "{}").code()).isEqualTo("FIELD_REQUIRED");
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"-1\"}").status())
                .isEqualTo(422);
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"1\",\"x\":1}")
                        .code())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(reconcile(owner, id, "{\"actual_monthly_delta\":\"1\",\"idempotency_key\":\"a b c\"}")
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_INVALID");
        assertThat(owner.post("/v1/reservations/" + id + "/confirm", "{\"x\":1}")
                        .code())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(owner.post("/v1/reservations/reconcile-overdue", "{\"limit\":0}")
                        .status())
                .isEqualTo(422);
        assertThat(owner.post("/v1/reservations/no-such/release", "{}").code()).isEqualTo("NOT_FOUND");
        assertThat(owner.get("/v1/reservations/exceptions?kind=odd").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(owner.get("/v1/reservations/exceptions?reservation_id=odd").code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(owner.get("/v1/reservations/exceptions?status=settled").code())
                .isEqualTo("UNKNOWN_PARAMETER");
    }

    @Test
    void members_mayLookAtTheirOwnAndDoNothing() {
        ApiClient member = server.actor("mia", "member");
        Answer own = member.post(
                "/v1/gate",
                Requests.gate("web", "dev", "5", ",\"change_id\":\"pr-3\""),
                "Idempotency-Key",
                "mia-" + KEYS.incrementAndGet());
        String id = own.field("reservation_id");
        assertThat(member.get("/v1/reservations/" + id).status()).isEqualTo(200);
        assertThat(member.get("/v1/reservations/" + held("5", "")).status()).isEqualTo(404);
        for (String step : List.of("confirm", "release", "reconcile")) {
            assertThat(member.post("/v1/reservations/" + id + "/" + step, "{\"actual_monthly_delta\":\"1\"}")
                            .code())
                    .isEqualTo("PERMISSION_MISSING");
        }
        assertThat(member.post("/v1/reservations/reconcile-overdue", "{}").code())
                .isEqualTo("PERMISSION_MISSING");
        assertThat(member.get("/v1/reservations/exceptions").code()).isEqualTo("PERMISSION_MISSING");
    }

    @Test
    void bindings_boundWhatAnAdminMayTouch() {
        ApiClient bound = server.actor("ada", "{\"role\":\"admin\",\"projects\":[\"shop*\"]}", "");
        String id = held("5", "");
        assertThat(bound.get("/v1/reservations/" + id).code()).isEqualTo("PROJECT_NOT_ALLOWED");
        for (String step : List.of("confirm", "release")) {
            assertThat(bound.post("/v1/reservations/" + id + "/" + step, "{}").code())
                    .isEqualTo("PROJECT_NOT_ALLOWED");
        }
        assertThat(reconcile(bound, id, "{\"actual_monthly_delta\":\"1\"}").code())
                .isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.get("/v1/reservations").text()).doesNotContain(id);
        assertThat(owner.get("/v1/reservations/" + id).field("status")).isEqualTo("confirmed");
    }

    /** The job of the running server does it too; whoever is first, each hold is closed once. */
    @Test
    void overdueHolds_areClosedByRequestOrByTheJob() throws Exception {
        String tentative = held("5", ",\"change_id\":\"pr-4\"");
        String confirmed = held("6", "");
        String before = owner.get("/v1/policy").header("ETag");
        owner.put(
                "/v1/policy",
                "{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":1}}",
                "If-Match",
                before);
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (isActive(tentative) || isActive(confirmed)) {
            if (System.nanoTime() > deadline) {
                fail("the holds are not swept: " + owner.get("/v1/reservations/" + confirmed));
            }
            Answer swept = owner.send("POST", "/v1/reservations/reconcile-overdue", null, null);
            assertThat(swept.status()).isEqualTo(200);
        }
        owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
        assertThat(owner.get("/v1/reservations/" + tentative).field("status")).isEqualTo("released");
        assertThat(owner.get("/v1/reservations/" + confirmed).field("actual")).isEqualTo("6");
        assertThat(items(
                        "/v1/reservations/exceptions?kind=never_reconciled&project_id=web&reservation_id=" + confirmed))
                .hasSize(1);
        Answer late = reconcile(owner, confirmed, "{\"actual_monthly_delta\":\"4\"}");
        assertThat(late.field("drift")).isEqualTo("-2");
        assertThat(items("/v1/reservations/exceptions?kind=late_actual&reservation_id=" + confirmed))
                .hasSize(1);
        assertThat(owner.get("/metrics").text())
                .contains("spendweir_job_run_seconds_count{job=\"sweep\",result=\"done\"}")
                .contains("spendweir_reservations{state=\"confirmed\"}");
    }

    private static boolean isActive(String id) {
        return List.of("tentative", "confirmed")
                .contains(owner.get("/v1/reservations/" + id).field("status"));
    }

    private static Answer reconcile(ApiClient client, String id, String body) {
        return client.post("/v1/reservations/" + id + "/reconcile", body);
    }

    /** A hold of project web; confirmed unless it has a change. */
    private static String held(String amount, String more) {
        Answer answer = owner.post(
                "/v1/gate",
                Requests.gate("web", "dev", amount, more),
                "Idempotency-Key",
                "held-" + KEYS.incrementAndGet());
        assertThat(answer.status()).isEqualTo(200);
        return answer.field("reservation_id");
    }

    private static List<JsonObject> items(String path) {
        return ((JsonArray) owner.get(path).json().get("items"))
                .elements().stream().map(item -> (JsonObject) item).toList();
    }
}
