package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.NaiveEd25519;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Verifier keys and signed notes, put together from their definitions. */
final class NoteDrafts {
    /** Signs the vectors' checkpoints and exports: a test key, public on purpose. */
    static final byte[] SEED = new byte[32];

    static final byte[] STRANGER = Hashes.bytes("01".repeat(32));

    private NoteDrafts() {}

    static byte[] id(String name, byte[] key) {
        return Arrays.copyOf(Hashes.bytes(Hashes.sha256(name + "\n", new byte[] {1}, key)), 4);
    }

    static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String key(String name, byte[] seed) {
        byte[] key = NaiveEd25519.publicKey(seed);
        return name + "+" + Hashes.hex(id(name, key)) + "+" + base64(concat(new byte[] {1}, key));
    }

    static String note(String origin, long size, String root, byte[] seed) {
        return sign(origin + "\n" + size + "\n" + base64(Hashes.bytes(root)) + "\n", origin, seed);
    }

    static String sign(String body, String name, byte[] seed) {
        byte[] signature = NaiveEd25519.sign(seed, body.getBytes(StandardCharsets.UTF_8));
        return body + "\n\u2014 " + name + " " + base64(concat(id(name, NaiveEd25519.publicKey(seed)), signature))
                + "\n";
    }
}
