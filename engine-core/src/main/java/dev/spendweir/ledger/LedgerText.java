package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalScan;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a ledger file (spec 11), one after the other, as what {@link ChainVerifier} takes. A line in canonical form,
 * as every Spendweir writes it, is taken as it stands: its bytes are those that the hashes are over. Any other spelling is
 * read by {@link LedgerLine} and written canonically first. Not thread-safe.
 */
public final class LedgerText {
    private static final byte[] CHAIN_HASH = ascii("{\"chain_hash\":\"");
    private static final byte[] ENTRY = ascii("\",\"entry\":");
    private static final byte[] ENTRY_HASH = ascii(",\"entry_hash\":\"");
    private static final byte[] PAYLOAD = ascii("\",\"payload\":");
    private static final byte[] ERASED = ascii("null,\"salt\":null}");
    private static final byte[] SALT = ascii(",\"salt\":\"");
    private static final byte[] END = ascii("\"}");

    /** The line's own object lies around entry and payload. */
    private static final int LINE = 1;

    private static final byte[] DIGITS = digits();

    private final byte[] text;
    private final int to;
    private final CanonicalScan scan = new CanonicalScan();
    private int at;

    /** The lines of a whole text. */
    public LedgerText(byte[] text) {
        this(text, 0, text.length);
    }

    /**
     * The lines of a part of a text, which begins at the beginning of a line.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public LedgerText(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    /**
     * The next line, or null when there is none.
     *
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when it has not the form of an entry, or no end
     */
    public @Nullable StoredEntry next() {
        if (at == to) {
            return null;
        }
        StoredEntry canonical = canonical();
        if (canonical != null) {
            at = scan.position() + 1;
            return canonical;
        }
        int end = at;
        while (end < to && text[end] != '\n') {
            end++;
        }
        if (end == to) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID, "the last line has no end: the file was cut in the middle of it");
        }
        StoredEntry read = LedgerLine.read(Arrays.copyOfRange(text, at, end)).toStored();
        at = end + 1;
        return read;
    }

    /** The line as it stands; null when it is in no canonical form that the scan is sure of. */
    private @Nullable StoredEntry canonical() {
        scan.begin(text, at, to);
        if (!scan.skip(CHAIN_HASH)) {
            return null;
        }
        byte[] chainHash = hex(LedgerHash.HASH_BYTES);
        if (chainHash == null || !scan.skip(ENTRY)) {
            return null;
        }
        int entryFrom = scan.position();
        if (entryFrom == to || text[entryFrom] != '{' || !scan.value(LINE)) {
            return null;
        }
        int entryTo = scan.position();
        if (!scan.skip(ENTRY_HASH)) {
            return null;
        }
        byte[] entryHash = hex(LedgerHash.HASH_BYTES);
        if (entryHash == null || !scan.skip(PAYLOAD)) {
            return null;
        }
        byte[] entry = Arrays.copyOfRange(text, entryFrom, entryTo);
        if (scan.skip(ERASED)) {
            return isAtLineEnd() ? new StoredEntry(entry, null, null, entryHash, chainHash) : null;
        }
        return withPayload(entry, entryHash, chainHash);
    }

    private @Nullable StoredEntry withPayload(byte[] entry, byte[] entryHash, byte[] chainHash) {
        int from = scan.position();
        // A null beside a salt is half an erasure; LedgerLine says what is wrong with it.
        if (from == to || text[from] == 'n' || !scan.value(LINE)) {
            return null;
        }
        int end = scan.position();
        if (!scan.skip(SALT)) {
            return null;
        }
        byte[] salt = hex(LedgerHash.SALT_BYTES);
        return salt != null && scan.skip(END) && isAtLineEnd()
                ? new StoredEntry(entry, Arrays.copyOfRange(text, from, end), salt, entryHash, chainHash)
                : null;
    }

    private boolean isAtLineEnd() {
        return scan.position() < to && text[scan.position()] == '\n';
    }

    /** So many bytes in lower-case hex; null when that is not what comes next. */
    private byte @Nullable [] hex(int length) {
        int from = scan.position();
        if (to - from < 2 * length) {
            return null;
        }
        byte[] bytes = new byte[length];
        int bad = 0;
        for (int i = 0; i < length; i++) {
            int high = DIGITS[text[from + 2 * i] & 0xFF];
            int low = DIGITS[text[from + 2 * i + 1] & 0xFF];
            bad |= high | low;
            bytes[i] = (byte) (high << 4 | low);
        }
        if (bad < 0) {
            return null;
        }
        scan.begin(text, from + 2 * length, to);
        return bytes;
    }

    private static byte[] digits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < 16; i++) {
            digits["0123456789abcdef".charAt(i)] = (byte) i;
        }
        return digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
