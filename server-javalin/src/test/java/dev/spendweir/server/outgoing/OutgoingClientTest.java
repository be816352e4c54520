package dev.spendweir.server.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server's own calls are bounded and go where the rules say, and nowhere else. */
class OutgoingClientTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final AtomicInteger ELSEWHERE = new AtomicInteger();
    private static final CountDownLatch END = new CountDownLatch(1);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static HttpServer server;
    private static OutgoingClient client;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
            exchange.getResponseHeaders()
                    .add("X-Seen", exchange.getRequestHeaders().getFirst("X-Sent"));
            exchange.sendResponseHeaders(418, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            ELSEWHERE.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[8192];
            try (var out = exchange.getResponseBody()) {
                while (END.getCount() > 0) {
                    out.write(chunk);
                }
            }
        });
        server.createContext("/stuck", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
        client = new OutgoingClient(HostRules.parse("", false, true).orElseThrow());
    }

    private static void await() {
        try {
            assertThat(END.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void stop() {
        END.countDown();
        server.stop(0);
        THREADS.shutdownNow();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void call_isSentAsItIsAndAnsweredWhole() {
        OutgoingAnswer answer = client.send(new OutgoingCall(
                "PATCH", url("/echo"), Map.of("X-Sent", "yes"), "hallo".getBytes(StandardCharsets.UTF_8), TIME, 5));
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.header("x-method")).contains("PATCH");
        assertThat(answer.header("X-Seen")).contains("yes");
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("hallo");
        assertThat(answer.isTransient()).isFalse();
    }

    @Test
    void redirect_isAnAnswerAndNotFollowed() {
        OutgoingAnswer answer = client.send(OutgoingCall.get(url("/moved"), TIME, 100));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains(url("/elsewhere"));
        assertThat(ELSEWHERE).hasValue(0);
    }

    @Test
    void answer_largerThanTaken_isBrokenOff() {
        assertThatThrownBy(() -> client.send(OutgoingCall.get(url("/endless"), TIME, 100_000)))
                .isInstanceOfSatisfying(OutgoingException.class, e -> {
                    assertThat(e.kind()).isEqualTo(OutgoingException.Kind.TOO_LARGE);
                    assertThat(e.kind().isTransient()).isFalse();
                });
    }

    @Test
    void answer_thatStopsHalfWay_isNotWaitedForLongerThanSaid() {
        assertThatThrownBy(() -> client.send(OutgoingCall.get(url("/stuck"), Duration.ofMillis(300), 100_000)))
                .isInstanceOfSatisfying(OutgoingException.class, e -> {
                    assertThat(e.kind()).isEqualTo(OutgoingException.Kind.TIMEOUT);
                    assertThat(e.getMessage()).doesNotContain("/stuck");
                });
    }

    @Test
    void hostThatIsNotThere_mayBeThereLater() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> client.send(OutgoingCall.get("http://127.0.0.1:" + port + "/secret-path", TIME, 100)))
                .isInstanceOfSatisfying(OutgoingException.class, e -> {
                    assertThat(e.kind()).isEqualTo(OutgoingException.Kind.UNREACHABLE);
                    assertThat(e.getMessage()).doesNotContain("secret");
                });
    }
}
