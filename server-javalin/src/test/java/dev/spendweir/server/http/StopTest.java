package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.server.tls.TestPki;
import dev.spendweir.server.tls.TestPki.Issued;
import dev.spendweir.server.tls.TestPki.Spec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop takes no more calls and lets those in flight end (spec 9.2). */
class StopTest {

    /** Longer than Jetty, by itself, leaves a connection open at a stop on which nothing moves. */
    private static final long PAUSE_MILLIS = 1_500;

    private static final String BUDGET = "{\"monthly_limit\":\"5\"}";

    @TempDir
    Path directory;

    @Test
    void close_whileABodyPausesOnItsWay_waitsForTheRest() throws Exception {
        try (TestServer server = TestServer.start();
                Socket socket = new Socket("127.0.0.1", server.server().port())) {
            assertWaitsForTheRest(server, socket);
        }
    }

    @Test
    void close_whileABodyPausesOnItsWayWithTls_waitsForTheRest() throws Exception {
        Issued own = TestPki.issue(
                TestPki.authority("CN=web"),
                Spec.client(TestPki.ip("127.0.0.1")).usedFor(KeyPurposeId.id_kp_serverAuth));
        own.writeChain(directory.resolve("server.pem"));
        own.writeKey(directory.resolve("server.key"));
        try (TestServer server = TestServer.start(
                        "tls.port", "0",
                        "tls.certificate_file", directory.resolve("server.pem").toString(),
                        "tls.key_file", directory.resolve("server.key").toString());
                Socket socket = trusting(own)
                        .getSocketFactory()
                        .createSocket("127.0.0.1", server.server().tlsPort())) {
            assertWaitsForTheRest(server, socket);
        }
    }

    private static void assertWaitsForTheRest(TestServer server, Socket socket) throws Exception {
        OutputStream out = socket.getOutputStream();
        write(out, head(server, "PUT", "/v1/budgets/late", BUDGET) + "{");
        awaitTaken(server);
        Thread closer = closing(server);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        write(out, BUDGET.substring(1));
        assertThat(answer(socket)).startsWith("HTTP/1.1 201").contains("\"monthly_limit\":\"5\"");
        assertEnds(closer);
    }

    @Test
    void close_whileACallWaitsForItsDecision_waitsForTheAnswer() throws Exception {
        DatabaseTarget target = TestPostgres.freshDatabase();
        var login = TestPostgres.shared().superuser();
        try (TestServer server = TestServer.on(target, "gate.lock_timeout_millis", "5000");
                Connection other = DriverManager.getConnection(
                        target.url() + "?currentSchema=spendweir", login.user(), login.password());
                Statement lock = other.createStatement();
                Socket socket = new Socket("127.0.0.1", server.server().port())) {
            server.owner().put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
            other.setAutoCommit(false);
            lock.execute("SELECT FROM ledger_head FOR UPDATE");
            String body = Requests.gate("p", "prod", "-1", "");
            write(
                    socket.getOutputStream(),
                    head(server, "POST", "/v1/gate", body).replace("\r\n\r\n", "\r\nIdempotency-Key: late\r\n\r\n")
                            + body);
            awaitTaken(server);
            Thread closer = closing(server);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            other.rollback();
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"outcome\":\"ALLOW\"", "\"chain_hash\"");
            assertEnds(closer);
        }
    }

    @Test
    void close_withAConnectionThatHasNoCall_doesNotWaitForIt() throws Exception {
        try (TestServer server = TestServer.start();
                Socket socket = new Socket("127.0.0.1", server.server().port())) {
            write(socket.getOutputStream(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            Instant start = Instant.now();
            assertEnds(closing(server));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(6));
        }
    }

    private static String head(TestServer server, String method, String path, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.owner().key() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
    }

    /** Begins a stop; the server takes no more connections when this returns. */
    private static Thread closing(TestServer server) {
        int port = server.server().port();
        Thread closer = new Thread(server::close, "closer");
        closer.start();
        Instant start = Instant.now();
        while (accepts(port)) {
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
        return closer;
    }

    private static void assertEnds(Thread closer) throws InterruptedException {
        closer.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(closer.isAlive()).isFalse();
    }

    /** The call's body is being read once memory for it is taken. */
    private static void awaitTaken(TestServer server) {
        Instant start = Instant.now();
        while (!server.owner().get("/metrics").text().contains("spendweir_gate")
                || server.owner().get("/metrics").text().contains("{state=\"taken\"} 0.0")) {
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
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

    /** The whole answer; the server closes the connection behind it. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static SSLContext trusting(Issued own) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, TestPki.trusting(own), null);
        return context;
    }
}
