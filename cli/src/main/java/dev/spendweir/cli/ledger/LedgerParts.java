package dev.spendweir.cli.ledger;

import dev.spendweir.ledger.LedgerText;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A ledger file in parts of whole lines, so that memory is bounded by the longest line and not by the file. Used by one thread.
 */
final class LedgerParts {
    /** A decision's payload holds request, snapshot and record; 16 MiB is far above all of them at their limits. */
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final int PART_BYTES = 1 << 18;

    private final InputStream in;
    private byte[] buffer = new byte[PART_BYTES];
    private int given;
    private int filled;

    LedgerParts(InputStream in) {
        this.in = in;
    }

    /**
     * The next lines, or null at the end of the file. Valid until the next call.
     *
     * @param number of the line that comes next, for refusals
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when a line is too long, or the last one has no end
     */
    @Nullable
    LedgerText next(long number) throws IOException {
        int rest = filled - given;
        System.arraycopy(buffer, given, buffer, 0, rest);
        given = 0;
        filled = rest;
        int searched = 0;
        while (true) {
            int last = lastLineEnd(searched);
            if (last >= 0) {
                given = last + 1;
                return new LedgerText(buffer, 0, given);
            }
            searched = filled;
            if (filled >= MAX_LINE_BYTES) {
                throw invalid(number, "is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = in.readNBytes(buffer, filled, buffer.length - filled);
            if (read == 0) {
                if (filled > 0) {
                    throw invalid(number, "has no end: the file was cut in the middle of it");
                }
                return null;
            }
            filled += read;
        }
    }

    /** The last line end of what is there; what was searched before has none. */
    private int lastLineEnd(int searched) {
        int at = filled - 1;
        while (at >= searched && buffer[at] != '\n') {
            at--;
        }
        return at >= searched ? at : -1;
    }

    private static RejectedException invalid(long number, String what) {
        return new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "line " + number + " " + what);
    }
}
