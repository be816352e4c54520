package dev.spendweir.server.keys;

import dev.spendweir.server.StartupException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals private keys for the store: AES-256-GCM with a fresh nonce, bound to the key's name, so that a sealed key cannot be
 * put in another's place. Thread-safe.
 */
public final class KeySealer {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private KeySealer(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * A sealer with this key.
     *
     * @param base64 32 bytes, as {@code openssl rand -base64 32} writes them
     * @param setting where it comes from, for the message
     * @throws StartupException for anything else; the message shows nothing of it
     */
    public static KeySealer of(String base64, String setting) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == KEY_BYTES) {
                return new KeySealer(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw notAKey(setting);
        }
        throw notAKey(setting);
    }

    private static StartupException notAKey(String setting) {
        return new StartupException(
                setting + " must be the Base64 form of 32 bytes; make one with: openssl rand -base64 32", null);
    }

    /** Nonce, ciphertext and tag. */
    public byte[] seal(String kid, byte[] privateKey) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, kid, nonce, privateKey);
        byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
        return whole;
    }

    /**
     * The private key.
     *
     * @throws IllegalStateException when it was sealed under another key, under another name, or changed
     */
    public byte[] open(String kid, byte[] whole) {
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, kid, nonce, Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
    }

    private byte[] crypt(int mode, String kid, byte[] nonce, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the stored token key " + kid
                            + " does not open; is tokens.encryption_key the one it was made under?",
                    e);
        }
    }
}
