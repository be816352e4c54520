package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerraformRoutesTest {

    private static final String GATE = "/v1/gate/terraform";
    private static final String PREFLIGHT = "/v1/gate/terraform/preflight";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() throws IOException {
        Path prices = Files.writeString(directory.resolve("prices.yaml"), """
                schema: spendweir.price_sheet/v1
                name: ours
                currency: USD
                resources:
                  our_thing:
                    components:
                      - {name: thing, price: '12.5', per: month, source: ours}
                sources:
                  ours: {text: our contract, as_of: 2026-01-01}
                """);
        server = TestServer.start("prices.file", prices.toString());
        owner = server.owner();
        owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
        owner.put("/v1/budgets/infra", "{\"monthly_limit\":\"1000\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "01-create.json, terraform.apply",
        "02-no-op.json, terraform.apply",
        "03-update.json, terraform.apply",
        "04-replace.json, terraform.replace",
        "05-delete-partial.json, terraform.destroy",
        "06-destroy.json, terraform.destroy",
        "07-create-before-destroy.json, terraform.replace",
        "08-sensitive-replace.json, terraform.replace",
        "10-moved.json, terraform.apply",
        "11-forget-and-import.json, terraform.apply",
        "12-outputs-only.json, terraform.apply",
        "14-create-again.json, terraform.apply",
        "15-no-resource-changes.json, terraform.apply"
    })
    void plan_real_isDecidedOnWhatItSays(String file, String action) {
        Answer answer = owner.post(GATE, Plans.gate("real-" + file, "infra", ",\"plan\":" + Plans.committed(file)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonObject request = requestOf(answer);
        assertThat(request.get("action")).isEqualTo(new JsonString(action));
        assertThat(request.get("source")).isEqualTo(new JsonString("terraform"));
        assertThat(((JsonObject) request.get("metadata")).names())
                .contains("plan_content_sha256", "price_basis", "actions", "types", "addresses", "labels");
    }

    @ParameterizedTest
    @CsvSource({"13-errored.json, PLAN_ERRORED", "09-target.json, PLAN_INCOMPLETE"})
    void plan_thatMustNotBeApplied_isRefused(String file, String code) {
        Answer answer = owner.post(GATE, Plans.gate("bad", "infra", ",\"plan\":" + Plans.committed(file)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void plan_identicalAgain_hasTheSameFingerprint() {
        String first = owner.post(GATE, Plans.gate("a", "infra", ",\"plan\":" + Plans.committed("01-create.json")))
                .field("fingerprint");
        String second = owner.post(
                        GATE, Plans.gate("b", "infra", ",\"plan\":" + Plans.committed("14-create-again.json")))
                .field("fingerprint");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void price_isDerivedHere_fromBothSheets() {
        String changes = Plans.change("aws_kms_key", 0, "{}") + "," + Plans.change("our_thing", 0, "{}") + ","
                + Plans.change("nobody_knows", 0, "{}");
        Answer answer = owner.post(
                GATE,
                Plans.gate("priced", "infra", ",\"plan\":" + Plans.plan(changes) + ",\"labels\":{\"team\":\"web\"}"));
        JsonObject request = requestOf(answer);
        assertThat(request.get("estimated_monthly_delta")).isEqualTo(new JsonString("13.5"));
        assertThat(request.get("unpriced_resources")).isEqualTo(new JsonNumber("1"));
        assertThat(((JsonObject) request.get("metadata")).get("labels").toString())
                .contains("team");
        assertThat(answer.text()).contains("unpriced_resources");
    }

    @Test
    void secretsOfAPlan_areStoredAndToldNowhere() {
        String after = "{\"password\":\"hunter2-secret\",\"name\":\"db\"}";
        String change = Plans.change("aws_kms_key", 0, after)
                .replace("\"after_sensitive\":{}", "\"after_sensitive\":{\"password\":true}");
        Answer answer = owner.post(GATE, Plans.gate("secret", "infra", ",\"plan\":" + Plans.plan(change)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("hunter2");
        assertThat(owner.get("/v1/decisions/" + answer.field("decision_id")).text())
                .doesNotContain("hunter2");
        assertThat(owner.get("/v1/ledger?limit=500").text()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                " | 422 | FIELD_REQUIRED | /plan",
                ",\"plan\":{} | 422 | PLAN_INVALID | /plan",
                ",\"plan\":[] | 422 | PLAN_INVALID | /plan",
                ",\"plan\":{\"format_version\":\"9.0\",\"resource_changes\":[],\"planned_values\":{},\"configuration\":{}} | 422 | PLAN_FORMAT_UNSUPPORTED | /plan",
                ",\"infracost\":{\"x\":1} | 422 | INFRACOST_INVALID | /infracost",
                ",\"estimated_monthly_delta\":\"x\" | 422 | INVALID_AMOUNT | /estimated_monthly_delta",
                ",\"estimated_monthly_delta\":\"1\",\"stage\":\"later\" | 422 | INVALID_FIELD | /stage",
                ",\"estimated_monthly_delta\":\"1\",\"labels\":[] | 422 | INVALID_FIELD | /labels",
                ",\"estimated_monthly_delta\":\"1\",\"labels\":{\"n\":1e30} | 422 | INVALID_FIELD | /labels",
                ",\"estimated_monthly_delta\":\"1\",\"plan_file_sha256\":\"AB\" | 422 | INVALID_FIELD | /plan_file_sha256",
                ",\"estimated_monthly_delta\":\"1\",\"source\":\"terraform\" | 422 | UNKNOWN_FIELD | /source",
                ",\"estimated_monthly_delta\":\"1\",\"action\":\"x\" | 422 | UNKNOWN_FIELD | /action",
                ",\"estimated_monthly_delta\":\"1\",\"currency\":\"EUR\" | 422 | CURRENCY_MISMATCH | /currency",
                ",\"estimated_monthly_delta\":\"1\",\"stage\":\"pre_plan\" | 422 | INVALID_FIELD | /estimated_monthly_delta",
                ",\"estimated_monthly_delta\":\"1\",\"actual_monthly_delta\":\"1\" | 422 | INVALID_FIELD | /actual_monthly_delta",
                ",\"estimated_monthly_delta\":\"1\",\"tenant_id\":\"other\" | 403 | TENANT_MISMATCH | /tenant_id",
                ",\"expected_request_fingerprint\":\"x\" | 422 | UNKNOWN_FIELD | /expected_request_fingerprint"
            })
    void body_bad_hasCodeAndPointer(String more, int status, String code, String pointer) {
        Answer answer = owner.post(GATE, Plans.gate("bad-body", "infra", more == null ? "" : more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text()).contains("\"pointer\":\"" + pointer);
    }

    @Test
    void planFile_isKeptBesideTheDecision_andPartOfNoFingerprint() {
        String sha256 = "0123456789abcdef".repeat(4);
        String plan = ",\"plan\":" + Plans.keys(1);
        Answer without = owner.post(GATE, Plans.gate("file-0", "infra", plan));
        Answer with =
                owner.post(GATE, Plans.gate("file-1", "infra", plan + ",\"plan_file_sha256\":\"" + sha256 + "\""));
        assertThat(with.status()).as(with.text()).isEqualTo(200);
        assertThat(with.field("fingerprint")).isEqualTo(without.field("fingerprint"));
        assertThat(with.text()).doesNotContain(sha256);
        assertThat(owner.get("/v1/ledger?limit=500").text())
                .containsOnlyOnce("\"plan_file_sha256\":\"" + sha256 + "\"");
    }

    @Test
    void deltas_withAPlan_areRefused() {
        Answer answer = owner.post(
                GATE, Plans.gate("both", "infra", ",\"estimated_monthly_delta\":\"1\",\"plan\":" + Plans.keys(1)));
        assertThat(answer.code()).isEqualTo("DELTAS_WITH_PLAN");
    }

    @Test
    void json_brokenInsideThePlan_isTheBodysFault() {
        assertThat(owner.post(GATE, Plans.gate("x", "infra", ",\"plan\":{\"format_version\":\"1.2\",,}"))
                        .code())
                .isEqualTo("MALFORMED_JSON");
        assertThat(owner.post(GATE, Plans.gate("x", "infra", ",\"plan\":" + Plans.keys(1) + ",\"plan\":null"))
                        .code())
                .isEqualTo("DUPLICATE_KEY");
        assertThat(owner.post(GATE, Plans.gate("x", "infra", ",\"plan\":{\"resource_changes\":" + "[".repeat(50_000)))
                        .code())
                .isEqualTo("MALFORMED_JSON");
    }

    @Test
    void explicitDeltas_withoutAPlan_areMarkedAsserted() {
        Answer answer = owner.post(GATE, Plans.gate("asserted", "infra", ",\"estimated_monthly_delta\":\"7\""));
        JsonObject metadata = (JsonObject) requestOf(answer).get("metadata");
        assertThat(((JsonObject) metadata.get("price_basis")).get("asserted")).isNotNull();
    }

    @Test
    void prePlan_holdsNothing() {
        Answer answer = owner.post(GATE, Plans.gate("early", "infra", ",\"stage\":\"pre_plan\""));
        assertThat(answer.field("outcome")).isEqualTo("ALLOW");
        assertThat(answer.json().get("reservation_id")).isEqualTo(JsonNull.NULL);
    }

    @Test
    void gate_withoutKey_derivesOneFromRunStageAndFingerprint() {
        String body = Plans.gate("run-17", "infra", ",\"plan\":" + Plans.keys(2));
        Answer first = owner.post(GATE, body);
        Answer again = owner.post(GATE, body);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(requestOf(first).get("idempotency_key"))
                .isEqualTo(new JsonString("terraform:run-17:pre_apply:"
                        + first.field("fingerprint").substring(0, 16)));
        Answer nextRun = owner.post(GATE, Plans.gate("run-18", "infra", ",\"plan\":" + Plans.keys(2)));
        assertThat(nextRun.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void preflight_addsTheContinuation_andReplaysTheSameBytes() {
        String body = Plans.gate("pf-1", "infra", ",\"stage\":\"post_plan\",\"plan\":" + Plans.keys(3));
        Answer first = owner.post(PREFLIGHT, body);
        JsonObject bindings = (JsonObject) ((JsonObject) first.json().get("continuation")).get("bindings");
        assertThat(bindings.get("fingerprint")).isEqualTo(first.json().get("fingerprint"));
        assertThat(bindings.get("plan_content_sha256")).isNotEqualTo(JsonNull.NULL);
        Answer again = owner.post(PREFLIGHT, body);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");

        String expected = first.field("fingerprint");
        String same = body.replaceFirst("\\{", "{\"expected_request_fingerprint\":\"" + expected + "\",");
        assertThat(owner.post(PREFLIGHT, same).text()).isEqualTo(first.text());
        Answer other = owner.post(PREFLIGHT, same.replace(expected, "0".repeat(64)));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("FINGERPRINT_MISMATCH");
        assertThat(owner.post(PREFLIGHT, Plans.gate("pf-2", "infra", ",\"stage\":\"post_apply\""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void postApply_settlesTheHold() {
        String change = ",\"change_id\":\"pr-99\"";
        Answer held = owner.post(GATE, Plans.gate("apply-1", "infra", change + ",\"plan\":" + Plans.keys(4)));
        String body =
                Plans.gate("apply-1", "infra", change + ",\"stage\":\"post_apply\",\"actual_monthly_delta\":\"3\"");
        Answer settled = owner.post(GATE, body);
        assertThat(settled.status()).as(settled.text()).isEqualTo(200);
        assertThat(settled.field("reservation_id")).isEqualTo(held.field("reservation_id"));
        assertThat(settled.field("status")).isEqualTo("settled");
        assertThat(settled.field("actual")).isEqualTo("3");
        assertThat(settled.field("drift")).isEqualTo("-1");
        assertThat(owner.post(GATE, body).text()).isEqualTo(settled.text());
        assertThat(owner.post(
                                GATE,
                                Plans.gate("apply-2", "infra", ",\"stage\":\"post_apply\",\"plan\":" + Plans.keys(1)))
                        .code())
                .isEqualTo("INVALID_FIELD");
        assertThat(owner.post(GATE, Plans.gate("apply-3", "infra", ",\"stage\":\"post_apply\""))
                        .code())
                .isEqualTo("FIELD_REQUIRED");
    }

    @Test
    void hostileTree_largerThanTheServersMemory_isRefusedBeforeItIsBuilt() {
        String labels = "[" + "1,".repeat(15_000_000) + "1]";
        Answer answer = owner.post(GATE, Plans.gate("bomb", "infra", ",\"labels\":{\"x\":" + labels + "}"));
        assertThat(answer.status()).isIn(413, 429);
    }

    private static JsonObject requestOf(Answer answer) {
        return (JsonObject)
                owner.get("/v1/decisions/" + answer.field("decision_id")).json().get("request");
    }
}
