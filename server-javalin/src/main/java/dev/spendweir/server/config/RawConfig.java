package dev.spendweir.server.config;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.config.ConfigException.Code;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.runtask.ConsumeAt;
import dev.spendweir.token.TokenAlgorithm;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values as texts, each with the place that set it; not thread-safe, used while loading only. */
final class RawConfig {

    /** Variables of the client and of the start script: they share the prefix but are no configuration of the server. */
    private static final Set<String> CLIENT_VARIABLES = Set.of(
            "SPENDWEIR_SERVER",
            "SPENDWEIR_API_KEY",
            "SPENDWEIR_CONFIG",
            "SPENDWEIR_HOME",
            "SPENDWEIR_JAVA_OPTS",
            "SPENDWEIR_CACHE");

    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");

    private static final Pattern POSTGRES_URL = Pattern.compile("(jdbc:)?postgres(ql)?://.*");

    /** 256 MiB: beyond it a plan of 20,000 changes is not honest input any more. */
    private static final long HIGHEST_PLAN_BYTES = 256L << 20;

    /** A host, a port and a path; no query, no fragment, nobody's name. */
    private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?");

    /** HCP Terraform takes links of up to 500 characters, ours add a path. */
    private static final int LONGEST_PUBLIC_URL = 300;

    private static final long HIGHEST_BODY_BYTES = 16L << 20;

    private record Setting(String text, String origin) {}

    private final Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);

    void set(ConfigKey key, String text, String origin) {
        settings.put(key, new Setting(text, origin));
    }

    void takeEnvironment(Map<String, String> environment) {
        for (String variable : environment.keySet().stream().sorted().toList()) {
            if (variable.startsWith("SPENDWEIR_") && !CLIENT_VARIABLES.contains(variable)) {
                set(keyOf(variable), environment.getOrDefault(variable, ""), "variable " + variable);
            }
        }
    }

    private static ConfigKey keyOf(String variable) {
        for (ConfigKey key : ConfigKey.values()) {
            if (key.variable().equals(variable)) {
                return key;
            }
        }
        throw new ConfigException(
                Code.CONFIG_UNKNOWN_KEY,
                "variable " + variable + " sets no known key; unset it or see docs/configuration.md");
    }

    void takeOverrides(Map<String, String> overrides) {
        for (String name : overrides.keySet().stream().sorted().toList()) {
            ConfigKey key = ConfigKey.ofWireName(name)
                    .orElseThrow(() -> new ConfigException(
                            Code.CONFIG_UNKNOWN_KEY,
                            "override " + name + " is no known key; see docs/configuration.md"));
            set(key, overrides.getOrDefault(name, ""), "command line (" + name + ")");
        }
    }

    boolean isSet(ConfigKey key) {
        return settings.containsKey(key);
    }

    boolean isTrue(ConfigKey key) {
        return "true".equals(text(key));
    }

    /** Where a key was set, for messages. */
    String origin(ConfigKey key) {
        Setting setting = settings.get(key);
        return setting == null ? key.wireName() + " (default)" : setting.origin();
    }

    ServerConfig toConfig() {
        Duration deadline = Duration.ofMillis(number(ConfigKey.GATE_DEADLINE_MILLIS, 100, 60_000));
        long maxBytes = number(ConfigKey.BODY_MAX_BYTES, 1024, HIGHEST_BODY_BYTES);
        return new ServerConfig(
                choice(ConfigKey.PROFILE, Profile.ofWireName(required(ConfigKey.PROFILE)), "dev or prod"),
                path(ConfigKey.DATA_DIR, required(ConfigKey.DATA_DIR)),
                http(),
                tls(),
                database(),
                secret(ConfigKey.BOOTSTRAP_KEY),
                secret(ConfigKey.OPERATOR_KEY),
                new GateSettings(
                        deadline,
                        Duration.ofMillis(number(ConfigKey.GATE_LOCK_TIMEOUT_MILLIS, 10, deadline.toMillis())),
                        (int) number(ConfigKey.GATE_MAX_IN_FLIGHT, 1, 10_000)),
                new JobSettings(Duration.ofMillis(number(ConfigKey.JOBS_SWEEP_INTERVAL_MILLIS, 100, 3_600_000))),
                new BodySettings(
                        maxBytes,
                        number(ConfigKey.BODY_MAX_PLAN_BYTES, maxBytes, HIGHEST_PLAN_BYTES),
                        number(ConfigKey.BODY_BUDGET_BYTES, 0, Long.MAX_VALUE)),
                bool(ConfigKey.INGEST_INTEGRITY),
                optionalPath(ConfigKey.OIDC_FILE),
                optionalPath(ConfigKey.PRICES_FILE),
                approvals(),
                tokens(),
                secret(ConfigKey.SECRETS_ENCRYPTION_KEY),
                new Links(publicUrl()),
                runTasks(),
                notifications(),
                new LedgerSettings(
                        optionalPath(ConfigKey.LEDGER_KEY_FILE),
                        optionalPath(ConfigKey.EXPORT_KEY_FILE),
                        optionalPath(ConfigKey.LEDGER_FORMER_KEYS_FILE),
                        Duration.ofMillis(number(ConfigKey.LEDGER_SEAL_INTERVAL_MILLIS, 100, 10_000)),
                        optionalPath(ConfigKey.LEDGER_CHECKPOINT_DIR)),
                new LogSettings(logLevel(), optionalPath(ConfigKey.LOG_FILE)),
                sha256());
    }

    private ApprovalSettings approvals() {
        return new ApprovalSettings(
                (int) number(ConfigKey.APPROVALS_MAX_PENDING, 1, 100_000),
                (int) number(ConfigKey.APPROVALS_MAX_PENDING_PER_SUBMITTER, 1, 100_000),
                Duration.ofMillis(number(ConfigKey.APPROVALS_EXPIRY_INTERVAL_MILLIS, 100, 600_000)));
    }

    private TokenSettings tokens() {
        return new TokenSettings(
                required(ConfigKey.TOKENS_ISSUER),
                choice(
                        ConfigKey.TOKENS_ALGORITHM,
                        TokenAlgorithm.ofWireName(required(ConfigKey.TOKENS_ALGORITHM)),
                        "EdDSA or Ed25519"),
                secret(ConfigKey.TOKENS_ENCRYPTION_KEY),
                optionalPath(ConfigKey.TOKENS_KEY_FILE));
    }

    private RunTaskSettings runTasks() {
        return new RunTaskSettings(
                hosts(ConfigKey.RUN_TASK_ALLOWED_HOSTS, false, loopbackHttp()),
                hosts(ConfigKey.RUN_TASK_PLAN_HOSTS, false, false),
                choice(
                        ConfigKey.RUN_TASK_CONSUME_AT,
                        ConsumeAt.ofWireName(required(ConfigKey.RUN_TASK_CONSUME_AT)),
                        "pre_apply or post_plan"),
                Duration.ofMillis(number(ConfigKey.RUN_TASK_INTERVAL_MILLIS, 10, 60_000)));
    }

    private NotificationSettings notifications() {
        return new NotificationSettings(
                hosts(ConfigKey.NOTIFICATIONS_ALLOWED_HOSTS, true, loopbackHttp()),
                Duration.ofMillis(number(ConfigKey.NOTIFICATIONS_INTERVAL_MILLIS, 10, 60_000)));
    }

    private HostRules hosts(ConfigKey key, boolean mayBeAny, boolean loopbackHttp) {
        return choice(
                key,
                HostRules.parse(Objects.requireNonNullElse(text(key), ""), mayBeAny, loopbackHttp),
                "hosts separated by commas, each host, host:port or one of these with +private after it");
    }

    private boolean loopbackHttp() {
        return choice(
                ConfigKey.OUTGOING_LOOPBACK_HTTP,
                switch (required(ConfigKey.OUTGOING_LOOPBACK_HTTP)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.<Boolean>empty();
                },
                "true or false");
    }

    /** Without the slash at its end. */
    private @Nullable String publicUrl() {
        String text = text(ConfigKey.HTTP_PUBLIC_URL);
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_PUBLIC_URL || !PUBLIC_URL.matcher(text).matches()) {
            throw invalid(ConfigKey.HTTP_PUBLIC_URL, "an address such as https://gate.example.com");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private HttpSettings http() {
        return new HttpSettings(
                required(ConfigKey.HTTP_HOST),
                (int) number(ConfigKey.HTTP_PORT, 0, 65_535),
                (int) number(ConfigKey.HTTP_MAX_THREADS, 8, 1000),
                (int) number(ConfigKey.HTTP_IDLE_TIMEOUT_MILLIS, 1000, 600_000));
    }

    private @Nullable TlsSettings tls() {
        return isSet(ConfigKey.TLS_PORT)
                ? new TlsSettings(
                        (int) number(ConfigKey.TLS_PORT, 0, 65_535),
                        path(ConfigKey.TLS_CERTIFICATE_FILE, required(ConfigKey.TLS_CERTIFICATE_FILE)),
                        path(ConfigKey.TLS_KEY_FILE, required(ConfigKey.TLS_KEY_FILE)),
                        optionalPath(ConfigKey.TLS_CLIENTS_FILE))
                : null;
    }

    private DatabaseSettings database() {
        String url = text(ConfigKey.DB_URL);
        if (url != null && !POSTGRES_URL.matcher(url).matches()) {
            throw invalid(
                    ConfigKey.DB_URL, "jdbc:postgresql://host:port/db or postgresql://user:password@host:port/db");
        }
        return new DatabaseSettings(
                url == null ? null : new Secret(url),
                text(ConfigKey.DB_USER),
                secret(ConfigKey.DB_PASSWORD),
                text(ConfigKey.DB_MIGRATOR_USER),
                secret(ConfigKey.DB_MIGRATOR_PASSWORD),
                (int) number(ConfigKey.DB_POOL_SIZE, 2, 200));
    }

    private String logLevel() {
        String level = required(ConfigKey.LOG_LEVEL);
        if (!LOG_LEVELS.contains(level)) {
            throw invalid(ConfigKey.LOG_LEVEL, "error, warn, info or debug");
        }
        return level;
    }

    private @Nullable String text(ConfigKey key) {
        Setting setting = settings.get(key);
        return setting == null ? key.defaultText().orElse(null) : setting.text();
    }

    private String required(ConfigKey key) {
        String text = text(key);
        if (text == null || text.isBlank()) {
            throw invalid(key, "a value that is not blank");
        }
        return text;
    }

    private @Nullable Secret secret(ConfigKey key) {
        String text = text(key);
        return text == null ? null : new Secret(text);
    }

    private @Nullable Path optionalPath(ConfigKey key) {
        return text(key) == null ? null : path(key, required(key));
    }

    private Path path(ConfigKey key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw invalid(key, "a path of this machine");
        }
    }

    private boolean bool(ConfigKey key) {
        return switch (required(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "true or false");
        };
    }

    private long number(ConfigKey key, long least, long most) {
        String text = required(key);
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(key, "a whole number, " + least + " to " + most);
        }
        throw invalid(key, "a whole number, " + least + " to " + most);
    }

    private <T> T choice(ConfigKey key, Optional<T> value, String expected) {
        return value.orElseThrow(() -> invalid(key, expected));
    }

    private ConfigException invalid(ConfigKey key, String expected) {
        String actual = key.secret() ? "" : ", not \"" + shown(text(key)) + "\"";
        return new ConfigException(
                Code.CONFIG_INVALID_VALUE, origin(key) + ": " + key.wireName() + " takes " + expected + actual);
    }

    /** A value cut to one short line, so that a message stays one. */
    private static String shown(@Nullable String text) {
        String plain = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
    }

    private String sha256() {
        JsonObject.Builder values = JsonObject.builder();
        for (ConfigKey key : ConfigKey.values()) {
            if (!key.secret()) {
                values.put(key.wireName(), text(key));
            }
        }
        return CanonicalJson.sha256(values.build());
    }
}
