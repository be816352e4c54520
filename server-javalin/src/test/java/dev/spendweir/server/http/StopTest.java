package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopTest {

    @Test
    void close_withACallInFlight_finishesItAndTakesNoMore() throws Exception {
        TestServer server = TestServer.start();
        int port = server.server().port();
        String body = "{\"monthly_limit\":\"5\"}";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            write(
                    out,
                    "PUT /v1/budgets/late HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + server.owner().key()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n{");
            awaitTaken(server);
            Thread closer = new Thread(server::close, "closer");
            closer.start();
            awaitClosed(port);
            write(out, body.substring(1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201").contains("\"monthly_limit\":\"5\"");
            closer.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(closer.isAlive()).isFalse();
        }
        server.close();
    }

    /** The call's body is being read once memory for it is taken. */
    private static void awaitTaken(TestServer server) {
        Instant start = Instant.now();
        while (!server.owner().get("/metrics").text().contains("spendweir_gate")
                || server.owner().get("/metrics").text().contains("{state=\"taken\"} 0.0")) {
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static void awaitClosed(int port) {
        Instant start = Instant.now();
        while (accepts(port)) {
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
