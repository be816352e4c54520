package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.server.Server;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    private static final String KEY = "sw_" + "a".repeat(43);

    @TempDir
    Path directory;

    @Test
    void start_portInUse_saysSoInOneLine() {
        try (TestServer first = TestServer.start()) {
            Map<String, String> settings = TestServer.settings(TestPostgres.freshDatabase());
            settings.put("http.port", Integer.toString(first.server().port()));
            refused(settings, Integer.toString(first.server().port()));
        }
    }

    @Test
    void start_databaseThatIsNotThere_saysSoInOneLine() {
        Map<String, String> settings = TestServer.settings(TestPostgres.freshDatabase());
        settings.put("db.url", "jdbc:postgresql://127.0.0.1:1/none");
        refused(settings, "");
    }

    @Test
    void start_badPriceSheet_namesFileAndLine() throws Exception {
        Map<String, String> settings = TestServer.settings(TestPostgres.freshDatabase());
        Path file = Files.writeString(
                directory.resolve("prices.yaml"), "schema: spendweir.price_sheet/v1\nname: x\ncurrency: US\n");
        settings.put("prices.file", file.toString());
        refused(settings, "prices.yaml:3");
    }

    @Test
    void start_givenKey_isTheOwners_alsoAfterARestart() {
        Map<String, String> settings = TestServer.settings(TestPostgres.freshDatabase());
        settings.put("bootstrap.key", KEY);
        for (int i = 0; i < 2; i++) {
            try (Server server = Server.start(ServerConfig.load(null, Map.of(), settings))) {
                assertThat(new ApiClient(server.url(), KEY).get("/v1/api-keys").status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void start_again_makesNoSecondKey() {
        Map<String, String> settings = TestServer.settings(TestPostgres.freshDatabase());
        try (Server server = Server.start(ServerConfig.load(null, Map.of(), settings))) {
            assertThat(server.bootstrapKey()).isPresent();
        }
        try (Server server = Server.start(ServerConfig.load(null, Map.of(), settings))) {
            assertThat(server.bootstrapKey()).isEmpty();
        }
    }

    private static void refused(Map<String, String> settings, String named) {
        StartupException refused = catchThrowableOfType(
                StartupException.class, () -> Server.start(ServerConfig.load(null, Map.of(), settings)));
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage().lines()).hasSize(1);
        assertThat(refused).hasMessageContaining(named);
        assertThat(refused.getMessage()).doesNotContain(settings.get("db.password"));
    }
}
