package dev.spendweir.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A server on the loopback address that keeps what it was sent and answers what it was told to. */
public final class CaptureServer implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();

    /**
     * One call.
     *
     * @param raw the body as it travelled
     * @param body the body after decompression
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Received(String method, String path, Map<String, String> headers, byte[] raw, String body) {}

    /** One answer. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    private CaptureServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** A running server. */
    public static CaptureServer start() throws IOException {
        return new CaptureServer();
    }

    /** What the next call is answered; the last answer is given again and again. */
    public synchronized CaptureServer answer(int status, String body, String... headers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        replies.add(new Reply(status, map, body));
        return this;
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was sent so far. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    raw,
                    text(raw, "gzip".equals(headers.get("content-encoding")))));
            Reply reply = next();
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Reply next() {
        Reply reply = replies.size() > 1 ? replies.remove() : replies.peek();
        return reply == null ? new Reply(500, Map.of(), "") : reply;
    }

    private static String text(byte[] raw, boolean gzip) throws IOException {
        InputStream in = new ByteArrayInputStream(raw);
        try (InputStream plain = gzip ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
