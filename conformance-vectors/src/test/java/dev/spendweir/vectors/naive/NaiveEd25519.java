package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Ed25519 as RFC 8032, 5.1 writes it down, with big integers and no care for time: a second opinion on signatures. */
public final class NaiveEd25519 {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L = TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            TWO.modPow(P.subtract(ONE).shiftRight(2), P);
    private static final Point NEUTRAL = new Point(BigInteger.ZERO, ONE, ONE, BigInteger.ZERO);
    private static final Point BASE = decode(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false);

    private NaiveEd25519() {}

    /** Extended coordinates: x = X/Z, y = Y/Z, x * y = T/Z. */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(TWO).multiply(D).multiply(other.t).mod(P);
            BigInteger d = z.multiply(TWO).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger factor) {
            Point sum = NEUTRAL;
            for (int i = factor.bitLength() - 1; i >= 0; i--) {
                sum = sum.plus(sum);
                sum = factor.testBit(i) ? sum.plus(this) : sum;
            }
            return sum;
        }

        boolean same(Point other) {
            return x.multiply(other.z).subtract(other.x.multiply(z)).mod(P).signum() == 0
                    && y.multiply(other.z).subtract(other.y.multiply(z)).mod(P).signum() == 0;
        }

        byte[] encode() {
            BigInteger inverse = z.modInverse(P);
            byte[] out = littleEndian(y.multiply(inverse).mod(P), 32);
            out[31] |= (byte) (x.multiply(inverse).mod(P).testBit(0) ? 0x80 : 0);
            return out;
        }
    }

    /** The public key of a seed of 32 bytes. */
    public static byte[] publicKey(byte[] seed) {
        return BASE.times(scalar(seed)).encode();
    }

    /** The signature of a seed's key on a message. */
    public static byte[] sign(byte[] seed, byte[] message) {
        byte[] prefix = Arrays.copyOfRange(sha512(seed), 32, 64);
        byte[] key = publicKey(seed);
        BigInteger r = number(sha512(prefix, message)).mod(L);
        byte[] point = BASE.times(r).encode();
        BigInteger k = number(sha512(point, key, message)).mod(L);
        byte[] signature = Arrays.copyOf(point, 64);
        System.arraycopy(littleEndian(r.add(k.multiply(scalar(seed))).mod(L), 32), 0, signature, 32, 32);
        return signature;
    }

    /** Whether it is the key's signature on the message: 64 bytes, S below L, and a key whose order does not divide 8. */
    public static boolean verify(byte[] key, byte[] message, byte[] signature) {
        if (signature.length != 64 || key.length != 32) {
            return false;
        }
        byte[] first = Arrays.copyOf(signature, 32);
        BigInteger s = number(Arrays.copyOfRange(signature, 32, 64));
        Point a = decode(key);
        Point r = decode(first);
        if (s.compareTo(L) >= 0
                || a == null
                || r == null
                || a.times(BigInteger.valueOf(8)).same(NEUTRAL)) {
            return false;
        }
        BigInteger k = number(sha512(first, key, message)).mod(L);
        return BASE.times(s).same(r.plus(a.times(k)));
    }

    private static Point decode(byte[] encoded) {
        byte[] copy = encoded.clone();
        boolean odd = (copy[31] & 0x80) != 0;
        copy[31] &= 0x7f;
        return decode(number(copy), odd);
    }

    /** The point with this y; null when there is none, or y is not reduced. */
    private static Point decode(BigInteger y, boolean odd) {
        if (y.compareTo(P) >= 0) {
            return null;
        }
        BigInteger square = y.multiply(y);
        BigInteger wanted = square.subtract(ONE)
                .multiply(D.multiply(square).add(ONE).modInverse(P))
                .mod(P);
        BigInteger x = wanted.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(wanted)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        boolean isRoot = x.multiply(x).mod(P).equals(wanted);
        if (!isRoot || x.signum() == 0 && odd) {
            return null;
        }
        x = x.testBit(0) == odd ? x : P.subtract(x);
        return new Point(x, y, ONE, x.multiply(y).mod(P));
    }

    private static BigInteger scalar(byte[] seed) {
        byte[] low = Arrays.copyOf(sha512(seed), 32);
        low[0] &= (byte) 0xf8;
        low[31] = (byte) (low[31] & 0x7f | 0x40);
        return number(low);
    }

    /** The number that the bytes say, the lowest first. */
    private static BigInteger number(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[bytes.length - 1 - i] = bytes[i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] littleEndian(BigInteger number, int length) {
        byte[] out = new byte[length];
        BigInteger rest = number;
        for (int i = 0; i < length; i++) {
            out[i] = rest.byteValue();
            rest = rest.shiftRight(8);
        }
        return out;
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
