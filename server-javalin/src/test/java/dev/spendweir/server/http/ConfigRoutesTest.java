package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Configuration out of one tenant and into another, through HTTP. */
class ConfigRoutesTest {
    private static final String OPERATOR = "sw_" + "B".repeat(43);
    private static TestServer server;
    private static ApiClient owner;

    /** The tenant of the operators is as good a second tenant as any. */
    private static ApiClient other;

    @BeforeAll
    static void start() {
        server = TestServer.start("operator.key", OPERATOR);
        owner = server.owner();
        other = owner.as(OPERATOR);
        owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
        owner.put("/v1/budgets/web", "{\"monthly_limit\":\"1000\"}");
        owner.put("/v1/budgets/app", "{\"monthly_limit\":\"10.5\"}");
        owner.post(
                "/v1/credits", "{\"pool\":\"reserved\",\"project_id\":\"web\",\"amount\":\"50\",\"note\":\"spring\"}");
        owner.post("/v1/credits", "{\"pool\":\"emergency\",\"amount\":\"70\",\"expires_at\":\"2099-01-01T00:00:00Z\"}");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static String export(ApiClient client) {
        ApiClient.Answer answer = client.post("/v1/config/export", "{}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.text();
    }

    private static long number(ApiClient.Answer answer, String part, String name) {
        return ((JsonNumber) ((JsonObject) answer.json().get(part)).get(name)).clampedInteger();
    }

    @Test
    void bundle_intoAnEmptyTenant_comesOutWithTheSameBytes() {
        String bundle = export(owner);
        assertThat(export(owner)).isEqualTo(bundle);
        assertThat(CanonicalJson.text(owner.post("/v1/config/export", "{}").json()))
                .isEqualTo(bundle);
        ApiClient.Answer done = other.post("/v1/config/import", bundle);
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
        assertThat(number(done, "budgets", "changed")).isEqualTo(2);
        assertThat(number(done, "credits", "granted")).isEqualTo(2);
        assertThat(export(other)).isEqualTo(bundle);
        assertThat(other.get("/v1/ledger?chain=governance").text())
                .contains("policy.changed", "budget.changed", "credit.granted");

        String before = other.get("/v1/ledger?chain=governance&limit=500").text();
        ApiClient.Answer again = other.post("/v1/config/import", bundle);
        assertThat(number(again, "budgets", "unchanged")).isEqualTo(2);
        assertThat(number(again, "credits", "unchanged"))
                .as("nothing is granted twice")
                .isEqualTo(2);
        assertThat(number(again, "policy", "version")).isEqualTo(number(done, "policy", "version"));
        assertThat(other.get("/v1/ledger?chain=governance&limit=500").text()).isEqualTo(before);
        assertThat(other.post("/v1/ledger/verify", "{}").text()).contains("\"valid\":true");
        refused(bundle);
    }

    /** Whatever is wrong with a bundle, nothing of it is done. */
    private static void refused(String bundle) {
        String before = export(other);
        assertThat(other.post("/v1/config/import", bundle.replace("config/v1", "config/v2"))
                        .code())
                .isEqualTo("CONFIG_SCHEMA_UNSUPPORTED");
        String changed = bundle.replace("\"10.5\"", "\"99\"");
        String wrongPolicy = changed.replace("\"default\":\"hard\"", "\"default\":\"harder\"");
        ApiClient.Answer answer = other.post("/v1/config/import", wrongPolicy);
        assertThat(answer.code()).isEqualTo("POLICY_INVALID");
        assertThat(answer.text()).contains("/policy/modes/default");
        String twice = changed.replace("\"app\"", "\"web\"");
        assertThat(other.post("/v1/config/import", twice).text()).contains("/budgets/1/project_id");
        assertThat(other.post("/v1/config/import", changed.replace("\"spring\"", "\"spring\",\"extra\":1"))
                        .code())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(other.post("/v1/config/import", changed.replace("\"amount\":\"50\"", "\"amount\":\"0\""))
                        .code())
                .isEqualTo("INVALID_FIELD");
        assertThat(export(other)).isEqualTo(before);
    }

    @Test
    void bundle_ofATenantThatNeverHadAnything_isEmptyAndChangesNothing() {
        JsonObject empty = JsonObject.builder()
                .put("schema", "spendweir.config/v1")
                .put("budgets", JsonArray.EMPTY)
                .put("credits", JsonArray.EMPTY)
                .build();
        ApiClient.Answer done = owner.post("/v1/config/import", CanonicalJson.text(empty));
        assertThat(done.status()).isEqualTo(200);
        assertThat(number(done, "budgets", "changed")).isZero();
        assertThat(number(done, "policy", "version")).isEqualTo(1);
    }

    @Test
    void bundle_withACredentialForOtherProjects_isRefused() {
        ApiClient bound = server.actor("bound", "{\"role\":\"admin\",\"projects\":[\"app\"]}", "");
        assertThat(bound.post("/v1/config/export", "{}").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(server.actor("member", "member")
                        .post("/v1/config/export", "{}")
                        .code())
                .isEqualTo("PERMISSION_MISSING");
    }
}
