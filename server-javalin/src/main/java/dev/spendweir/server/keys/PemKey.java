package dev.spendweir.server.keys;

import dev.spendweir.server.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an Ed25519 private key from a PKCS#8 PEM file, as {@code openssl genpkey -algorithm ed25519} writes it. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKey() {}

    /**
     * The private key's 32 bytes.
     *
     * @throws StartupException when the file cannot be read or holds no such key; the message shows nothing of it
     */
    static byte[] seed(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StartupException("tokens.key_file " + file + " cannot be read: " + e.getMessage(), e);
        }
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw noKey(file, null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            EdECPrivateKey key =
                    (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            return key.getBytes().orElseThrow();
        } catch (GeneralSecurityException | ClassCastException e) {
            throw noKey(file, e);
        }
    }

    private static StartupException noKey(Path file, @Nullable Exception cause) {
        return new StartupException(
                "tokens.key_file " + file
                        + " holds no Ed25519 private key as PKCS#8 PEM; make one with: openssl genpkey -algorithm ed25519",
                cause);
    }
}
