package dev.spendweir.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ApiClient;
import dev.spendweir.cli.client.ApiKey;
import dev.spendweir.cli.client.ServerAddress;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.server.Server;
import dev.spendweir.server.Store;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.store.people.NewApiKey;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenSigner;
import dev.spendweir.vocabulary.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A server on its own PostgreSQL, the key of a pipeline, that of a reviewer, and that of another tenant. A price sheet makes
 * {@code terraform_data}, which needs no provider, cost as much a month as its input says.
 */
final class PipelineWorld implements AutoCloseable {

    private static final String PRICES = """
            {"schema": "spendweir.price_sheet/v1", "name": "test", "currency": "USD",
             "sources": {"test": {"text": "made up", "as_of": "2026-01"}},
             "resources": {"terraform_data": {"components": [
               {"name": "size", "per": "month", "price": "1", "source": "test", "quantity": [{"attribute": "input"}]}]}}}
            """;

    /** The shortest deadlines that there are. */
    private static final String POLICY = """
            {"modes": {"default": "hard"},
             "approvals": {"token_binding": "%s", "execution_ttl_seconds": 60,
                           "routing": [{"id": "prod", "reviewer_roles": ["admin", "owner"]}]}}
            """;

    private static final String RING_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Duration CALL_TIME = Duration.ofSeconds(30);
    private static final String TENANT = "default";

    /** Beyond every deadline of the policy; the ledger takes entries of up to five minutes ahead. */
    private static final Duration LATER = Duration.ofSeconds(90);

    private final EmbeddedPostgres postgres;
    private final Server server;
    private final ApiClient owner;

    /** The pipeline's: an admin who may review, were it not for the separation of duties. */
    final String pipeline;

    /** A second person's. */
    final String reviewer;

    /** The owner's, who is the operator here. */
    final String operator;

    /** That of an owner of another tenant. */
    final String stranger;

    PipelineWorld(Path directory) throws IOException {
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"));
        Path prices = Files.writeString(directory.resolve("prices.json"), PRICES);
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
                        "prices.file", prices.toString(),
                        "tokens.encryption_key", RING_KEY,
                        "tokens.issuer", "https://gate.example")));
        operator = server.bootstrapKey().orElseThrow();
        owner = new ApiClient(new ServerAddress(server.url()), ApiKey.of(operator), "test");
        pipeline = actor("ci");
        reviewer = actor("rita");
        stranger = otherTenant();
    }

    private String actor(String id) {
        send("PUT", "/v1/actors/" + id, "{\"role\":\"admin\",\"permissions\":[\"approve.prod\"]}");
        String key = send("POST", "/v1/api-keys", "{\"actor_id\":\"" + id + "\",\"name\":\"test\"}");
        return key.replaceAll("(?s).*\"key\":\"([^\"]+)\".*", "$1");
    }

    private String otherTenant() {
        try (Store store = store(Clock.systemUTC())) {
            store.createTenant("other", "enterprise");
            Caller system = new Caller("other", "service:test", null, null);
            store.actors().put(system, new ActorSpec("boss", null, Role.OWNER, List.of(), Binding.NONE, List.of()));
            return store.apiKeys()
                    .create(system, new NewApiKey("boss", "test", null, Binding.NONE), null)
                    .keyText();
        }
    }

    private Store store(Clock clock) {
        return Store.open(
                postgres.target(), new StoreSettings(2, Duration.ofSeconds(20), null, clock), GateEngine.create());
    }

    String send(String method, String path, String json) {
        ApiCall call = ApiCall.bytes(method, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
        ServerAnswer answer =
                owner.send(path.equals("/v1/policy") ? call.withHeader("If-Match", "*") : call, CALL_TIME);
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.isSuccess()).as(body).isTrue();
        return body;
    }

    String get(String path) {
        return new String(owner.send(ApiCall.of("GET", path), CALL_TIME).body(), StandardCharsets.UTF_8);
    }

    /** From now on approvals are asked for with that binding. */
    void binding(String binding) {
        send("PUT", "/v1/policy", POLICY.formatted(binding));
    }

    /** Signs as the server does now. */
    <T> T signing(Function<TokenSigner, T> work) {
        try (Store store = store(Clock.systemUTC())) {
            return work.apply(store.tokenKeys(KeySealer.of(RING_KEY, "tokens.encryption_key"), TokenAlgorithm.EDDSA)
                    .signer());
        }
    }

    /** What another server sees to once time has passed. */
    void expireApprovals() {
        try (Store later = store(Clock.offset(Clock.systemUTC(), LATER))) {
            later.approvals().expireDue(TENANT);
        }
    }

    /** Runs the command with that key. */
    Ended run(String key, Path directory, String... line) {
        return CliRun.in(directory)
                .env("SPENDWEIR_SERVER", server.url().toString())
                .env("SPENDWEIR_API_KEY", key)
                .env("TMPDIR", temporary(directory).toString())
                .run(line);
    }

    /** Where commands in that directory put temporary files. */
    static Path temporary(Path directory) {
        try {
            return Files.createDirectories(directory.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        postgres.close();
    }
}
