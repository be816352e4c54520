package dev.spendweir.server.config;

import dev.spendweir.token.TokenAlgorithm;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How approval tokens are signed.
 *
 * @param issuer their {@code iss}
 * @param algorithm of keys that are made
 * @param encryptionKey the ring in the store is sealed under it; null: no ring in the store
 * @param keyFile holds the one key; null: none. Without both a key is made that lives as long as the server
 */
public record TokenSettings(
        String issuer,
        TokenAlgorithm algorithm,
        @Nullable Secret encryptionKey,
        @Nullable Path keyFile) {}
