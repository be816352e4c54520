package dev.spendweir.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** base64url without padding (RFC 4648, 5; RFC 7515, 2), of which every byte string has exactly one. Pure functions. */
final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The bytes; null unless the text is exactly what {@link #encode} gives for them. */
    static byte @Nullable [] decode(String text) {
        byte[] bytes;
        try {
            bytes = DECODER.decode(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
        // The JDK's decoder lets padding and stray low bits pass: other texts of the same bytes.
        return encode(bytes).equals(text) ? bytes : null;
    }
}
