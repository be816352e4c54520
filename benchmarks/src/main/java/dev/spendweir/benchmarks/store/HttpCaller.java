package dev.spendweir.benchmarks.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** One keep-alive connection on a plain socket: the load shares its two cores with what it measures. */
final class HttpCaller implements ClosedLoop.Caller {
    /** Where the status stands in "HTTP/1.1 200 OK". */
    private static final int STATUS_BEGIN = 9;

    private static final int STATUS_END = 12;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String LENGTH = "\nContent-Length:";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] DECISION = "\"decision_id\":\"".getBytes(StandardCharsets.ISO_8859_1);
    private static final int USUAL_ANSWER = 8192;

    private final Socket socket;
    private final InputStream in;
    private final String head;
    private final Supplier<String> bodies;
    private byte[] answer = new byte[USUAL_ANSWER];
    private int have;

    /** @param bodies the body of each gate call */
    HttpCaller(URI server, String key, Supplier<String> bodies) throws IOException {
        this(server, "/v1/gate", key, bodies);
    }

    /** @param path of a route whose answers name a decision */
    HttpCaller(URI server, String path, String key, Supplier<String> bodies) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
        head = "POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        this.bodies = bodies;
    }

    @Override
    public boolean call() throws IOException {
        String body = bodies.get();
        socket.getOutputStream()
                .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
        have = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            int from = Math.max(0, have - HEAD_END.length);
            read();
            headEnd = find(HEAD_END, from, have);
        }
        String answerHead = new String(answer, 0, headEnd, StandardCharsets.ISO_8859_1);
        int status = Integer.parseInt(answerHead.substring(STATUS_BEGIN, STATUS_END));
        int bodyBegin = headEnd + HEAD_END.length;
        int end = bodyBegin + length(answerHead);
        while (have < end) {
            read();
        }
        if (status != OK && status != TOO_MANY && status != UNAVAILABLE) {
            throw new IOException(
                    "status " + status + ": " + new String(answer, bodyBegin, end - bodyBegin, StandardCharsets.UTF_8));
        }
        return status == OK && find(DECISION, bodyBegin, end) >= 0;
    }

    private static int length(String answerHead) throws IOException {
        int at = answerHead.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without Content-Length: " + answerHead);
        }
        return Integer.parseInt(answerHead
                .substring(at + LENGTH.length(), endOfLine(answerHead, at))
                .strip());
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\r', from);
        return end < 0 ? text.length() : end;
    }

    private void read() throws IOException {
        if (have == answer.length) {
            answer = Arrays.copyOf(answer, 2 * have);
        }
        int count = in.read(answer, have, answer.length - have);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        have += count;
    }

    private int find(byte[] wanted, int from, int to) {
        for (int at = from; at <= to - wanted.length; at++) {
            if (answer[at] == wanted[0]
                    && Arrays.mismatch(answer, at, at + wanted.length, wanted, 0, wanted.length) < 0) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
