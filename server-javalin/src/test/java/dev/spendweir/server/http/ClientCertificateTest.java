package dev.spendweir.server.http;

import static dev.spendweir.server.tls.TestPki.dns;
import static dev.spendweir.server.tls.TestPki.ip;
import static dev.spendweir.server.tls.TestPki.issue;
import static dev.spendweir.server.tls.TestPki.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.tls.TestPki;
import dev.spendweir.server.tls.TestPki.Issued;
import dev.spendweir.server.tls.TestPki.Spec;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service identities by client certificates (spec 4.1), with real certificates and real handshakes. */
class ClientCertificateTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CLIENTS = """
            clients:
              - {name: mesh, authorities: mesh.pem, tenant: default, trust_domain: prod.example}
              - {name: farm, authorities: farm.pem, tenant: default}
              - {name: foreign, authorities: foreign.pem, tenant: elsewhere, trust_domain: prod.example}
            """;

    @TempDir
    static Path directory;

    private static Issued mesh;
    private static Issued farm;
    private static Issued foreign;
    private static Issued own;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        mesh = TestPki.authority("CN=mesh");
        farm = TestPki.authority("CN=farm");
        foreign = TestPki.authority("CN=foreign");
        own = issue(TestPki.authority("CN=web"), Spec.client(ip("127.0.0.1")).usedFor(KeyPurposeId.id_kp_serverAuth));
        mesh.writeChain(directory.resolve("mesh.pem"));
        farm.writeChain(directory.resolve("farm.pem"));
        foreign.writeChain(directory.resolve("foreign.pem"));
        own.writeChain(directory.resolve("server.pem"));
        own.writeKey(directory.resolve("server.key"));
        Files.writeString(directory.resolve("clients.yaml"), CLIENTS);
        server = TestServer.start(settings());
        server.owner().put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
        list("service:ns/ci/sa/gate", "{\"role\":\"member\",\"projects\":[\"pay*\"]}");
        list("service:build-7.farm.example", "{\"role\":\"admin\"}");
    }

    private static void list(String actor, String spec) {
        assertThat(server.owner()
                        .put("/v1/actors/" + actor.replace("/", "%2F"), spec)
                        .status())
                .isIn(200, 201);
    }

    private static String[] settings() {
        return new String[] {
            "tls.port", "0",
            "tls.certificate_file", directory.resolve("server.pem").toString(),
            "tls.key_file", directory.resolve("server.key").toString(),
            "tls.clients_file", directory.resolve("clients.yaml").toString()
        };
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Issued spiffe(String id) {
        return issue(mesh, Spec.client(uri(id)));
    }

    /** A client that shows this certificate; null: none. */
    private static HttpClient client(Issued shown) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = shown == null ? new KeyManager[0] : new KeyManager[] {new Shown(shown)};
        context.init(keys, TestPki.trusting(own), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static HttpResponse<String> call(Issued shown, String path, String... headers)
            throws GeneralSecurityException, IOException, InterruptedException {
        return send(shown, HttpRequest.newBuilder(url(path)).GET(), headers);
    }

    private static HttpResponse<String> send(Issued shown, HttpRequest.Builder request, String... headers)
            throws GeneralSecurityException, IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client(shown)
                .send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI url(String path) {
        return URI.create("https://127.0.0.1:" + server.server().tlsPort() + path);
    }

    private static HttpResponse<String> gate(Issued shown, String project)
            throws GeneralSecurityException, IOException, InterruptedException {
        return send(
                shown,
                HttpRequest.newBuilder(url("/v1/gate"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "certificate-" + System.nanoTime())
                        .POST(HttpRequest.BodyPublishers.ofString(Requests.gate(project, "dev", "-1", ""))));
    }

    @Test
    void service_withASpiffeId_isTheListedActor_withItsRoleAndBounds() throws Exception {
        Issued service = spiffe("spiffe://prod.example/ns/ci/sa/gate");
        assertThat(call(service, "/v1/policy").statusCode()).isEqualTo(200);
        HttpResponse<String> decided = gate(service, "payments");
        assertThat(decided.statusCode()).isEqualTo(200);
        JsonObject answer = (JsonObject) JsonReader.read(decided.body());
        String id = ((JsonString) answer.get("decision_id")).value();
        assertThat(server.owner().get("/v1/decisions/" + id).text())
                .contains("\"requester_id\":\"service:ns/ci/sa/gate\"");
        assertThat(gate(service, "search").body()).contains("PROJECT_NOT_ALLOWED");
        assertThat(call(service, "/v1/ledger").body()).contains("PERMISSION_MISSING");
    }

    @Test
    void service_withADnsName_isTheListedActor() throws Exception {
        Issued service = issue(farm, Spec.client(dns("Build-7.farm.example")));
        assertThat(call(service, "/v1/ledger").statusCode()).isEqualTo(200);
    }

    @Test
    void service_belowAnIntermediateAuthority_isTaken() throws Exception {
        Issued between = issue(mesh, Spec.client().usedFor().forAuthority());
        Issued leaf = issue(between, Spec.client(uri("spiffe://prod.example/ns/ci/sa/gate")));
        Issued chain = new Issued(leaf.certificate(), leaf.key(), List.of(between.certificate(), mesh.certificate()));
        assertThat(call(chain, "/v1/policy").statusCode()).isEqualTo(200);
    }

    @Test
    void listener_takesOtherCredentialsToo_andAHeaderCounts() throws Exception {
        String key = "Bearer " + server.owner().key();
        assertThat(call(null, "/v1/ledger", "Authorization", key).statusCode()).isEqualTo(200);
        assertThat(call(null, "/v1/policy").statusCode()).isEqualTo(401);
        Issued service = spiffe("spiffe://prod.example/ns/ci/sa/gate");
        assertThat(call(service, "/v1/ledger", "Authorization", key).statusCode())
                .as("as the owner")
                .isEqualTo(200);
        assertThat(call(service, "/v1/policy", "Authorization", "Bearer sw_" + "A".repeat(43))
                        .statusCode())
                .as("a wrong key is not made good by a certificate")
                .isEqualTo(401);
        assertThat(server.owner().as(null).get("/v1/policy").status())
                .as("the other listener knows no certificates")
                .isEqualTo(401);
    }

    @Test
    void certificates_thatAreNotGood_areRefused() throws Exception {
        Instant now = Instant.now();
        String id = "spiffe://prod.example/ns/ci/sa/gate";
        Spec good = Spec.client(uri(id));
        Map<String, Issued> bad = new LinkedHashMap<>();
        bad.put("untrusted authority", issue(TestPki.authority("CN=mesh"), good));
        bad.put("signed by itself", TestPki.authority("CN=self"));
        bad.put("expired", issue(mesh, good.within(now.minus(HOUR), now.minusSeconds(5))));
        bad.put(
                "not yet valid",
                issue(mesh, good.within(now.plus(HOUR), now.plus(HOUR).plus(HOUR))));
        bad.put("for servers", issue(mesh, good.usedFor(KeyPurposeId.id_kp_serverAuth)));
        bad.put("for mail", issue(mesh, good.usedFor(KeyPurposeId.id_kp_emailProtection)));
        for (Map.Entry<String, Issued> one : bad.entrySet()) {
            assertThat(isRefused(one.getValue())).as(one.getKey()).isTrue();
        }
        // What TLS lets pass is refused at the door: with the words that everybody gets who is not known.
        bad.clear();
        bad.put("for no purpose", issue(mesh, good.usedFor()));
        bad.put("of an authority", issue(mesh, good.forAuthority()));
        bad.put("the authority itself", mesh);
        bad.put("no name", issue(mesh, Spec.client()));
        bad.put("a DNS name where SPIFFE is wanted", issue(mesh, Spec.client(dns("build-7.farm.example"))));
        bad.put("a SPIFFE ID where DNS is wanted", issue(farm, good));
        bad.put("two URIs", issue(mesh, Spec.client(uri(id), uri("spiffe://prod.example/other"))));
        bad.put("two DNS names", issue(farm, Spec.client(dns("build-7.farm.example"), dns("x.farm.example"))));
        for (String other : List.of(
                "spiffe://other.example/ns/ci/sa/gate",
                "spiffe://prod.example.evil/ns/ci/sa/gate",
                "spiffe://PROD.example/ns/ci/sa/gate",
                "spiffe://prod.example/ns/ci/sa/../sa/gate",
                "spiffe://prod.example/ns/ci/sa/./gate",
                "spiffe://prod.example//ns/ci/sa/gate",
                "spiffe://prod.example/ns/ci/sa/gate/",
                "spiffe://prod.example/ns/ci/sa/gate?x",
                "spiffe://prod.example/ns/ci/sa/gate#x",
                "spiffe://prod.example/ns/ci/sa/%67ate",
                "spiffe://user@prod.example/ns/ci/sa/gate",
                "spiffe://prod.example:443/ns/ci/sa/gate",
                "spiffe://prod.example",
                "https://prod.example/ns/ci/sa/gate",
                "spiffe://prod.example/nobody")) {
            bad.put(other, spiffe(other));
        }
        bad.put("another tenant's authority", issue(foreign, good));
        for (Map.Entry<String, Issued> one : bad.entrySet()) {
            HttpResponse<String> answer = call(one.getValue(), "/v1/policy");
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(401);
            assertThat(answer.body()).as(one.getKey()).contains("AUTHENTICATION_REQUIRED", "not valid here");
        }
    }

    /** At the handshake, or with 401. */
    private static boolean isRefused(Issued shown) throws GeneralSecurityException, InterruptedException {
        try {
            return call(shown, "/v1/policy").statusCode() == 401;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void service_disabled_isNobodyWithinSeconds() throws Exception {
        list("service:short", "{\"role\":\"member\"}");
        Issued service = spiffe("spiffe://prod.example/short");
        assertThat(call(service, "/v1/policy").statusCode()).isEqualTo(200);
        list("service:short", "{\"role\":\"member\",\"disabled\":true}");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        boolean refused = isRefused(service);
        while (!refused && System.nanoTime() < end) {
            refused = isRefused(service);
        }
        assertThat(refused).isTrue();
    }

    @Test
    void files_thatCannotBeUsed_stopTheStart() throws IOException {
        String[][] mistakes = {
            {"tls.clients_file", "clients: []", "must not be empty"},
            {"tls.clients_file", "clients:\n  - {name: x, tenant: default}", "authorities"},
            {
                "tls.clients_file",
                "clients:\n  - {name: x, authorities: none.pem, tenant: default}",
                "none.pem cannot be read"
            },
            {
                "tls.clients_file",
                "clients:\n  - {name: x, authorities: mesh.pem, tenant: t, trust_domain: 'A/b'}",
                "trust domain"
            },
            {"tls.clients_file", "clients:\n  - {name: x, authorities: mesh.pem, tenant: t, more: 1}", "more"},
            {"tls.key_file", "no key", "holds no EC or RSA private key"},
            {
                "tls.key_file",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n",
                "holds no EC or RSA private key"
            },
            {"tls.certificate_file", "no certificate", "holds no X.509 certificates"},
        };
        for (String[] mistake : mistakes) {
            Path file = Files.writeString(directory.resolve("mistake"), mistake[1]);
            assertThatThrownBy(() ->
                            server.another(with(mistake[0], file.toString())).close())
                    .as(mistake[1])
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(mistake[2]);
        }
        Path other = mesh.writeKey(directory.resolve("other.key"));
        assertThatThrownBy(() ->
                        server.another(with("tls.key_file", other.toString())).close())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is not the key of");
    }

    private static String[] with(String key, String value) {
        List<String> all = new ArrayList<>(List.of(settings()));
        all.add(key);
        all.add(value);
        return all.toArray(String[]::new);
    }

    /** Shows its one certificate whomever the server trusts; Java's own keeps one to itself whose authority is not asked for. */
    private static final class Shown extends X509ExtendedKeyManager {
        private final Issued issued;

        Shown(Issued issued) {
            this.issued = issued;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"mine"};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "mine";
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return "mine";
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            List<X509Certificate> chain = new ArrayList<>(List.of(issued.certificate()));
            chain.addAll(issued.above());
            return chain.toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return issued.key();
        }
    }
}
