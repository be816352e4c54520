package dev.spendweir.server.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes webhooks as a receiver does; it fails, hangs or is gone as a test wants. */
public final class FakeReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** A message that came. */
    public record Message(String path, String id, String timestamp, String signature, byte[] bytes) {
        public JsonObject body() {
            return (JsonObject) JsonReader.read(bytes);
        }

        /** Whether it is signed as the specification of Standard Webhooks says; written from that, not from our code. */
        public boolean isSignedWith(String secret) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                String signed = id + "." + timestamp + "." + new String(bytes, StandardCharsets.UTF_8);
                String expected = "v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
                return MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public FakeReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            messages.add(new Message(
                    path,
                    String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("webhook-signature")),
                    exchange.getRequestBody().readAllBytes()));
            if (path.startsWith("/hang")) {
                end.await();
            }
            exchange.sendResponseHeaders(statuses.getOrDefault(path, 204), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on messages to this path are answered so. */
    public void answers(String path, int status) {
        statuses.put(path, status);
    }

    /** What came to a path, in order. */
    public List<Message> messages(String path) {
        synchronized (messages) {
            return messages.stream()
                    .filter(message -> message.path().equals(path))
                    .toList();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
