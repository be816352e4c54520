package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.keys.KeyFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints, proofs and verification over HTTP, with a sealer at work, checked as an auditor would. */
class LedgerRoutesTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        Path key = directory.resolve("ledger.pem");
        KeyFile.readOrMake(key);
        server = TestServer.start(
                "ledger.key_file", key.toString(),
                "ledger.seal_interval_millis", "100",
                "ledger.checkpoint_dir", directory.resolve("outside").toString());
        owner = server.owner();
        assertThat(owner.get("/v1/ledger/checkpoint").code()).isEqualTo("NOT_FOUND");
        assertThat(owner.get("/v1/ledger/proofs/inclusion?sequence=1").code()).isEqualTo("NOT_FOUND");
        for (int i = 1; i <= 9; i++) {
            owner.put("/v1/budgets/p", "{\"monthly_limit\":\"" + i + "\"}");
        }
        awaitSealed();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Waits until the newest checkpoint covers every entry, as the sealer promises within 2 s on a quiet machine. */
    private static void awaitSealed() {
        Instant patience = Instant.now().plus(Duration.ofSeconds(60));
        while (sealedSize() < head()) {
            assertThat(Instant.now()).as("the sealer is late").isBefore(patience);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static long sealedSize() {
        Answer answer = owner.get("/v1/ledger/checkpoint?chain=governance");
        return answer.status() == 404 ? 0 : number(answer.json().get("size"));
    }

    private static long head() {
        JsonObject chain = firstChain(owner.post("/v1/ledger/verify", "{\"chain\":\"governance\"}"));
        return number(((JsonObject) chain.get("head")).get("sequence"));
    }

    @Test
    void checkpoint_isVerifiedByTheKeysThatTheServerNames() {
        Answer checkpoint = owner.get("/v1/ledger/checkpoint?chain=governance");
        assertThat(checkpoint.status()).isEqualTo(200);
        VerifierKeys keys = VerifierKeys.parse(
                texts(owner.get("/v1/ledger/keys").json(), "items").stream().collect(Collectors.joining("\n")));
        assertThat(CheckpointNote.judge(checkpoint.field("note"), checkpoint.field("origin"), keys)
                        .believed())
                .isPresent();
        assertThat(checkpoint.field("origin")).isEqualTo("spendweir/default/governance");
        long size = number(checkpoint.json().get("size"));
        assertThat(owner.get("/v1/ledger/checkpoint?chain=governance&size=" + size)
                        .text())
                .isEqualTo(checkpoint.text());
        assertThat(owner.get("/v1/ledger/checkpoint?chain=governance&size=999999")
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void proofs_verifyAgainstTheCheckpoint() {
        Answer inclusion = owner.get("/v1/ledger/proofs/inclusion?chain=governance&sequence=3");
        JsonObject proof = inclusion.json();
        assertThat(MerkleProof.verifyInclusion(
                        hash(proof, "leaf_hash"),
                        number(proof.get("index")),
                        number(proof.get("size")),
                        hashes(proof),
                        hash(proof, "root_hash")))
                .isTrue();
        JsonObject consistency = owner.get("/v1/ledger/proofs/consistency?chain=governance&first=5")
                .json();
        assertThat(MerkleProof.verifyConsistency(
                        5,
                        number(consistency.get("second")),
                        hash(consistency, "first_root"),
                        hash(consistency, "second_root"),
                        hashes(consistency)))
                .isTrue();
        assertThat(owner.get("/v1/ledger/proofs/inclusion?chain=governance").code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(owner.get("/v1/ledger/proofs/consistency?chain=governance&first=99999")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void verify_fromACheckpointAndWithATrustedOne_saysWhatIsOpen() {
        String note = owner.get("/v1/ledger/checkpoint?chain=governance").field("note");
        JsonObject body = JsonObject.builder()
                .put("chain", "governance")
                .put("from_checkpoint", true)
                .put("trusted_checkpoint", note)
                .build();
        JsonObject chain = firstChain(owner.post("/v1/ledger/verify", CanonicalJson.text(body)));
        assertThat(chain.get("failure")).isEqualTo(JsonNull.NULL);
        assertThat(chain.get("checkpoint")).isInstanceOf(JsonObject.class);
        assertThat(((JsonArray) chain.get("not_excluded")).size()).isGreaterThan(3);
        assertThat(owner.post("/v1/ledger/verify", CanonicalJson.text(body.with("chain", new JsonString("decisions"))))
                        .code())
                .isEqualTo("CHECKPOINT_NOT_TRUSTED");
        assertThat(owner.post(
                                "/v1/ledger/verify",
                                CanonicalJson.text(body.with("trusted_checkpoint", new JsonString("x"))))
                        .code())
                .isEqualTo("NOTE_INVALID");
    }

    @Test
    void verify_withReplay_decidesEveryDecisionAgain() {
        owner.put("/v1/policy", "{\"modes\":{\"default\":\"hard\"}}", "If-Match", "*");
        for (int i = 0; i < 3; i++) {
            assertThat(owner.post(
                                    "/v1/gate",
                                    "{\"project_id\":\"p\",\"environment\":\"dev\",\"action\":\"vm.create\","
                                            + "\"resource_reference\":\"r" + i
                                            + "\",\"estimated_monthly_delta\":\"2\"}",
                                    "Idempotency-Key",
                                    "replay-" + i)
                            .status())
                    .isEqualTo(200);
        }
        Answer answer = owner.post("/v1/ledger/verify", "{\"chain\":\"decisions\",\"replay\":true}");
        assertThat(answer.json().get("valid")).as(answer.text()).isEqualTo(JsonBoolean.TRUE);
        assertThat(number(firstChain(answer).get("replayed"))).isGreaterThanOrEqualTo(3);
    }

    @Test
    void checkpoint_isCopiedOutside() throws IOException {
        Path copy = directory.resolve("outside").resolve("default.governance.checkpoint");
        Instant patience = Instant.now().plus(Duration.ofSeconds(60));
        while (!Files.exists(copy)) {
            assertThat(Instant.now()).isBefore(patience);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(Files.readString(copy)).startsWith("spendweir/default/governance\n");
        assertThat(owner.get("/metrics").text())
                .contains("spendweir_ledger_checkpoint_lag_seconds_count")
                .contains("spendweir_ledger_checkpoints_uncopied");
    }

    @Test
    void export_isGivenAsAnArchiveThatMatchesItsParity() throws IOException {
        String window = "?chain=governance&from_sequence=2&to_sequence=5";
        Answer parity = owner.get("/v1/exports/parity" + window);
        assertThat(parity.status()).as(parity.text()).isEqualTo(200);
        HttpResponse<byte[]> archive = owner.download("/v1/exports/archive" + window);
        assertThat(archive.statusCode()).isEqualTo(200);
        assertThat(archive.headers().firstValue("Content-Type").orElse("")).startsWith("application/zip");
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(Sha256Hex.of(files.get("manifest.json"))).isEqualTo(parity.field("manifest_sha256"));
        assertThat(owner.download("/v1/exports/archive" + window).body()).isEqualTo(archive.body());
        assertThat(owner.get("/v1/exports/parity?to_sequence=0").code()).isIn("INVALID_PARAMETER", "NOT_FOUND");
    }

    private static JsonObject firstChain(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (JsonObject) ((JsonArray) answer.json().get("chains")).elements().get(0);
    }

    private static long number(JsonValue value) {
        return Long.parseLong(((JsonNumber) value).text());
    }

    private static byte[] hash(JsonObject json, String name) {
        return HexFormat.of().parseHex(((JsonString) json.get(name)).value());
    }

    private static List<byte[]> hashes(JsonObject json) {
        return texts(json, "proof").stream().map(HexFormat.of()::parseHex).toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        return ((JsonArray) json.get(name))
                .elements().stream().map(text -> ((JsonString) text).value()).toList();
    }
}
