package dev.spendweir.server.http;

import dev.spendweir.server.Server;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.TestPostgres;
import java.util.LinkedHashMap;
import java.util.Map;

/** A real server on a real PostgreSQL, with an owner's client; closes itself. */
final class TestServer implements AutoCloseable {

    private final Server server;
    private final ApiClient owner;
    private final Map<String, String> overrides;

    private TestServer(Server server, ApiClient owner, Map<String, String> overrides) {
        this.server = server;
        this.owner = owner;
        this.overrides = overrides;
    }

    /** On a database of its own, with these settings beside the usual ones: key, value, key, value. */
    static TestServer start(String... settings) {
        return on(TestPostgres.freshDatabase(), settings);
    }

    static TestServer on(DatabaseTarget target, String... settings) {
        Map<String, String> overrides = settings(target);
        for (int i = 0; i < settings.length; i += 2) {
            overrides.put(settings[i], settings[i + 1]);
        }
        Server server = Server.start(ServerConfig.load(null, Map.of(), overrides));
        String key = server.bootstrapKey().orElseThrow();
        return new TestServer(server, new ApiClient(server.url(), key), overrides);
    }

    /** What a configuration needs to use the database. */
    static Map<String, String> settings(DatabaseTarget target) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("http.port", "0");
        overrides.put("db.url", target.url());
        overrides.put("db.user", target.app().user());
        overrides.put("db.password", target.app().password());
        overrides.put("db.migrator_user", target.migrator().user());
        overrides.put("db.migrator_password", target.migrator().password());
        return overrides;
    }

    /** A second server on the same database, with these settings beside the first one's. */
    Server another(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return Server.start(ServerConfig.load(null, Map.of(), all));
    }

    ApiClient owner() {
        return owner;
    }

    /** A client of a new actor with this role. */
    ApiClient actor(String actorId, String role) {
        return actor(actorId, "{\"role\":\"" + role + "\"}", "");
    }

    /** A client of a new actor; {@code keyFields} begin with a comma or are empty. */
    ApiClient actor(String actorId, String spec, String keyFields) {
        owner.put("/v1/actors/" + actorId, spec);
        ApiClient.Answer key =
                owner.post("/v1/api-keys", "{\"actor_id\":\"" + actorId + "\",\"name\":\"test\"" + keyFields + "}");
        return owner.as(key.field("key"));
    }

    Server server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
