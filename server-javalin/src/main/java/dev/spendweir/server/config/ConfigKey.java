package dev.spendweir.server.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every key of the configuration, with its default and its meaning. {@code docs/configuration.md} is checked against
 * this list by a test.
 */
public enum ConfigKey {
    PROFILE("profile", "dev", "dev or prod (spec 9.1)"),
    DATA_DIR("data_dir", "spendweir-data", "directory of the embedded PostgreSQL; profile dev without db.url only"),
    HTTP_HOST("http.host", "127.0.0.1", "address to listen on"),
    HTTP_PORT("http.port", "8080", "port to listen on; 0 takes any free one"),
    HTTP_MAX_THREADS("http.max_threads", "64", "threads that serve calls on a JDK without virtual threads"),
    HTTP_IDLE_TIMEOUT_MILLIS("http.idle_timeout_millis", "30000", "a connection without traffic is closed after this"),
    HTTP_PUBLIC_URL("http.public_url", null, "how others reach this server, for links in what it sends"),
    TLS_PORT(
            "tls.port",
            null,
            "port to listen on with TLS beside http.port; 0 takes any free one; without it there is none"),
    TLS_CERTIFICATE_FILE("tls.certificate_file", null, "PEM file with the server's certificate and those above it"),
    TLS_KEY_FILE("tls.key_file", null, "PKCS#8 PEM file with its private key"),
    TLS_CLIENTS_FILE("tls.clients_file", null, "whose client certificates are taken; see docs/identity.md"),
    DB_URL("db.url", null, "address of an external PostgreSQL; without it dev starts its own", true),
    DB_USER("db.user", null, "runtime role, when db.url does not name it"),
    DB_PASSWORD("db.password", null, "its password", true),
    DB_MIGRATOR_USER(
            "db.migrator_user", null, "role that may change the schema; without it the schema must be current"),
    DB_MIGRATOR_PASSWORD("db.migrator_password", null, "its password", true),
    DB_POOL_SIZE("db.pool_size", "10", "connections of one server"),
    BOOTSTRAP_KEY("bootstrap.key", null, "first owner key of tenant default, when it has none", true),
    OPERATOR_KEY("operator.key", null, "key of the first operator, an owner of tenant spendweir-system", true),
    GATE_DEADLINE_MILLIS("gate.deadline_millis", "5000", "a gate call that takes longer is answered fail-safe"),
    GATE_LOCK_TIMEOUT_MILLIS("gate.lock_timeout_millis", "2000", "longest wait for the tenant's lock"),
    GATE_MAX_IN_FLIGHT("gate.max_in_flight", "256", "gate calls at once; more get 503"),
    JOBS_SWEEP_INTERVAL_MILLIS(
            "jobs.sweep_interval_millis", "60000", "pause between two sweeps for overdue holds and expired credits"),
    BODY_MAX_BYTES("body.max_bytes", "1048576", "largest decoded body"),
    BODY_MAX_PLAN_BYTES("body.max_plan_bytes", "67108864", "largest decoded body with a plan or with FOCUS data"),
    BODY_BUDGET_BYTES("body.budget_bytes", "0", "memory for large bodies at once; 0 takes its share of the heap"),
    INGEST_INTEGRITY("ingest.integrity", "false", "whether every envelope of cost data must carry its integrity_hash"),
    OIDC_FILE("oidc.file", null, "trusted identity providers and what their claims mean; see docs/identity.md"),
    PRICES_FILE("prices.file", null, "price sheet that is laid over the one that comes with the server"),
    APPROVALS_MAX_PENDING("approvals.max_pending", "500", "approvals of a tenant that may wait at once"),
    APPROVALS_MAX_PENDING_PER_SUBMITTER(
            "approvals.max_pending_per_submitter", "20", "of these, how many one submitter may have asked for"),
    APPROVALS_EXPIRY_INTERVAL_MILLIS(
            "approvals.expiry_interval_millis", "5000", "pause between two looks for approvals past their deadline"),
    TOKENS_ISSUER("tokens.issuer", "spendweir", "the iss of approval tokens"),
    TOKENS_ALGORITHM("tokens.algorithm", "EdDSA", "alg of token keys that are made from now on: EdDSA or Ed25519"),
    TOKENS_ENCRYPTION_KEY(
            "tokens.encryption_key",
            null,
            "32 bytes in Base64 under which the ring of token keys is kept in the store",
            true),
    TOKENS_KEY_FILE("tokens.key_file", null, "PKCS#8 PEM file with the one key that signs tokens, instead of a ring"),
    SECRETS_ENCRYPTION_KEY(
            "secrets.encryption_key",
            null,
            "32 bytes in Base64 under which the secrets of run tasks and notifications are kept in the store",
            true),
    RUN_TASK_ALLOWED_HOSTS(
            "run_task.allowed_hosts", "app.terraform.io", "hosts that run tasks may come from and are answered at"),
    RUN_TASK_PLAN_HOSTS(
            "run_task.plan_hosts",
            "archivist.terraform.io",
            "hosts at which those hosts keep plans, reached without token"),
    RUN_TASK_CONSUME_AT(
            "run_task.consume_at", "pre_apply", "where new run tasks use approvals: pre_apply or post_plan"),
    RUN_TASK_INTERVAL_MILLIS("run_task.interval_millis", "1000", "pause between two looks for run tasks to work on"),
    NOTIFICATIONS_ALLOWED_HOSTS(
            "notifications.allowed_hosts",
            "hooks.slack.com",
            "hosts that notifications may be sent to; * is any public one"),
    NOTIFICATIONS_INTERVAL_MILLIS(
            "notifications.interval_millis", "1000", "pause between two looks for notifications to send"),
    OUTGOING_LOOPBACK_HTTP(
            "outgoing.loopback_http",
            "false",
            "whether run tasks and notifications may use http to 127.0.0.1; dev only"),
    LEDGER_KEY_FILE("ledger.key_file", null, "private key that signs checkpoints; dev with its own database makes one"),
    LEDGER_FORMER_KEYS_FILE("ledger.former_keys_file", null, "public keys that signed checkpoints or exports before"),
    LEDGER_SEAL_INTERVAL_MILLIS("ledger.seal_interval_millis", "500", "pause between two looks for what to seal"),
    LEDGER_CHECKPOINT_DIR("ledger.checkpoint_dir", null, "directory outside of the database for copies of checkpoints"),
    EXPORT_KEY_FILE("export.key_file", null, "private key that signs exports; without it that of the checkpoints does"),
    LOG_LEVEL("log.level", "info", "error, warn, info or debug"),
    LOG_FILE("log.file", null, "file to log to; without it standard error");

    private static final String VARIABLE_PREFIX = "SPENDWEIR_";

    private final String wireName;
    private final @Nullable String defaultText;
    private final String meaning;
    private final boolean secret;

    ConfigKey(String wireName, @Nullable String defaultText, String meaning) {
        this(wireName, defaultText, meaning, false);
    }

    ConfigKey(String wireName, @Nullable String defaultText, String meaning, boolean secret) {
        this.wireName = wireName;
        this.defaultText = defaultText;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** The dotted name, as in the file: {@code http.port} is {@code port} below {@code http}. */
    public String wireName() {
        return wireName;
    }

    /** The environment variable that sets it: {@code SPENDWEIR_HTTP_PORT}. */
    public String variable() {
        return VARIABLE_PREFIX + wireName.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The value without any setting; empty when there is none. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /** What it does, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether the value must never be shown nor hashed. */
    public boolean secret() {
        return secret;
    }

    static Optional<ConfigKey> ofWireName(String word) {
        for (ConfigKey candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
