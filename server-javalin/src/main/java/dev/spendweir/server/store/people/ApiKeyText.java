package dev.spendweir.server.store.people;

import dev.spendweir.canonical.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** The text of an API key: {@code sw_} and 256 random bits in base64url. Only its SHA-256 is ever stored (spec 4.1). */
public final class ApiKeyText {
    /** Makes keys findable by secret scanners. */
    public static final String PREFIX = "sw_";

    /** 256 bits cannot be guessed, so a fast hash of them is safe to store. */
    static final int RANDOM_BYTES = 32;

    /** Length of a whole key in characters. */
    private static final int LENGTH = PREFIX.length() + 43;

    private ApiKeyText() {}

    /** The text of a key made of these random bytes. */
    static String of(byte[] random) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether a text has the form of a key: prefix and 43 base64url characters. */
    public static boolean isWellFormed(String text) {
        return text.length() == LENGTH
                && text.startsWith(PREFIX)
                && text.substring(PREFIX.length()).chars().allMatch(ApiKeyText::isBase64Url);
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** What is stored and looked up. */
    static byte[] sha256(String text) {
        MessageDigest digest = Sha256Hex.newDigest();
        return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A name for caches and logs that says nothing about the key itself. */
    static String cacheKey(byte[] sha256) {
        return HexFormat.of().formatHex(sha256);
    }
}
