package dev.spendweir.server.config;

import dev.spendweir.server.outgoing.Links;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration of one server (spec 9.1). Immutable; its text form shows no secret.
 *
 * @param dataDir where the embedded PostgreSQL lives; unused with an external one
 * @param tls the listener with TLS; null: none
 * @param bootstrapKey first owner key of tenant {@code default}; null: one is made in profile dev
 * @param ingestIntegrity whether every envelope of cost data must carry its hash (spec 5.4)
 * @param oidcFile the trusted identity providers; null: API keys only
 * @param priceSheet sheet laid over the one that comes with the server; null: none
 * @param secretsKey tenants' secrets are kept under it; null: under the tokens' or the data directory's
 * @param links how others reach this server
 * @param sha256 lower-case hex SHA-256 of the canonical JSON of all effective values that are no secret; in every ledger
 *     entry as {@code config_sha256}
 */
public record ServerConfig(
        Profile profile,
        Path dataDir,
        HttpSettings http,
        @Nullable TlsSettings tls,
        DatabaseSettings database,
        @Nullable Secret bootstrapKey,
        @Nullable Secret operatorKey,
        GateSettings gate,
        JobSettings jobs,
        BodySettings body,
        boolean ingestIntegrity,
        @Nullable Path oidcFile,
        @Nullable Path priceSheet,
        ApprovalSettings approvals,
        TokenSettings tokens,
        @Nullable Secret secretsKey,
        Links links,
        RunTaskSettings runTasks,
        NotificationSettings notifications,
        LedgerSettings ledger,
        LogSettings log,
        String sha256) {

    /**
     * Puts the sources together; later ones win: defaults, file, environment, overrides.
     *
     * @param yamlFile null: no file
     * @param environment variables; those that do not begin with {@code SPENDWEIR_} are ignored, as are those of the
     *     command line client
     * @param overrides by dotted key, from the command line
     * @throws ConfigException for an unreadable file, an unknown key, a bad value, or a forbidden combination
     */
    public static ServerConfig load(
            @Nullable Path yamlFile, Map<String, String> environment, Map<String, String> overrides) {
        RawConfig raw = new RawConfig();
        if (yamlFile != null) {
            ConfigFile.read(yamlFile, raw);
        }
        raw.takeEnvironment(environment);
        raw.takeOverrides(overrides);
        ServerConfig config = raw.toConfig();
        ProfileRules.check(config, raw);
        return config;
    }
}
