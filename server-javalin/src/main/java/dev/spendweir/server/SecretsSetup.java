package dev.spendweir.server;

import dev.spendweir.server.config.Secret;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.keys.SecretsFile;
import java.nio.file.Path;

/** Where the key comes from under which tenants' secrets are kept: the configuration, or the data directory of profile dev. */
final class SecretsSetup {
    private SecretsSetup() {}

    /**
     * The configured key; else that of the token keys; else one that lies beside the embedded PostgreSQL and is made when it
     * is not there. With an external database and no key no secret is kept.
     *
     * @throws StartupException when a key is malformed or its file cannot be used
     */
    static Secrets of(ServerConfig config) {
        Secret own = config.secretsKey();
        if (own != null) {
            return Secrets.under(KeySealer.of(own.reveal(), "secrets.encryption_key"));
        }
        Secret tokens = config.tokens().encryptionKey();
        if (tokens != null) {
            return Secrets.under(KeySealer.of(tokens.reveal(), "tokens.encryption_key"));
        }
        if (config.database().url() == null) {
            Path file = config.dataDir().resolve("keys").resolve("secrets.key");
            return Secrets.under(KeySealer.of(SecretsFile.readOrMake(file), file.toString()));
        }
        return Secrets.none();
    }
}
