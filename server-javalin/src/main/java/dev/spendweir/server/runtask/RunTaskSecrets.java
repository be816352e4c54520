package dev.spendweir.server.runtask;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two secrets of a run task: the last part of its path, and the key of its signatures (spec 5.1). Pure functions. */
public final class RunTaskSecrets {
    /** The route; the secret follows. */
    public static final String PATH = "/v1/gate/terraform/run-task/";

    /** 256 bits: beyond guessing. */
    public static final int RANDOM_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA512";
    private static final Pattern SECRET_PATH = Pattern.compile("rt_[A-Za-z0-9_-]{43}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    private RunTaskSecrets() {}

    /** The last part of a path. */
    public static String pathOf(byte[] random) {
        return "rt_" + text(random);
    }

    /** The text of a key, as people copy it. */
    public static String keyOf(byte[] random) {
        return "rtk_" + text(random);
    }

    private static String text(byte[] random) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether the text could be the last part of a path at all. */
    public static boolean isPath(String text) {
        return SECRET_PATH.matcher(text).matches();
    }

    /** What is stored of a path. */
    public static byte[] sha256(String path) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether this is the key's HMAC-SHA512 over the body, lower-case hex. Compared in constant time. */
    static boolean isSignedBy(byte[] key, byte[] body, String signature) {
        if (!SIGNATURE.matcher(signature).matches()) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
