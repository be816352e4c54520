package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

    private static final String LIMIT = "{\"monthly_limit\":\"10\"}";

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
    void problem_hasEveryMemberAndTheCallsIds() {
        Answer answer = owner.put(
                "/v1/budgets/p",
                "{}",
                "X-Request-Id",
                "my-request",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.field("request_id")).isEqualTo("my-request").isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.field("trace_id"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736")
                .isEqualTo(answer.header("X-Trace-Id"));
        assertThat(answer.header("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(answer.field("instance")).isEqualTo("/v1/budgets/p");
        assertThat(answer.field("type")).isEqualTo("urn:spendweir:problem:FIELD_REQUIRED");
        assertThat(pointers(answer)).containsExactly("/monthly_limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{ | 400 | MALFORMED_JSON",
                "{\"monthly_limit\":\"1\"} x | 400 | MALFORMED_JSON",
                "{\"monthly_limit\":'1'} | 400 | MALFORMED_JSON",
                "{\"monthly_limit\":NaN} | 400 | MALFORMED_JSON",
                "{\"monthly_limit\":\"1\",\"monthly_limit\":\"2\"} | 400 | DUPLICATE_KEY",
                "{\"monthly_limit\":\"1\",\"monthly\\u005flimit\":\"2\"} | 400 | DUPLICATE_KEY",
                "[] | 422 | INVALID_FIELD",
                "null | 422 | INVALID_FIELD",
                "{\"monthly_limit\":true} | 422 | INVALID_AMOUNT",
                "{\"monthly_limit\":\"ten\"} | 422 | INVALID_AMOUNT",
                "{\"monthly_limit\":\"-1\"} | 422 | INVALID_FIELD",
                "{\"monthly_limit\":\"1000000000001\"} | 422 | AMOUNT_OUT_OF_RANGE",
                "{\"monthly_limit\":1e999999999} | 422 | AMOUNT_OUT_OF_RANGE",
                "{\"monthly_limit\":\"1\",\"more\":null} | 422 | UNKNOWN_FIELD",
                "{\"monthly_limit\":null} | 422 | FIELD_REQUIRED"
            })
    void body_bad_hasCode(String body, int status, String code) {
        Answer answer = owner.put("/v1/budgets/p", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void body_deepNesting_isMalformedNotACrash() {
        Answer answer = owner.put("/v1/budgets/p", "[".repeat(200_000));
        assertThat(answer.code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void body_invalidUtf8_isMalformed() {
        byte[] body = {'{', '"', (byte) 0xC3, '"', ':', '1', '}'};
        Answer answer = owner.send("PUT", "/v1/budgets/p", "application/json", body);
        assertThat(answer.code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void body_unknownFieldWithLoneSurrogate_isReportedReadably() {
        Answer answer = owner.put("/v1/budgets/p", "{\"monthly_limit\":\"1\",\"\\ud800\":1}");
        assertThat(answer.code()).isEqualTo("UNKNOWN_FIELD");
        assertThat(pointers(answer)).containsExactly("/\ufffd");
    }

    @Test
    void body_severalFindings_areAllReportedInOrder() {
        Answer answer = owner.post("/v1/credits", "{\"pool\":\"gold\",\"amount\":\"x\",\"extra\":1,\"priority\":1.5}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(pointers(answer)).containsExactly("/amount", "/extra", "/pool", "/priority");
    }

    @Test
    void body_missing_isRequired() {
        Answer answer = owner.send("PUT", "/v1/budgets/p", null, null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("BODY_REQUIRED");
        assertThat(owner.put("/v1/budgets/p", "").code()).isEqualTo("BODY_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/json5",
                "json"
            })
    void contentType_other_isUnsupported(String type) {
        Answer answer = owner.send("PUT", "/v1/budgets/p", type, LIMIT.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "APPLICATION/JSON; Charset=\"UTF-8\"", "application/json;charset=utf-8"})
    void contentType_jsonInUtf8_isTaken(String type) {
        Answer answer = owner.send("PUT", "/v1/budgets/p", type, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.code()).isEqualTo("FIELD_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void contentEncoding_other_isUnsupported(String encoding) {
        Answer answer = owner.send(
                "PUT",
                "/v1/budgets/p",
                "application/json",
                LIMIT.getBytes(StandardCharsets.UTF_8),
                "Content-Encoding",
                encoding);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void path_unknown_isNotFound_alsoWithoutCredential() {
        assertThat(owner.get("/v1/nothing").code()).isEqualTo("NOT_FOUND");
        assertThat(owner.as(null).get("/").status()).isEqualTo(404);
        assertThat(owner.get("/V1/policy").status()).isEqualTo(404);
        assertThat(owner.get("/v1/policy/").status()).isEqualTo(404);
    }

    @Test
    void method_unknownAtPath_isNotAllowedAndSaysWhich() {
        Answer answer = owner.delete("/v1/policy");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT");
        assertThat(owner.send("OPTIONS", "/v1/budgets/p", null, null).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, PUT");
        assertThat(owner.send("PATCH", "/v1/budgets/p", null, null).status()).isEqualTo(405);
    }

    @Test
    void head_isAsGetWithoutBody_andAsksWhoCalls() {
        assertThat(owner.send("HEAD", "/v1/policy", null, null).header("ETag")).isEqualTo("\"0\"");
        assertThat(owner.as(null).send("HEAD", "/v1/policy", null, null).status())
                .isEqualTo(401);
        assertThat(owner.send("HEAD", "/v1/decisions/none", null, null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/policy?x=1 | UNKNOWN_PARAMETER | ?x",
                "/v1/budgets?limit=0 | INVALID_PARAMETER | ?limit",
                "/v1/budgets?limit=501 | INVALID_PARAMETER | ?limit",
                "/v1/budgets?limit=-1 | INVALID_PARAMETER | ?limit",
                "/v1/budgets?limit=1&limit=2 | INVALID_PARAMETER | ?limit",
                "/v1/budgets?limit= | INVALID_PARAMETER | ?limit",
                "/v1/budgets?limit=99999999999999999999 | INVALID_PARAMETER | ?limit",
                "/v1/decisions?outcome=allow | INVALID_PARAMETER | ?outcome",
                "/v1/decisions?from=yesterday | INVALID_PARAMETER | ?from",
                "/v1/decisions?project_id=%00 | INVALID_PARAMETER | ?project_id",
                "/v1/reservations?overdue=yes | INVALID_PARAMETER | ?overdue",
                "/v1/ledger?chain=main | INVALID_PARAMETER | ?chain"
            })
    void queryParameter_bad_hasCodeAndPointer(String path, String code, String pointer) {
        Answer answer = owner.get(path);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(pointers(answer)).containsExactly(pointer);
    }

    @Test
    void cursor_notOurs_isInvalid() {
        assertThat(owner.get("/v1/actors?cursor=nonsense").code()).isEqualTo("INVALID_PARAMETER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "has blank"})
    void idempotencyKey_bad_isInvalid(String key) {
        Answer answer = owner.post("/v1/credits", "{\"pool\":\"reserved\",\"amount\":\"1\"}", "Idempotency-Key", key);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("IDEMPOTENCY_KEY_INVALID");
        assertThat(owner.post("/v1/credits", "{}", "Idempotency-Key", "k".repeat(256))
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_INVALID");
    }

    @Test
    void contract_isAnswered_andAnOtherMajorRefused() {
        assertThat(owner.as(null).get("/v1").field("contract_version")).isEqualTo(ContractVersion.CURRENT);
        assertThat(owner.get("/v1/policy", "Spendweir-Contract", "1.4.2").status())
                .isEqualTo(200);
        Answer refused = owner.get("/v1/policy", "Spendweir-Contract", "2.0.0");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("CONTRACT_VERSION_UNSUPPORTED");
    }

    @Test
    void credential_missingOrWrong_isAskedFor() {
        for (String authorization :
                List.of("", "Bearer", "Bearer sw_wrong", "Basic b3duZXI6eA==", "Bearer " + "x".repeat(5000))) {
            Answer answer = owner.as(null).get("/v1/policy", "Authorization", authorization);
            assertThat(answer.status()).as(authorization).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("AUTHENTICATION_REQUIRED");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(owner.as(null).get("/v1/policy").status()).isEqualTo(401);
    }

    @Test
    void wellKnownSurfaces_needNoCredential_andShowNoTenant() {
        ApiClient nobody = owner.as(null);
        assertThat(nobody.get("/healthz").status()).isEqualTo(200);
        assertThat(nobody.get("/readyz").status()).isEqualTo(200);
        assertThat(nobody.get("/openapi.json").json().get("openapi")).isEqualTo(new JsonString("3.1.0"));
        String metrics = nobody.get("/metrics").text();
        assertThat(metrics).contains("spendweir_http_request_seconds_count").doesNotContain("tenant");
    }

    private static List<String> pointers(Answer answer) {
        return ((JsonArray) answer.json().get("errors"))
                .elements().stream()
                        .map(error -> ((JsonString) ((JsonObject) error).get("pointer")).value())
                        .toList();
    }
}
