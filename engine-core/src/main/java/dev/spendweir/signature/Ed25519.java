package dev.spendweir.signature;

import java.util.HexFormat;
import java.util.List;

/**
 * Ed25519 as RFC 8032, 5.1 defines it, checked as strictly as the RFC allows: a signature has exactly one encoding. Pure
 * functions; thread-safe.
 *
 * <p>Only BouncyCastle's low-level class is used: no provider is registered, and the verifier of JDK 17 takes a signature
 * with an appended byte (spec 2.2).
 */
public final class Ed25519 {
    /** Length of a private key (the RFC's seed). */
    public static final int SEED_BYTES = 32;

    /** Length of a public key. */
    public static final int PUBLIC_KEY_BYTES = 32;

    /** Length of a signature. */
    public static final int SIGNATURE_BYTES = 64;

    /**
     * Every encoding of a point whose order divides 8, without the sign bit: y of the points of order 4, 1, 8, 8 and 2, then
     * the two that are not reduced modulo p. Under such a key a signature says nothing, because many messages share it.
     */
    private static final List<byte[]> SMALL_ORDER = List.of(
            bytes("0000000000000000000000000000000000000000000000000000000000000000"),
            bytes("0100000000000000000000000000000000000000000000000000000000000000"),
            bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            bytes("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            bytes("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

    private static final int SIGN_BIT = 0x80;

    private Ed25519() {}

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * The public key of a private one.
     *
     * @throws IllegalArgumentException unless the seed has {@link #SEED_BYTES}
     */
    public static byte[] publicKey(byte[] seed) {
        requireLength(seed, SEED_BYTES, "a private key");
        byte[] publicKey = new byte[PUBLIC_KEY_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    /**
     * Signs; the same key and message always give the same signature.
     *
     * @param publicKey that of the seed; with another one the signature would give the private key away
     * @throws IllegalArgumentException for keys of a wrong length
     */
    public static byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
        requireLength(seed, SEED_BYTES, "a private key");
        requireLength(publicKey, PUBLIC_KEY_BYTES, "a public key");
        byte[] signature = new byte[SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /**
     * Whether the signature is the key's, on exactly this message: exactly {@link #SIGNATURE_BYTES}, S below the group's
     * order, the points in their one encoding, and a key that is no point of small order. False for everything else.
     */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && publicKey.length == PUBLIC_KEY_BYTES
                && !isOfSmallOrder(publicKey)
                && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        signature, 0, publicKey, 0, message, 0, message.length);
    }

    /** Whether these are the bytes of a point in the group of prime order, in its one encoding: a key that a seed can have. */
    public static boolean isPublicKey(byte[] bytes) {
        return bytes.length == PUBLIC_KEY_BYTES
                && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(bytes, 0);
    }

    /** Whether a public key is one of the points of order 1, 2, 4 or 8, in any encoding. */
    public static boolean isOfSmallOrder(byte[] publicKey) {
        return SMALL_ORDER.stream().anyMatch(point -> sameButSign(point, publicKey));
    }

    private static boolean sameButSign(byte[] point, byte[] key) {
        int last = PUBLIC_KEY_BYTES - 1;
        int difference = (point[last] ^ key[last]) & ~SIGN_BIT;
        for (int i = 0; i < last; i++) {
            difference |= point[i] ^ key[i];
        }
        return (difference & 0xff) == 0;
    }

    private static void requireLength(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(what + " has " + length + " bytes, not " + bytes.length);
        }
    }
}
