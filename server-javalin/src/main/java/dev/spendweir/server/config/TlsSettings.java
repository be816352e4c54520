package dev.spendweir.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The listener with TLS, beside the one without.
 *
 * @param port 0..65535; 0 takes any free one
 * @param certificateFile PEM, the server's own certificate first, then those above it
 * @param keyFile its private key, PKCS#8 in PEM, not encrypted
 * @param clientsFile whose client certificates are taken, and for what; null: nobody's
 */
public record TlsSettings(
        int port,
        Path certificateFile,
        Path keyFile,
        @Nullable Path clientsFile) {}
