package dev.spendweir.server.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JWK set in a file, which may be replaced while the server runs. */
record FileKeySource(Path file) implements KeySource {

    @Override
    public byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the file is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
