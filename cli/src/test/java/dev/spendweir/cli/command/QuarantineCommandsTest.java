package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ApiClient;
import dev.spendweir.cli.client.ApiKey;
import dev.spendweir.cli.client.ServerAddress;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.server.Server;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.DatabaseTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ledger quarantine} against a real server: what two operators do at night, step by step. */
final class QuarantineCommandsTest {
    private static final String OPERATOR = "sw_" + "A".repeat(43);

    @TempDir
    private static Path serverDirectory;

    private static EmbeddedPostgres postgres;
    private static Server server;
    private static String owner;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(serverDirectory.resolve("postgres"));
        DatabaseTarget target = postgres.target();
        server = Server.start(ServerConfig.load(
                null,
                Map.of(),
                Map.of(
                        "http.port", "0",
                        "db.url", target.url(),
                        "db.user", target.app().user(),
                        "db.password", target.app().password(),
                        "db.migrator_user", target.migrator().user(),
                        "db.migrator_password", target.migrator().password(),
                        "operator.key", OPERATOR)));
        owner = server.bootstrapKey().orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private Ended run(String key, String... line) {
        return CliRun.in(directory)
                .env("SPENDWEIR_SERVER", server.url().toString())
                .env("SPENDWEIR_API_KEY", key)
                .run(line);
    }

    private static int budget(String project) {
        byte[] body = "{\"monthly_limit\":\"10\"}".getBytes(StandardCharsets.UTF_8);
        ServerAnswer answer = new ApiClient(new ServerAddress(server.url()), ApiKey.of(owner), "test")
                .send(ApiCall.bytes("PUT", "/v1/budgets/" + project, "application/json", body), Duration.ofSeconds(30));
        return answer.status();
    }

    /** By a superuser with every trigger off. */
    private static void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.target().url() + "?currentSchema=spendweir",
                        postgres.superuser().user(),
                        postgres.superuser().password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }

    private String secondOperator() throws IOException {
        assertThat(run(OPERATOR, "actors", "put", "omar", "--role", "owner").code())
                .isZero();
        Ended made = run(OPERATOR, "keys", "create", "--actor", "omar", "--name", "night", "--key-file", "omar.key");
        assertThat(made.code()).as(made.err()).isZero();
        return Files.readString(directory.resolve("omar.key")).strip();
    }

    @Test
    void quarantine_isListedAskedForApprovedAndRemembered() throws Exception {
        assertThat(run(OPERATOR, "ledger", "quarantine", "list").out())
                .isEqualToIgnoringNewLines("no chain is or was in quarantine");
        assertThat(run(OPERATOR, "ledger", "quarantine", "list", "--output", "json")
                        .out()
                        .strip())
                .isEqualTo("[]");
        String other = secondOperator();
        assertThat(budget("payments")).isEqualTo(201);
        assertThat(budget("search")).isEqualTo(201);
        tamper("DELETE FROM ledger_entry WHERE tenant_id = 'default' AND chain = 'governance' AND sequence = 2");
        Ended found = run(owner, "ledger", "verify", "--chain", "governance");
        assertThat(found.code()).as(found.out()).isEqualTo(13);
        assertThat(budget("lab")).isEqualTo(503);

        listed();
        refused();
        Ended asked = run(OPERATOR, "ledger", "quarantine", "reset", "default", "governance", "--reason", "drill");
        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(asked.out())
                .contains("asked for; another operator approves it with:")
                .contains("  spendweir ledger quarantine approve default governance --acknowledge gap:2")
                .containsPattern("  gap:2  .*missing");
        approvedBy(other);
    }

    private void listed() {
        Ended all = run(OPERATOR, "ledger", "quarantine", "list");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out())
                .startsWith("default governance: open, gap at entry 2: ")
                .contains("(found by verification)");
        assertThat(run(owner, "ledger", "quarantine", "list").out()).isEqualTo(all.out());
        JsonArray items = (JsonArray) JsonReader.read(run(OPERATOR, "ledger", "quarantine", "list", "--output", "json")
                .out());
        assertThat(items.size()).isEqualTo(1);
        assertThat(run("sw_wrong", "ledger", "quarantine", "list").code()).isEqualTo(1);
    }

    private void refused() {
        Ended byOwner = run(owner, "ledger", "quarantine", "reset", "default", "governance", "--reason", "mine");
        assertThat(byOwner.code()).isEqualTo(1);
        assertThat(byOwner.err()).contains("PERMISSION_MISSING");
        Ended early = run(OPERATOR, "ledger", "quarantine", "approve", "default", "governance");
        assertThat(early.code()).as(early.out()).isEqualTo(1);
        assertThat(run(OPERATOR, "ledger", "quarantine", "reset", "default", "money", "--reason", "x")
                        .err())
                .contains("NOT_FOUND");
        assertThat(run(OPERATOR, "ledger", "quarantine", "reset", "default", "governance")
                        .err())
                .contains("--reason");
    }

    private void approvedBy(String other) {
        List<String> approve = List.of("ledger", "quarantine", "approve", "default", "governance");
        String[] bare = approve.toArray(new String[0]);
        String[] named = Stream.concat(approve.stream(), Stream.of("--acknowledge", "gap:2"))
                .toArray(String[]::new);
        assertThat(run(OPERATOR, named).err()).contains("SEPARATION_OF_DUTIES");
        Ended silent = run(other, bare);
        assertThat(silent.code()).isEqualTo(1);
        assertThat(silent.err()).contains("CONFLICT").contains("gap:2");
        assertThat(budget("lab")).isEqualTo(503);

        Ended closed = run(other, named);
        assertThat(closed.code()).as(closed.err()).isZero();
        assertThat(closed.out())
                .isEqualToIgnoringNewLines("closed; 1 defect acknowledged; writes of tenant default go on");
        assertThat(budget("lab")).isEqualTo(201);
        assertThat(run(OPERATOR, "ledger", "quarantine", "list").out())
                .startsWith("default governance: closed, ")
                .contains("asked for by operator ", "approved by omar ");
        Ended verified = run(owner, "ledger", "verify", "--chain", "governance");
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out())
                .contains("acknowledged damage: gap at entry 2")
                .contains("by operator and omar");
    }
}
