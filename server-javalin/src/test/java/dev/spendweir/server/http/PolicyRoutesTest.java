package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyRoutesTest {

    @Test
    void policy_lifecycle_versionsAndPreconditions() {
        try (TestServer server = TestServer.start()) {
            ApiClient owner = server.owner();
            Answer defaults = owner.get("/v1/policy");
            assertThat(defaults.header("ETag")).isEqualTo("\"0\"");

            String hard = Requests.policy("hard");
            assertThat(owner.put("/v1/policy", hard).code()).isEqualTo("PRECONDITION_REQUIRED");
            assertThat(owner.put("/v1/policy", hard, "If-Match", "\"1\"").code())
                    .isEqualTo("STALE_VERSION");
            assertThat(owner.put("/v1/policy", hard, "If-Match", "1").status()).isEqualTo(422);
            assertThat(owner.put("/v1/policy", hard, "If-Match", "W/\"0\"").status())
                    .isEqualTo(412);

            Answer first = owner.put("/v1/policy", hard, "If-Match", "\"0\"");
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.header("ETag")).isEqualTo("\"1\"");
            assertThat(owner.get("/v1/policy").text()).isEqualTo(first.text());
            assertThat(owner.put("/v1/policy", Requests.policy("soft"), "If-Match", "*")
                            .header("ETag"))
                    .isEqualTo("\"2\"");

            assertThat(owner.get("/v1/policy/versions/1").text()).isEqualTo(first.text());
            assertThat(owner.get("/v1/policy/versions/3").status()).isEqualTo(404);
            assertThat(owner.get("/v1/policy/versions/one").status()).isEqualTo(404);
            assertThat(((JsonArray) owner.get("/v1/policy/versions").json().get("items")).size())
                    .isEqualTo(2);
        }
    }

    @Test
    void policy_writersWithOneVersion_onlyOneWins() throws Exception {
        try (TestServer server = TestServer.start()) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Integer> statuses;
            try {
                statuses = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> server.owner()
                                .put("/v1/policy", Requests.policy("hard"), "If-Match", "\"0\"")
                                .status()))
                        .toList()
                        .stream()
                        .map(PolicyRoutesTest::get)
                        .toList();
            } finally {
                threads.shutdownNow();
            }
            assertThat(statuses).containsOnlyOnce(201);
            assertThat(statuses).filteredOn(status -> status == 412).hasSize(7);
        }
    }

    @Test
    void policy_inYaml_isStoredAsTheSameDocument() {
        try (TestServer server = TestServer.start()) {
            ApiClient owner = server.owner();
            byte[] yaml = "modes:\n  default: hard\nthresholds:\n  auto_approve_up_to: '1000000'\n"
                    .getBytes(StandardCharsets.UTF_8);
            Answer fromYaml = owner.send("PUT", "/v1/policy", "application/yaml", yaml, "If-Match", "*");
            assertThat(fromYaml.status()).isEqualTo(201);
            Answer fromJson = owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
            assertThat(fromJson.field("policy_sha256")).isEqualTo(fromYaml.field("policy_sha256"));
        }
    }

    @Test
    void validate_anyDocument_answersWithLinesAndStoresNothing() {
        try (TestServer server = TestServer.start()) {
            ApiClient owner = server.owner();
            Answer good = owner.post("/v1/policy/validate", Requests.policy("hard"));
            assertThat(good.json().get("valid")).isEqualTo(JsonBoolean.TRUE);

            byte[] yaml = "modes:\n  default: loud\nextra: 1\n".getBytes(StandardCharsets.UTF_8);
            Answer bad = owner.send("POST", "/v1/policy/validate", "application/yaml", yaml);
            assertThat(bad.status()).isEqualTo(200);
            assertThat(bad.json().get("valid")).isEqualTo(JsonBoolean.FALSE);
            List<JsonObject> errors = ((JsonArray) bad.json().get("errors"))
                    .elements().stream().map(JsonObject.class::cast).toList();
            assertThat(errors).hasSize(2);
            assertThat(errors.get(0).get("pointer")).isEqualTo(new JsonString("/extra"));
            assertThat(errors.get(0).get("line")).isEqualTo(new JsonNumber("3"));
            assertThat(errors.get(1).get("line")).isEqualTo(new JsonNumber("2"));

            assertThat(owner.send(
                                    "POST",
                                    "/v1/policy/validate",
                                    "application/yaml",
                                    "a: [".getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isEqualTo("MALFORMED_YAML");
            assertThat(owner.get("/v1/policy").header("ETag")).isEqualTo("\"0\"");
        }
    }

    @Test
    void put_badPolicy_reportsEveryFindingAsProblem() {
        try (TestServer server = TestServer.start()) {
            Answer answer = server.owner().put("/v1/policy", "{\"schema\":\"x\"}", "If-Match", "*");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("POLICY_SCHEMA_UNSUPPORTED");
        }
    }

    private static int get(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
