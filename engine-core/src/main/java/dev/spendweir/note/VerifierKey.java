package dev.spendweir.note;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.signature.Ed25519;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key under a name, as an auditor holds it (C2SP signed-note). Its text form, the vkey, is
 * {@code <name>+<key id, 8 hex digits>+<base64 of the algorithm's byte and the key>}. Immutable and thread-safe.
 */
public final class VerifierKey {
    /** The algorithm's byte: plain Ed25519 over the note's text. */
    private static final byte ED25519 = 1;

    private static final int ID_BYTES = 4;

    private final String name;
    private final byte[] publicKey;
    private final String id;

    private VerifierKey(String name, byte[] publicKey) {
        this.name = name;
        this.publicKey = publicKey;
        this.id = id(name, publicKey);
    }

    /**
     * A key under a name.
     *
     * @param name not empty, without white space, plus and control characters
     * @param publicKey 32 bytes; copied
     * @throws RejectedException {@code VERIFIER_KEY_INVALID} for a bad name, or bytes that are no point of the full order
     */
    public static VerifierKey of(String name, byte[] publicKey) {
        requireName(name);
        if (!Ed25519.isPublicKey(publicKey)) {
            throw invalid("the 32 bytes are no Ed25519 public key");
        }
        return new VerifierKey(name, publicKey.clone());
    }

    /**
     * Reads a vkey.
     *
     * @throws RejectedException {@code VERIFIER_KEY_INVALID}
     */
    public static VerifierKey parse(String text) {
        int first = text.indexOf('+');
        int second = first + 1 + 2 * ID_BYTES;
        if (first < 0 || second >= text.length() || text.charAt(second) != '+') {
            throw invalid("a verifier key is name+id+key, with 8 hex digits of id");
        }
        byte[] encoded = base64(text.substring(second + 1));
        if (encoded.length != 1 + Ed25519.PUBLIC_KEY_BYTES || encoded[0] != ED25519) {
            throw invalid("the key is not the byte 01 and the 32 bytes of an Ed25519 key");
        }
        VerifierKey key = of(text.substring(0, first), Arrays.copyOfRange(encoded, 1, encoded.length));
        if (!key.id.equals(text.substring(first + 1, second))) {
            throw invalid("the id does not belong to name and key: it would be " + key.id);
        }
        return key;
    }

    /** Who signs with it. */
    public String name() {
        return name;
    }

    /** 8 lower-case hex digits made from name and key. It tells keys apart; it proves nothing. */
    public String id() {
        return id;
    }

    /** The 32 bytes; a copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Whether the signature is the key's over exactly this message. */
    public boolean verifies(byte[] message, byte[] signature) {
        return Ed25519.verify(publicKey, message, signature);
    }

    /** The vkey. */
    public String text() {
        byte[] encoded = new byte[1 + publicKey.length];
        encoded[0] = ED25519;
        System.arraycopy(publicKey, 0, encoded, 1, publicKey.length);
        return name + "+" + id + "+" + Base64.getEncoder().encodeToString(encoded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key && name.equals(key.name) && Arrays.equals(publicKey, key.publicKey);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The vkey. */
    @Override
    public String toString() {
        return text();
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ');
    }

    /** The bytes of a standard base64 text with padding, in its one canonical spelling. */
    static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("not base64: " + e.getMessage());
        }
        throw invalid("not the canonical base64 of its bytes");
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw invalid("a key's name is not empty and has no white space, plus or control characters");
        }
    }

    private static String id(String name, byte[] publicKey) {
        MessageDigest digest = Sha256Hex.newDigest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return HexFormat.of().formatHex(digest.digest(publicKey), 0, ID_BYTES);
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.VERIFIER_KEY_INVALID, detail);
    }
}
