package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vectors.EngineOps.OpAnswer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the runner protocol on a pair of streams (spec 8, 10 A1, A2): one request {id, op, input} a line, one answer a
 * line, in order. Bad lines get an error and life goes on.
 */
public final class LineProtocol {

    /** A longer line is not kept in memory; its answer has no id (spec 10 A1). */
    public static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final int READ_BYTES = 1 << 16;

    private final EngineOps ops;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] read = new byte[READ_BYTES];
    private int readAt;
    private int readEnd;

    /** A session that reads requests from {@code in} and writes answers to {@code out}; neither is closed. */
    public LineProtocol(EngineOps ops, InputStream in, OutputStream out) {
        this.ops = ops;
        this.in = in;
        this.out = new BufferedOutputStream(out, READ_BYTES);
    }

    /**
     * Answers until the input ends. Answers are flushed whenever the next request has not come yet, so a peer that waits
     * for each answer is never kept waiting.
     */
    public void serve() throws IOException {
        LineBuffer line = new LineBuffer();
        while (fill()) {
            int end = indexOfLineFeed();
            line.append(read, readAt, end < 0 ? readEnd : end);
            readAt = end < 0 ? readEnd : end + 1;
            if (end >= 0) {
                answer(line);
                line.clear();
            }
        }
        answer(line);
        out.flush();
    }

    private boolean fill() throws IOException {
        if (readAt < readEnd) {
            return true;
        }
        if (in.available() == 0) {
            out.flush();
        }
        readAt = 0;
        readEnd = Math.max(0, in.read(read, 0, read.length));
        return readEnd > 0;
    }

    private int indexOfLineFeed() {
        for (int i = readAt; i < readEnd; i++) {
            if (read[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void answer(LineBuffer line) throws IOException {
        byte[] bytes = line.withoutReturns();
        if (bytes == null) {
            write(malformed(null));
        } else if (!isBlank(bytes)) {
            write(answer(bytes));
        }
    }

    private void write(JsonObject answer) throws IOException {
        out.write(text(answer));
        out.write('\n');
    }

    private static byte[] text(JsonObject answer) {
        try {
            return JsonText.bytes(answer);
        } catch (RejectedException e) {
            // What is echoed (an id, a name in a pointer or a result) has a lone surrogate, which travels as an escape.
            return WireJson.bytes(answer);
        }
    }

    /** The answer to one line that is not blank; never throws for bad input. */
    public JsonObject answer(byte[] line) {
        JsonObject request;
        try {
            if (!(JsonReader.read(line) instanceof JsonObject object)) {
                return malformed(null);
            }
            request = object;
        } catch (JsonSyntaxException e) {
            return malformed(null);
        }
        JsonValue id = request.get("id");
        JsonValue input = request.has("input") ? request.get("input") : JsonObject.EMPTY;
        if (request.get("op") instanceof JsonString op && input instanceof JsonObject given) {
            return ops.apply(op.value(), given).toLine(id);
        }
        return malformed(id);
    }

    private static JsonObject malformed(@Nullable JsonValue id) {
        return OpAnswer.error(ErrorCode.MALFORMED_REQUEST).toLine(id);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The bytes of one line, as long as they fit. */
    private static final class LineBuffer {
        private byte[] bytes = new byte[1024];
        private int length;
        private boolean tooLong;

        void append(byte[] from, int start, int end) {
            int more = end - start;
            // Room for the limit and the carriage returns that a line of just the limit may end with.
            if (tooLong || length + more > MAX_LINE_BYTES + READ_BYTES) {
                tooLong = true;
                length = 0;
                return;
            }
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
            System.arraycopy(from, start, bytes, length, more);
            length += more;
        }

        /** The line without the carriage returns before its end; null when it is too long. */
        byte @Nullable [] withoutReturns() {
            int end = length;
            while (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
            return tooLong || end > MAX_LINE_BYTES ? null : Arrays.copyOf(bytes, end);
        }

        void clear() {
            length = 0;
            tooLong = false;
            if (bytes.length > READ_BYTES) {
                bytes = new byte[1024];
            }
        }
    }
}
