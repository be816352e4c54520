package dev.spendweir.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sealing of the ledger (spec 3.3).
 *
 * @param keyFile PKCS#8 PEM with the Ed25519 key that signs checkpoints; null: one is made below the data directory, or
 *     nothing is sealed when there is none
 * @param exportKeyFile PKCS#8 PEM with the Ed25519 key that signs exports; null: the key of the checkpoints does
 * @param formerKeysFile PEM with public keys whose signatures are still believed; null: none
 * @param sealInterval pause between two looks, 100 ms to 10 s
 * @param checkpointDirectory where copies of checkpoints are kept outside of the database; null: nowhere
 */
public record LedgerSettings(
        @Nullable Path keyFile,
        @Nullable Path exportKeyFile,
        @Nullable Path formerKeysFile,
        Duration sealInterval,
        @Nullable Path checkpointDirectory) {}
