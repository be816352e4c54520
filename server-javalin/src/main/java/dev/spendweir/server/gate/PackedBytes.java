package dev.spendweir.server.gate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lossless packing of stored JSON: the first byte says how the rest is packed. Hashes are always over the plain bytes
 * (spec 3.1). Pure functions.
 */
public final class PackedBytes {
    private static final byte PLAIN = 0;
    private static final byte DEFLATE = 1;

    /** Below this a deflate header eats what the packing saves. */
    private static final int WORTH_PACKING = 200;

    private static final int BUFFER = 4096;

    private PackedBytes() {}

    /** Packs, when that makes it smaller. */
    public static byte[] pack(byte[] plain) {
        if (plain.length >= WORTH_PACKING) {
            byte[] deflated = deflate(plain);
            if (deflated.length < plain.length) {
                return withHead(DEFLATE, deflated);
            }
        }
        return withHead(PLAIN, plain);
    }

    /**
     * The plain bytes.
     *
     * @throws IllegalStateException when they are damaged
     */
    public static byte[] unpack(byte[] packed) {
        byte[] rest = Arrays.copyOfRange(packed, 1, packed.length);
        return switch (packed[0]) {
            case PLAIN -> rest;
            case DEFLATE -> inflate(rest);
            default -> throw new IllegalStateException("stored bytes are packed in an unknown way: " + packed[0]);
        };
    }

    private static byte[] withHead(byte kind, byte[] body) {
        byte[] packed = new byte[body.length + 1];
        packed[0] = kind;
        System.arraycopy(body, 0, packed, 1, body.length);
        return packed;
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
            byte[] buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("stored bytes are cut short");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("stored bytes are damaged", e);
        } finally {
            inflater.end();
        }
    }
}
