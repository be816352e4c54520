package dev.spendweir.server.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that messages to an endpoint are signed with (Standard Webhooks: HMAC-SHA256 over id, timestamp and body).
 * Immutable.
 */
public final class WebhookKey {
    /** 256 bits. */
    public static final int RANDOM_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final byte[] key;

    private WebhookKey(byte[] key) {
        this.key = key;
    }

    /** Of these random bytes. */
    public static WebhookKey of(byte[] random) {
        return new WebhookKey(Arrays.copyOf(random, random.length));
    }

    /** Of the text of a key. */
    static WebhookKey parse(String text) {
        return new WebhookKey(Base64.getDecoder().decode(text.substring(PREFIX.length())));
    }

    /** The text of the key, as receivers are given it. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param id of the message, the same at every attempt
     * @param seconds since 1970, of this attempt
     */
    String sign(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "WebhookKey[hidden]";
    }
}
