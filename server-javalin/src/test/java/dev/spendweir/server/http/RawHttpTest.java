package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What never reaches a route: Jetty itself refuses it, and must not do so with a page of its own. */
class RawHttpTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("http.idle_timeout_millis", "1000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GARBAGE | 400",
                "GET /%zz HTTP/1.1 | 400",
                "GET /v1/budgets/%00 HTTP/1.1 | 4",
                "GET /v1/../healthz HTTP/1.1 | 4",
                "GET /v1/%2e%2e/healthz HTTP/1.1 | 4",
                "GET /v1//policy HTTP/1.1 | 4",
                "GET /v1/policy;x=y HTTP/1.1 | 4",
                "GET /v1/policy HTTP/9.9 | ",
                "get /v1/policy HTTP/1.1 | 4",
                "TRACE /v1/policy HTTP/1.1 | 4"
            })
    void requestLine_bad_isAPlain4xxOrAClosedConnection(String line, String status) throws IOException {
        String answer = send(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");
        if (status != null) {
            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
        assertPlain(answer);
    }

    @Test
    void uri_tooLong_isAProblem() throws IOException {
        String answer =
                send("GET /v1/budgets/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 414").contains("URI_TOO_LONG");
        assertPlain(answer);
    }

    @Test
    void headers_tooLarge_isAProblem() throws IOException {
        String answer =
                send("GET /v1 HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431").contains("HEADERS_TOO_LARGE");
        assertPlain(answer);
    }

    @Test
    void contentLength_twice_isRefused() throws IOException {
        String answer =
                send("PUT /v1/budgets/p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertPlain(answer);
    }

    @Test
    void body_thatNeverEnds_timesOutAndLeavesTheServerServing() throws IOException {
        String answer = send("PUT /v1/budgets/p HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.owner().key()
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"mon");
        if (!answer.isEmpty()) {
            assertThat(answer).startsWith("HTTP/1.1 4");
        }
        assertPlain(answer);
        assertThat(server.owner().get("/v1/policy").status()).isEqualTo(200);
    }

    @Test
    void chunkedBody_beyondTheLimit_isStopped() throws IOException {
        StringBuilder request = new StringBuilder("PUT /v1/budgets/p HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.owner().key()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
        for (int i = 0; i < 20; i++) {
            request.append(chunk);
        }
        String answer = send(request.append("0\r\n\r\n").toString());
        assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    }

    private static void assertPlain(String answer) {
        assertThat(answer)
                .doesNotContainIgnoringCase("<html")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        if (answer.startsWith("HTTP/1.1 4")) {
            assertThat(answer).contains("application/problem+json");
        }
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server().port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException e) {
                // The server may have answered and closed before it read everything; the answer is what counts.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
