package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.server.Server;
import dev.spendweir.server.keys.KeyFile;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged ledger seen through HTTP, on two servers: every write stops, reads go on, two operators end it. */
class QuarantineRoutesTest {
    private static final String KEY = "sw_" + "A".repeat(43);

    @TempDir
    static Path directory;

    private static void tamper(DatabaseTarget target, String sql) throws Exception {
        var login = TestPostgres.shared().superuser();
        try (Connection connection = DriverManager.getConnection(
                        target.url() + "?currentSchema=spendweir", login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }

    private static void assertQuarantined(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.code()).as(answer.toString()).isEqualTo("AUDIT_QUARANTINE");
        assertThat(answer.header("Retry-After")).isEqualTo("60");
    }

    private static String cost(String event, String amount) {
        return "{\"tenant_id\":\"default\",\"event_id\":\"" + event + "\",\"trace_id\":\"t\",\"agent_id\":\"a\","
                + "\"schema_version\":\"1.0\",\"created_at\":\"2026-03-02T01:00:0" + event.length()
                + "Z\",\"source\":\"s\","
                + "\"type\":\"cost.daily\",\"payload\":{\"date\":\"2026-03-01\",\"project_id\":\"p\",\"amount\":\""
                + amount + "\",\"currency\":\"USD\"}}";
    }

    @Test
    void damagedLedger_stopsEveryWriteUntilTwoOperatorsCloseIt() throws Exception {
        Path key = directory.resolve("ledger.pem");
        KeyFile.readOrMake(key);
        DatabaseTarget target = TestPostgres.freshDatabase();
        try (TestServer server = TestServer.on(
                target,
                "operator.key",
                KEY,
                "ledger.key_file",
                key.toString(),
                "ledger.seal_interval_millis",
                "10000")) {
            ApiClient owner = server.owner();
            ApiClient first = owner.as(KEY);
            ApiClient second = operator(first);
            owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
            owner.put("/v1/budgets/p", "{\"monthly_limit\":\"1000\"}");
            String reservation =
                    gate(owner, "20", ",\"change_id\":\"pr-1\"", "key-0").field("reservation_id");
            owner.put(
                    "/v1/policy",
                    "{\"modes\":{\"default\":\"hard\"},\"approvals\":{\"required_for\":{\"nonprod\":true}}}",
                    "If-Match",
                    "*");
            String approval =
                    gate(owner, "30", ",\"change_id\":\"pr-2\"", "key-1").field("approval_id");
            owner.post("/v1/ingest", cost("e", "5"));

            tamper(
                    target,
                    "UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE tenant_id = 'default'"
                            + " AND chain = 'decisions' AND sequence = 1");
            try (Server other = server.another()) {
                ApiClient there = new ApiClient(other.url(), owner.key());
                assertThat(there.post("/v1/ledger/verify", "{}").text()).contains("\"valid\":false");
                List<Supplier<ApiClient.Answer>> writes = List.of(
                        () -> gate(owner, "1", "", "key-2"),
                        () -> owner.put("/v1/budgets/p", "{\"monthly_limit\":\"2000\"}"),
                        () -> owner.put("/v1/policy", "{}", "If-Match", "*"),
                        () -> owner.post("/v1/approvals/" + approval + "/approve", "{}"),
                        () -> owner.post(
                                "/v1/reservations/" + reservation + "/reconcile", "{\"actual_monthly_delta\":\"1\"}"),
                        () -> owner.post("/v1/credits", "{\"pool\":\"reserved\",\"amount\":\"5\"}"),
                        () -> owner.post("/v1/ingest", cost("ee", "6")));
                writes.forEach(write -> assertQuarantined(write.get()));
                assertQuarantined(there.put("/v1/budgets/p", "{\"monthly_limit\":\"2000\"}"));
                assertThat(gate(owner, "1", ",\"dry_run\":true", "key-3").status())
                        .as("a rehearsal writes nothing")
                        .isEqualTo(200);
            }
            for (String path : List.of(
                    "/v1/policy",
                    "/v1/budgets/p",
                    "/v1/decisions",
                    "/v1/ledger?chain=decisions",
                    "/v1/approvals/" + approval,
                    "/v1/reservations/" + reservation,
                    "/v1/quarantine",
                    "/metrics")) {
                assertThat(owner.get(path).status()).as(path).isEqualTo(200);
            }
            assertThat(first.put("/v1/budgets/x", "{\"monthly_limit\":\"1\"}").status())
                    .as("another tenant")
                    .isEqualTo(201);
            close(owner, first, second);

            assertThat(owner.put("/v1/budgets/p", "{\"monthly_limit\":\"2000\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(gate(owner, "1", "", "key-2").status()).isEqualTo(200);
            ApiClient.Answer verified = owner.post("/v1/ledger/verify", "{\"replay\":true}");
            assertThat(verified.text())
                    .contains("\"valid\":true")
                    .contains("\"acknowledged\":[{")
                    .contains("\"approved_by\":\"omar\"");
            assertThat(first.get("/v1/ledger?chain=governance&subject_id=default/decisions")
                            .text())
                    .contains("quarantine.opened", "quarantine.reset_requested", "quarantine.closed");
        }
    }

    private static ApiClient.Answer gate(ApiClient client, String delta, String more, String key) {
        return client.post("/v1/gate", Requests.gate("p", "dev", delta, more), "Idempotency-Key", key);
    }

    private static ApiClient operator(ApiClient first) {
        first.put("/v1/actors/omar", "{\"role\":\"owner\"}");
        return first.as(first.post("/v1/api-keys", "{\"actor_id\":\"omar\",\"name\":\"test\"}")
                .field("key"));
    }

    private static void close(ApiClient owner, ApiClient first, ApiClient second) {
        String path = "/v1/quarantine/default/decisions/";
        assertThat(owner.post(path + "reset", "{\"reason\":\"x\"}").code()).isEqualTo("PERMISSION_MISSING");
        assertThat(second.post(path + "approve", "{}").code())
                .as("nobody asked")
                .isEqualTo("CONFLICT");
        assertThat(first.post("/v1/quarantine/default/money/reset", "{\"reason\":\"x\"}")
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(first.post("/v1/quarantine/default/governance/reset", "{\"reason\":\"x\"}")
                        .code())
                .isEqualTo("NOT_FOUND");
        ApiClient.Answer asked = first.post(path + "reset", "{\"reason\":\"disk replaced\"}");
        assertThat(asked.status()).isEqualTo(200);
        String names = names(asked.json());
        assertThat(first.post(path + "approve", "{\"acknowledge\":[" + names + "]}")
                        .code())
                .isEqualTo("SEPARATION_OF_DUTIES");
        ApiClient.Answer blind = second.post(path + "approve", "{}");
        assertThat(blind.code()).isEqualTo("CONFLICT");
        assertThat(blind.field("detail")).contains(names.split("\"")[1]);
        assertThat(second.post(path + "approve", "{\"acknowledge\":[" + names + "]}")
                        .status())
                .isEqualTo(200);
        assertThat(second.post(path + "approve", "{}").code()).as("closed").isEqualTo("CONFLICT");
    }

    private static String names(JsonObject asked) {
        StringBuilder names = new StringBuilder();
        for (JsonValue defect : ((JsonArray) asked.get("defects")).elements()) {
            names.append(names.length() == 0 ? "" : ",").append('"');
            names.append(((JsonString) ((JsonObject) defect).get("name")).value())
                    .append('"');
        }
        return names.toString();
    }
}
