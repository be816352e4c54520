package dev.spendweir.benchmarks.store;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final String head;
    private final Supplier<String> bodies;

    /** @param bodies the body of each gate call */
    HttpCaller(URI server, String key, Supplier<String> bodies) throws IOException {
        this(server, "/v1/gate", key, bodies);
    }

    /** @param path of a route whose answers name a decision */
    HttpCaller(URI server, String path, String key, Supplier<String> bodies) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        head = "POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        this.bodies = bodies;
    }

    @Override
    public boolean call() throws IOException {
        String body = bodies.get();
        socket.getOutputStream()
                .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
        int status = Integer.parseInt(line().substring(STATUS_BEGIN, STATUS_END));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (status != OK && status != TOO_MANY && status != UNAVAILABLE) {
            throw new IOException("status " + status + ": " + answer);
        }
        return status == OK && answer.contains("\"decision_id\":\"");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
