package dev.spendweir.benchmarks.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answer to one call of the gate, as it comes in. Used by one thread. */
final class HttpAnswer {
    /** Where the status stands in "HTTP/1.1 200 OK". */
    private static final int STATUS_BEGIN = 9;

    private static final int STATUS_END = 12;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final String LENGTH = "\nContent-Length:";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] DECISION = "\"decision_id\":\"".getBytes(StandardCharsets.ISO_8859_1);
    private static final int USUAL_SIZE = 8192;

    private ByteBuffer bytes = ByteBuffer.allocate(USUAL_SIZE);
    private int looked;
    private int status;
    private int bodyBegin;
    private int end;

    /** Forgets the answer; another is to come. */
    void clear() {
        bytes.clear();
        looked = 0;
        end = 0;
    }

    /** Where the next bytes go. */
    ByteBuffer room() {
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), 2 * bytes.capacity()))
                    .position(bytes.position());
        }
        return bytes;
    }

    /** Whether all of it is there, after {@code count} more bytes came; -1: no more will come. */
    boolean isComplete(int count) throws IOException {
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (end == 0) {
            int headEnd = find(HEAD_END, looked);
            looked = Math.max(0, bytes.position() - HEAD_END.length);
            if (headEnd < 0) {
                return false;
            }
            String head = new String(bytes.array(), 0, headEnd, StandardCharsets.ISO_8859_1);
            status = Integer.parseInt(head.substring(STATUS_BEGIN, STATUS_END));
            bodyBegin = headEnd + HEAD_END.length;
            end = bodyBegin + length(head);
        }
        return bytes.position() >= end;
    }

    /** Whether it has a decision that is stored; false: the call was turned away. */
    boolean isDecision() throws IOException {
        if (status != OK && status != TOO_MANY && status != UNAVAILABLE) {
            throw new IOException("status " + status + ": "
                    + new String(bytes.array(), bodyBegin, end - bodyBegin, StandardCharsets.UTF_8));
        }
        return status == OK && find(DECISION, bodyBegin) >= 0;
    }

    private static int length(String head) throws IOException {
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without Content-Length: " + head);
        }
        int lineEnd = head.indexOf('\r', at);
        return Integer.parseInt(head.substring(at + LENGTH.length(), lineEnd < 0 ? head.length() : lineEnd)
                .strip());
    }

    private int find(byte[] wanted, int from) {
        byte[] in = bytes.array();
        for (int at = from; at <= bytes.position() - wanted.length; at++) {
            if (in[at] == wanted[0] && Arrays.mismatch(in, at, at + wanted.length, wanted, 0, wanted.length) < 0) {
                return at;
            }
        }
        return -1;
    }
}
