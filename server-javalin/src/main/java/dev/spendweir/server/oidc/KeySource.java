package dev.spendweir.server.oidc;

import java.io.IOException;

/** Where an issuer's JWK set comes from. Thread-safe. */
@FunctionalInterface
interface KeySource {

    /** More than a hundred keys with certificate chains; a larger answer is no JWK set. */
    int MAX_BYTES = 512 * 1024;

    /**
     * The JWK set as it is now.
     *
     * @throws IOException when it cannot be had
     */
    byte[] read() throws IOException;
}
