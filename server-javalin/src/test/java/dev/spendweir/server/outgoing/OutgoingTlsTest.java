package dev.spendweir.server.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS nothing is said to a host that does not prove that it is the one the URL names. */
class OutgoingTlsTest {
    private static final char[] PASSWORD = "of-a-test".toCharArray();
    private static final AtomicInteger CALLS = new AtomicInteger();

    @TempDir
    private static Path directory;

    private static HttpsServer server;
    private static SSLContext tls;

    /** A server whose certificate is for localhost, and for no address. */
    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            CALLS.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static HostRules rules(String hosts) {
        return HostRules.parse(
                        hosts.replace(
                                "PORT", Integer.toString(server.getAddress().getPort())),
                        false,
                        false)
                .orElseThrow();
    }

    private static OutgoingCall call(String host) {
        return OutgoingCall.get(
                "https://" + host + ":" + server.getAddress().getPort() + "/x", Duration.ofSeconds(20), 100);
    }

    @Test
    void host_withTheCertificateOfItsName_isCalled() {
        OutgoingAnswer answer = new OutgoingClient(rules("localhost:PORT+private"), tls).send(call("localhost"));
        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void host_thatLeadsToThisMachine_isNotCalledUnlessTheEntrySaysSo() {
        int before = CALLS.get();
        assertThatThrownBy(() -> new OutgoingClient(rules("localhost:PORT"), tls).send(call("localhost")))
                .isInstanceOfSatisfying(
                        OutgoingException.class,
                        e -> assertThat(e.kind()).isEqualTo(OutgoingException.Kind.NOT_ALLOWED));
        assertThat(CALLS).hasValue(before);
    }

    @Test
    void host_withAnotherNamesCertificate_orOneThatNobodyTrusts_isToldNothing() {
        int before = CALLS.get();
        assertThatThrownBy(() -> new OutgoingClient(rules("127.0.0.1:PORT+private"), tls).send(call("127.0.0.1")))
                .isInstanceOfSatisfying(
                        OutgoingException.class,
                        e -> assertThat(e.kind()).isEqualTo(OutgoingException.Kind.UNREACHABLE));
        assertThatThrownBy(() -> new OutgoingClient(rules("localhost:PORT+private")).send(call("localhost")))
                .isInstanceOf(OutgoingException.class);
        assertThat(CALLS).hasValue(before);
    }
}
