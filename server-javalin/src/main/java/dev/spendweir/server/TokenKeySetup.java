package dev.spendweir.server;

import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.config.TokenSettings;
import dev.spendweir.server.keys.FixedKeys;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.TokenKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a server's token keys come from (spec 2.2): the store, a file, or - in profile dev alone - the moment. */
final class TokenKeySetup {
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeySetup.class);

    private TokenKeySetup() {}

    /**
     * The keys that the configuration asks for.
     *
     * @throws StartupException when they cannot be had
     */
    static TokenKeys keys(ServerConfig config, Store store) {
        TokenSettings tokens = config.tokens();
        if (tokens.encryptionKey() != null) {
            KeySealer sealer = KeySealer.of(tokens.encryptionKey().reveal(), "tokens.encryption_key");
            return store.tokenKeys(sealer, tokens.algorithm());
        }
        if (tokens.keyFile() != null) {
            return FixedKeys.ofFile(tokens.keyFile(), tokens.algorithm());
        }
        LOG.warn("approval tokens are signed with a key made just now, which dies with this server;"
                + " set tokens.encryption_key or tokens.key_file to keep one");
        return FixedKeys.ephemeral(tokens.algorithm());
    }
}
