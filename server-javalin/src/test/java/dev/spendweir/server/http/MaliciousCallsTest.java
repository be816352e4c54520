package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.TokenAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Malicious tokens and requests about approvals against a server (issue 6): all are refused with 4xx and a code, none is a 5xx,
 * none leads the server anywhere, and none changes anything: afterwards the real token works, once.
 */
class MaliciousCallsTest {
    private static final String CONSUME = "/v1/approvals/consume";
    private static final String JSON = "application/json";
    private static final String POLICY = """
            {"modes": {"default": "hard"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true}}}
            """;

    /** How a private Ed25519 key begins in PKCS#8 (RFC 8410). */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    @TempDir
    static Path directory;

    private static Trap trap;
    private static TestServer server;
    private static ApiClient dev;
    private static Answer asked;
    private static TokenForge forge;

    /** Listens, answers nothing, and counts who comes. */
    private static final class Trap implements AutoCloseable {
        private final ServerSocket socket = open();
        private final AtomicInteger calls = new AtomicInteger();

        Trap() {
            Thread thread = new Thread(this::listen, "trap");
            thread.setDaemon(true);
            thread.start();
        }

        private static ServerSocket open() {
            try {
                return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void listen() {
            try {
                while (true) {
                    socket.accept().close();
                    calls.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        byte[] seed = new byte[32];
        new SplittableRandom(6).nextBytes(seed);
        byte[] der = HexFormat.of().parseHex(PKCS8 + HexFormat.of().formatHex(seed));
        Path pem = Files.writeString(
                directory.resolve("token.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n");
        trap = new Trap();
        server = TestServer.start("tokens.key_file", pem.toString(), "tokens.issuer", "https://gate.example");
        server.owner().put("/v1/policy", POLICY, "If-Match", "*");
        dev = server.actor("dev", "member");
        asked = ask("real");
        approve(asked);
        String token = dev.post(path(asked, "/token"), "{}").field("token");
        TokenForge real = new TokenForge(token, new Ed25519Signer("any", TokenAlgorithm.EDDSA, seed));
        assertThat(real.of(TokenForge.text(real.header()), TokenForge.text(real.claims())))
                .as("the forge signs as the server does")
                .isEqualTo(token);
        forge = real;
    }

    /** Nothing of all that was used up, and nothing of it was let in. */
    @AfterAll
    static void stop() throws IOException {
        assertThat(trap.calls).as("outgoing requests").hasValue(0);
        assertThat(server.owner()
                        .get("/v1/ledger?chain=decisions&entry_type=approval.consumed")
                        .json()
                        .get("items"))
                .isEqualTo(JsonArray.of(Stream.empty()));
        assertThat(dev.post(CONSUME, body(forge.real())).status()).isEqualTo(200);
        assertThat(dev.post(CONSUME, body(forge.real())).code()).isEqualTo("TOKEN_ALREADY_CONSUMED");
        assertThat(server.owner().post("/v1/ledger/verify", "{}").text()).contains("\"valid\":true");
        server.close();
        trap.close();
    }

    private static Answer ask(String name) {
        return dev.post("/v1/gate", Requests.gate("payments", "dev", "10", ""), "Idempotency-Key", "malicious-" + name);
    }

    private static void approve(Answer of) {
        assertThat(server.owner().post(path(of, "/approve"), "{}").status()).isEqualTo(200);
    }

    private static String path(Answer of, String step) {
        return "/v1/approvals/" + of.field("approval_id") + step;
    }

    private static JsonObject call(String token) {
        return JsonObject.builder()
                .put("token", token)
                .put("fingerprint", asked.field("fingerprint"))
                .put("scope_fingerprint", asked.field("scope_fingerprint"))
                .put("project_id", "payments")
                .put("environment", "dev")
                .put("source", "custom")
                .put("resource_reference", "vm/1")
                .build();
    }

    private static String body(String token) {
        return CanonicalJson.text(call(token));
    }

    private static void refused(String what, Answer answer) {
        assertThat(answer.status()).as(what + ": " + answer).isBetween(400, 499);
        assertThat(answer.code()).as(what).matches("[A-Z][A-Z0-9_]+");
        assertThat(answer.header("Content-Type")).as(what).startsWith("application/problem+json");
        assertThat(answer.text()).as(what).doesNotContain("Exception", "\tat ", "SELECT ", forge.part(2));
    }

    @Test
    void tokens_areRefusedWithTheirCodes() throws Exception {
        Map<String, MaliciousTokens.Bad> tokens = MaliciousTokens.of(forge, trap.url());
        assertThat(tokens).hasSizeGreaterThan(200);
        List<String> wrong = new ArrayList<>();
        tokens.forEach((name, bad) -> {
            Answer answer = dev.post(CONSUME, body(bad.token()));
            refused(name, answer);
            int status = switch (bad.code()) {
                case "TOKEN_MALFORMED" -> 400;
                case "NOT_FOUND" -> 404;
                default -> 403;
            };
            if (!answer.code().equals(bad.code()) || answer.status() != status) {
                wrong.add(name + ": " + answer.status() + " " + answer.code() + " instead of " + bad.code());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void realToken_forAnotherThing_isRefused() {
        JsonObject call = call(forge.real());
        Map<String, String> mismatches = new LinkedHashMap<>();
        mismatches.put("project_id", "payment");
        mismatches.put("environment", "prod");
        mismatches.put("source", "terraform");
        mismatches.put("resource_reference", "vm/2");
        mismatches.put("fingerprint", "0".repeat(64));
        mismatches.put("scope_fingerprint", "0".repeat(64));
        mismatches.put("plan_content_sha256", "0".repeat(64));
        mismatches.forEach((name, value) -> {
            Answer answer = dev.post(CONSUME, CanonicalJson.text(call.with(name, new JsonString(value))));
            refused(name, answer);
            assertThat(answer.code()).as(name).isEqualTo("TOKEN_BINDING_MISMATCH");
        });
        for (String delta : List.of("10.000001", "99999999")) {
            for (String name : List.of("actual_monthly_delta", "actual_hourly_delta")) {
                Answer answer = dev.post(CONSUME, CanonicalJson.text(call.with(name, new JsonString(delta))));
                assertThat(answer.code()).as(name).isEqualTo("COST_BOUND_EXCEEDED");
            }
        }
        ApiClient elsewhere = server.actor("elsewhere", "{\"role\":\"member\",\"projects\":[\"search\"]}", "");
        assertThat(elsewhere.post(CONSUME, body(forge.real())).code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(server.owner().as(null).post(CONSUME, body(forge.real())).code())
                .isEqualTo("AUTHENTICATION_REQUIRED");
        assertThat(server.owner()
                        .as(forge.real())
                        .post(CONSUME, body(forge.real()))
                        .code())
                .as("a token is no credential")
                .isEqualTo("AUTHENTICATION_REQUIRED");
    }

    @Test
    void bodies_areRefused() throws IOException {
        String good = body(forge.real());
        List<String> bad = new ArrayList<>(List.of(
                "",
                " ",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{}",
                "{",
                good.substring(0, good.length() - 1),
                good + good,
                good.replaceFirst("\\{", "{\"token\":\"x\","),
                good.replaceFirst("\\{", "{\"to\\\\u006ben\":\"x\","),
                good.replaceFirst("\\{", "{\"tenant_id\":\"other\","),
                good.replaceFirst("\\{", "{\"actor\":\"owner\","),
                good.replaceFirst("\\{", "{\"__proto__\":{},"),
                good.replaceFirst("\\{", "{/* */"),
                "\ufeff" + good,
                "[".repeat(100_000),
                "{\"token\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
        for (String name : List.of(
                "token",
                "fingerprint",
                "scope_fingerprint",
                "plan_content_sha256",
                "plan_file_sha256",
                "project_id",
                "environment",
                "source",
                "resource_reference",
                "actual_monthly_delta",
                "actual_hourly_delta",
                "run_id")) {
            // An amount may be a number; this one is more than was approved.
            for (String value : List.of("77", "true", "{}", "[\"x\"]")) {
                bad.add(CanonicalJson.text(call(forge.real()).with(name, JsonReader.read(value))));
            }
        }
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<String> hashes =
                List.of("", "0", "F".repeat(64), "g".repeat(64), "0".repeat(63), "0".repeat(65), "' OR 1=1 --");
        texts.put("fingerprint", hashes);
        texts.put("scope_fingerprint", hashes);
        texts.put("plan_content_sha256", hashes);
        texts.put("plan_file_sha256", hashes);
        texts.put("source", List.of("", "CUSTOM", "anything"));
        texts.put("run_id", List.of("", "x".repeat(300), "a\u0000b", "a\nb"));
        texts.put("actual_monthly_delta", List.of("", "x", "1e3", "+1", "0x1", "NaN", "1,5", "9".repeat(60)));
        texts.forEach((name, values) -> values.forEach(
                value -> bad.add(CanonicalJson.text(call(forge.real()).with(name, new JsonString(value))))));
        assertThat(bad).hasSizeGreaterThan(100);
        for (String body : bad) {
            refused(body.substring(0, Math.min(200, body.length())), dev.post(CONSUME, body));
        }
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        refused("another type", dev.send("POST", CONSUME, "text/plain", bytes));
        refused("no type", dev.send("POST", CONSUME, null, bytes));
        refused("a form", dev.send("POST", CONSUME, "application/x-www-form-urlencoded", bytes));
        refused("XML", dev.send("POST", CONSUME, "application/xml", "<!DOCTYPE x>".getBytes(StandardCharsets.UTF_8)));
        refused("no UTF-8", dev.send("POST", CONSUME, JSON, new byte[] {'{', (byte) 0xff, '}'}));
        refused("UTF-16", dev.send("POST", CONSUME, JSON, good.getBytes(StandardCharsets.UTF_16)));
        refused("said to be packed", dev.send("POST", CONSUME, JSON, bytes, "Content-Encoding", "gzip"));
        refused("packed in another way", dev.send("POST", CONSUME, JSON, bytes, "Content-Encoding", "br"));
        refused("a bomb", dev.send("POST", CONSUME, JSON, bomb(), "Content-Encoding", "gzip"));
        refused("too large", dev.post(CONSUME, "{\"token\":\"" + "A".repeat(2_000_000) + "\"}"));
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                gzip.write(blanks);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void headers_pathsAndSteps_areRefused() {
        Answer waiting = ask("waiting");
        String good = body(forge.real());
        for (String key : List.of("abc", "a b c d", "x".repeat(256))) {
            refused("key " + key, dev.post(CONSUME, good, "Idempotency-Key", key));
        }
        refused("contract", dev.post(CONSUME, good, "Spendweir-Contract", "99.0.0"));
        for (String key : List.of("sw_" + "A".repeat(43), "nobody", "null", "a.b.c")) {
            refused("credential " + key, dev.as(key).post(CONSUME, good));
        }
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            refused(method, dev.send(method, CONSUME, JSON, "{}".getBytes(StandardCharsets.UTF_8)));
        }
        for (String id : List.of(
                "nothing",
                "0190a5a0-0000-7000-8000-000000000000",
                "%27%20OR%201=1--",
                "..%2f" + waiting.field("approval_id"),
                "x".repeat(600),
                waiting.field("approval_id") + "%20",
                waiting.field("approval_id").toUpperCase(Locale.ROOT) + "0")) {
            refused("id " + id, dev.get("/v1/approvals/" + id));
            for (String step : List.of("/approve", "/deny", "/cancel", "/token")) {
                refused(id + step, server.owner().post("/v1/approvals/" + id + step, "{}"));
            }
        }
        for (String step : List.of("/force", "/consume", "/approve/", "/approve/x", "/expire", "/supersede")) {
            refused(step, server.owner().post(path(waiting, step), "{}"));
        }
        for (String body : List.of(
                "{\"comment\":7}",
                "{\"comment\":\"" + "x".repeat(1025) + "\"}",
                "{\"comment\":\"a\\u0000b\"}",
                "{\"comment\":\"\"}",
                "{\"actor\":\"rita\"}",
                "{\"verdict\":\"approve\"}",
                "[]",
                "{\"comment\":\"\\ud800\"}")) {
            refused(body, server.owner().post(path(waiting, "/approve"), body));
        }
        for (String ttl : List.of("0", "-1", "3601", "1e9", "1.5", "\"900\"", "true", "99999999999999999999")) {
            refused("ttl " + ttl, dev.post(path(asked, "/token"), "{\"ttl_seconds\":" + ttl + "}"));
        }
        for (String query : List.of(
                "status=any",
                "status=pending&status=approved",
                "limit=0",
                "limit=501",
                "limit=x",
                "cursor=%00",
                "cursor=..%2f",
                "mine=maybe",
                "actionable=1",
                "unknown=1",
                "project_id=" + "x".repeat(5000))) {
            refused(query, dev.get("/v1/approvals?" + query));
        }
        refused("own approval", dev.post(path(waiting, "/approve"), "{}"));
        refused("token of what waits", dev.post(path(waiting, "/token"), "{}"));
        assertThat(dev.get(path(waiting, "")).field("status")).isEqualTo("pending");
        assertThat(((JsonArray) Objects.requireNonNull(
                                dev.get(path(waiting, "")).json().get("verdicts")))
                        .size())
                .isZero();
    }
}
