package dev.spendweir.server.sealing;

import dev.spendweir.note.SigningKey;
import dev.spendweir.server.config.LedgerSettings;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.keys.KeyFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what a server seals with, from its configuration (spec 3.3, 9.1). */
public final class SealingSetup {
    private static final Logger LOG = LoggerFactory.getLogger(SealingSetup.class);

    private SealingSetup() {}

    /**
     * Reads the configured keys. Profile dev with a database of its own makes its key in the data directory; with an external
     * database, which other servers may share, a key made by one of them would be unknown to the others, so without a
     * configured one nothing is sealed.
     *
     * @throws dev.spendweir.server.keys.KeyFileException when a key file cannot be used
     */
    public static Sealing of(ServerConfig config) {
        LedgerSettings settings = config.ledger();
        SigningKey key = key(config);
        if (key == null) {
            LOG.warn("the ledger is not sealed: set ledger.key_file");
            return Sealing.NONE;
        }
        Path exports = settings.exportKeyFile();
        Path former = settings.formerKeysFile();
        Path directory = settings.checkpointDirectory();
        return new Sealing(
                new LedgerKeys(
                        key,
                        exports == null ? key : KeyFile.read(exports),
                        former == null ? List.of() : KeyFile.readPublic(former)),
                directory == null ? null : OutsideCopies.in(directory));
    }

    private static @Nullable SigningKey key(ServerConfig config) {
        Path file = config.ledger().keyFile();
        if (file != null) {
            return KeyFile.read(file);
        }
        return config.database().url() == null
                ? KeyFile.readOrMake(config.dataDir().resolve("keys").resolve("ledger.pem"))
                : null;
    }
}
