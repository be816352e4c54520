package dev.spendweir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.server.config.ConfigException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

    private static final String PROD_URL = "jdbc:postgresql://db/spendweir?sslmode=verify-full";

    @TempDir
    Path directory;

    @Test
    void load_withoutAnything_hasDocumentedDefaults() {
        ServerConfig config = ServerConfig.load(null, Map.of(), Map.of());
        assertThat(config.profile()).isEqualTo(Profile.DEV);
        assertThat(config.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080, 64, 30_000));
        assertThat(config.body()).isEqualTo(new BodySettings(1 << 20, 64 << 20, 0));
        assertThat(config.gate().deadline()).hasSeconds(5);
        assertThat(config.gate().lockTimeout()).hasSeconds(2);
        assertThat(config.database().url()).isNull();
    }

    @Test
    void load_sameKeyInAllSources_lastSourceWins() throws IOException {
        Path file = file(
                "http:\n  port: 1111\n  host: 127.0.0.2\ngate:\n  deadline_millis: 900\n  lock_timeout_millis: 800\n");
        ServerConfig config = ServerConfig.load(
                file,
                Map.of("SPENDWEIR_HTTP_PORT", "2222", "SPENDWEIR_HTTP_HOST", "127.0.0.3"),
                Map.of("http.port", "3333"));
        assertThat(config.http().port()).isEqualTo(3333);
        assertThat(config.http().host()).isEqualTo("127.0.0.3");
        assertThat(config.gate().deadline()).hasMillis(900);
    }

    @Test
    void load_unknownKeyInFile_namesLine() throws IOException {
        Path file = file("http:\n  port: 1\n  prot: 2\n");
        ConfigException refused = refused(file, Map.of(), Map.of());
        assertThat(refused.code()).isEqualTo(Code.CONFIG_UNKNOWN_KEY);
        assertThat(refused).hasMessageContaining("spendweir.yaml:3").hasMessageContaining("http.prot");
    }

    @Test
    void load_badValueInFile_namesLineRuleAndValue() throws IOException {
        Path file = file("gate:\n  max_in_flight: many\n");
        ConfigException refused = refused(file, Map.of(), Map.of());
        assertThat(refused.code()).isEqualTo(Code.CONFIG_INVALID_VALUE);
        assertThat(refused)
                .hasMessageContaining("spendweir.yaml:2")
                .hasMessageContaining("1 to 10000")
                .hasMessageContaining("\"many\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2] | CONFIG_MALFORMED",
                "http: [1] | CONFIG_UNKNOWN_KEY",
                "'http: {port: [1]}' | CONFIG_INVALID_VALUE",
                "'http: {port: 1, port: 2}' | CONFIG_MALFORMED",
                "'a: &x 1' | CONFIG_UNKNOWN_KEY",
                "'http: {port: *x}' | CONFIG_MALFORMED",
                "'http: {' | CONFIG_MALFORMED",
                "'http: {port: 65536}' | CONFIG_INVALID_VALUE",
                "'http: {port: 0x10}' | CONFIG_INVALID_VALUE",
                "'http: {port: -1}' | CONFIG_INVALID_VALUE",
                "'profile: production' | CONFIG_INVALID_VALUE",
                "'profile: \"\"' | CONFIG_INVALID_VALUE",
                "'gate: {lock_timeout_millis: 6000}' | CONFIG_INVALID_VALUE",
                "'body: {max_bytes: 2000000, max_plan_bytes: 1000000}' | CONFIG_INVALID_VALUE",
                "'log: {level: loud}' | CONFIG_INVALID_VALUE",
                "'ingest: {integrity: yes}' | CONFIG_INVALID_VALUE",
                "'db: {url: \"jdbc:mysql://x/y\"}' | CONFIG_INVALID_VALUE",
                "'run_task: {allowed_hosts: \"*\"}' | CONFIG_INVALID_VALUE",
                "'run_task: {allowed_hosts: \"https://app.terraform.io\"}' | CONFIG_INVALID_VALUE",
                "'run_task: {consume_at: later}' | CONFIG_INVALID_VALUE",
                "'notifications: {allowed_hosts: \"a b\"}' | CONFIG_INVALID_VALUE",
                "'outgoing: {loopback_http: yes}' | CONFIG_INVALID_VALUE",
                "'http: {public_url: \"gate.example\"}' | CONFIG_INVALID_VALUE",
                "'http: {public_url: \"https://u@gate.example/?q\"}' | CONFIG_INVALID_VALUE",
                "'db: {user: x}' | CONFIG_FORBIDDEN"
            })
    void load_badFile_hasCodeAndOneLine(String yaml, Code code) throws IOException {
        ConfigException refused = refused(file(yaml), Map.of(), Map.of());
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.getMessage().lines()).hasSize(1);
    }

    @Test
    void load_fileThatIsNotThere_isUnreadable() {
        ConfigException refused = refused(directory.resolve("none.yaml"), Map.of(), Map.of());
        assertThat(refused.code()).isEqualTo(Code.CONFIG_UNREADABLE);
    }

    @Test
    void load_unknownVariable_isRefused_butNotTheClients() {
        ConfigException refused = refused(null, Map.of("SPENDWEIR_HTTP_PROT", "1"), Map.of());
        assertThat(refused.code()).isEqualTo(Code.CONFIG_UNKNOWN_KEY);
        assertThat(refused).hasMessageContaining("SPENDWEIR_HTTP_PROT");
        assertThat(ServerConfig.load(null, Map.of("SPENDWEIR_API_KEY", "sw_x", "PATH", "/bin"), Map.of())
                        .http()
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void load_unknownOverride_isRefused() {
        assertThat(refused(null, Map.of(), Map.of("http.prot", "1")).code()).isEqualTo(Code.CONFIG_UNKNOWN_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | db.url",
                "db.url | jdbc:postgresql://db/spendweir | sslmode=verify-full",
                "db.url | jdbc:postgresql://db/spendweir?sslmode=require | sslmode=verify-full",
                "data_dir | /var/lib/x | data_dir",
                "outgoing.loopback_http | true | outgoing.loopback_http",
                "log.level | info | ledger.key_file"
            })
    void load_prodWithWeakerControl_isForbidden(String key, String value, String named) {
        Map<String, String> overrides = new HashMap<>(Map.of("profile", "prod"));
        if (!key.isEmpty()) {
            overrides.put("db.url", PROD_URL);
            overrides.put(key, value);
        }
        ConfigException refused = refused(null, Map.of(), overrides);
        assertThat(refused.code()).isEqualTo(Code.CONFIG_FORBIDDEN);
        assertThat(refused).hasMessageContaining(named);
        assertThat(refused.getMessage().lines()).hasSize(1);
    }

    @Test
    void load_prodWithoutATokenKey_isForbidden() {
        ConfigException refused = refused(
                null,
                Map.of("SPENDWEIR_DB_URL", PROD_URL, "SPENDWEIR_LEDGER_KEY_FILE", "k.pem"),
                Map.of("profile", "prod"));
        assertThat(refused.code()).isEqualTo(Code.CONFIG_FORBIDDEN);
        assertThat(refused).hasMessageContaining("tokens.key_file");
    }

    @Test
    void load_prodWithAllItNeeds_passes() {
        ServerConfig config = ServerConfig.load(
                null,
                Map.of(
                        "SPENDWEIR_DB_URL",
                        PROD_URL,
                        "SPENDWEIR_DB_PASSWORD",
                        "x",
                        "SPENDWEIR_TOKENS_ENCRYPTION_KEY",
                        "k",
                        "SPENDWEIR_LEDGER_KEY_FILE",
                        "k.pem"),
                Map.of("profile", "prod"));
        assertThat(config.profile()).isEqualTo(Profile.PROD);
    }

    @Test
    void secrets_areInNoTextAndInNoHash() {
        Map<String, String> one = Map.of(
                "SPENDWEIR_DB_URL", "postgresql://u:hush1@db/x",
                "SPENDWEIR_DB_PASSWORD", "hush2",
                "SPENDWEIR_DB_MIGRATOR_PASSWORD", "hush3",
                "SPENDWEIR_BOOTSTRAP_KEY", "hush4");
        Map<String, String> other = Map.of(
                "SPENDWEIR_DB_URL", "postgresql://u:HUSH@db/x",
                "SPENDWEIR_DB_PASSWORD", "HUSH",
                "SPENDWEIR_DB_MIGRATOR_PASSWORD", "HUSH",
                "SPENDWEIR_BOOTSTRAP_KEY", "HUSH");
        ServerConfig config = ServerConfig.load(null, one, Map.of());
        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.sha256())
                .isEqualTo(ServerConfig.load(null, other, Map.of()).sha256());
        assertThat(refused(null, Map.of("SPENDWEIR_DB_URL", "mysql://u:hush@x"), Map.of()))
                .hasMessageNotContaining("hush");
    }

    @Test
    void sha256_dependsOnEveryOtherValue() {
        String usual = ServerConfig.load(null, Map.of(), Map.of()).sha256();
        assertThat(usual).matches("[0-9a-f]{64}");
        assertThat(ServerConfig.load(null, Map.of(), Map.of("http.port", "8081"))
                        .sha256())
                .isNotEqualTo(usual);
        assertThat(ServerConfig.load(null, Map.of(), Map.of("http.port", "8080"))
                        .sha256())
                .isEqualTo(usual);
    }

    @Test
    void page_andKeys_nameTheSame() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        for (ConfigKey key : ConfigKey.values()) {
            String start = "| `" + key.wireName() + "` | `" + key.variable() + "` | "
                    + key.defaultText().map(text -> "`" + text + "`").orElse("") + " | ";
            assertThat(page).contains(start);
        }
        assertThat(page.lines().filter(line -> line.startsWith("| `")).count()).isEqualTo(ConfigKey.values().length);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("spendweir.yaml"), yaml);
    }

    private static ConfigException refused(Path file, Map<String, String> environment, Map<String, String> overrides) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> ServerConfig.load(file, environment, overrides));
        assertThat(refused).isNotNull();
        return refused;
    }
}
