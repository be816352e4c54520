package dev.spendweir.server.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lossless packing of stored JSON. The first byte says how the rest is packed; a byte that begins a JSON text says that
 * nothing is. Hashes are always over the plain bytes (spec 3.1). Thread-safe.
 */
public final class PackedBytes {
    private static final Logger LOG = LoggerFactory.getLogger(PackedBytes.class);

    /** Below this a header eats what the packing saves. */
    private static final int WORTH_PACKING = 200;

    private static final int BUFFER = 4096;

    private PackedBytes() {}

    /**
     * What JSON looks like before it is seen: names and common values, in a text that is found again inside it. What was
     * packed with a dictionary needs it for ever, so one is never changed; a better one gets a new number.
     */
    public enum Dictionary {
        /** No common text. */
        NONE(DEFLATE, null),
        /** Payloads of the chain of decisions. */
        LEDGER(2, "packing-ledger-1.txt"),
        /** Answers of the gate. */
        RESPONSE(3, "packing-response-1.txt");

        private final byte head;
        private final @Nullable TextPacker packer;

        Dictionary(int head, @Nullable String file) {
            this.head = (byte) head;
            this.packer = file == null ? null : new TextPacker(SqlText.bytes(PackedBytes.class, file));
        }
    }

    private static final int DEFLATE = 1;
    private static final byte PLAIN = 0;
    private static final byte JSON_OBJECT = '{';
    private static final byte[] NOTHING = {};

    /** As {@link #pack(byte[], Dictionary)} without a dictionary. */
    public static byte[] pack(byte[] plain) {
        return pack(plain, Dictionary.NONE);
    }

    /** As {@link #pack(byte[], Dictionary, byte[])} with nothing beside it. */
    public static byte[] pack(byte[] plain, Dictionary dictionary) {
        return pack(plain, dictionary, NOTHING);
    }

    /**
     * Packs, when that makes it smaller.
     *
     * @param beside what lies beside it wherever it is unpacked, and may say some of it already
     */
    public static byte[] pack(byte[] plain, Dictionary dictionary, byte[] beside) {
        if (plain.length >= WORTH_PACKING) {
            TextPacker packer = plain.length > TextPacker.MAX_PLAIN ? null : dictionary.packer;
            byte[] packed = packer == null ? deflate(plain) : packer.pack(dictionary.head, beside, plain);
            if (packed.length <= plain.length && (packer == null || givesBack(packer, packed, beside, plain))) {
                return packed;
            }
        }
        byte[] headed = new byte[plain.length + 1];
        headed[0] = PLAIN;
        System.arraycopy(plain, 0, headed, 1, plain.length);
        return headed;
    }

    /** Our own packing is tried before anybody relies on it: what the ledger cannot give back is lost for ever. */
    private static boolean givesBack(TextPacker packer, byte[] packed, byte[] beside, byte[] plain) {
        boolean gives = packer.givesBack(packed, beside, plain);
        if (!gives) {
            LOG.error("a text of {} bytes is stored plain: packing would have lost it, report this", plain.length);
        }
        return gives;
    }

    /** As {@link #unpack(byte[], byte[])} of what was packed with nothing beside it. */
    public static byte[] unpack(byte[] packed) {
        return unpack(packed, NOTHING);
    }

    /**
     * The plain bytes.
     *
     * @param beside as they were packed with; another gives other bytes, or none
     * @throws IllegalStateException when they are damaged
     */
    public static byte[] unpack(byte[] packed, byte[] beside) {
        if (packed.length == 0) {
            throw new IllegalStateException("stored bytes are empty");
        }
        if (packed[0] == JSON_OBJECT) {
            return packed;
        }
        if (packed[0] == PLAIN) {
            return Arrays.copyOfRange(packed, 1, packed.length);
        }
        if (packed[0] == DEFLATE) {
            return inflate(packed);
        }
        for (Dictionary dictionary : Dictionary.values()) {
            if (dictionary.head == packed[0] && dictionary.packer != null) {
                return dictionary.packer.unpack(packed, beside);
            }
        }
        throw new IllegalStateException("stored bytes are packed in an unknown way: " + packed[0]);
    }

    /**
     * The plain bytes; damaged ones as they are, so that a verifier finds and names what is wrong with them.
     *
     * @param packed null: there are none
     */
    public static byte @Nullable [] unpackIfSound(byte @Nullable [] packed) {
        return packed == null ? null : unpackIfSound(packed, NOTHING);
    }

    /** As the other, of what was packed with something beside it. */
    public static byte[] unpackIfSound(byte[] packed, byte[] beside) {
        try {
            return unpack(packed, beside);
        } catch (IllegalStateException e) {
            return packed;
        }
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
            out.write(DEFLATE);
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
            inflater.setInput(packed, 1, packed.length - 1);
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
