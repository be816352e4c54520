package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.token.ApprovalToken;
import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenMinter;
import dev.spendweir.token.TokenScope;
import dev.spendweir.token.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judging a token offline against a file of public keys (spec 2.2). */
final class TokenVerifyCommandTest {
    private static final Instant MINTED = Instant.parse("2026-03-11T10:00:00Z");
    private static final String NOW = "2026-03-11T10:05:00Z";
    private static final String SCOPE = "5c".repeat(32);
    private static final String PLAN = "9a".repeat(32);
    private static final TokenSigner SIGNER = signer("k1", 1);

    @TempDir
    private Path directory;

    private static TokenSigner signer(String kid, int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return new Ed25519Signer(kid, TokenAlgorithm.EDDSA, seed);
    }

    private static String token(TokenSigner signer) {
        TokenScope scope = new TokenScope(
                "acme",
                "payments",
                "prod",
                "terraform",
                "f1".repeat(32),
                SCOPE,
                "USD",
                "state/payments",
                PLAN,
                Amount.parse("500"),
                Amount.parse("0.7"));
        return new TokenMinter(signer)
                .mint(new ApprovalToken(
                        "https://gate.example",
                        "ana",
                        "t-1",
                        MINTED,
                        MINTED,
                        MINTED.plusSeconds(900),
                        "d-1",
                        "a-1",
                        TokenBinding.EXACT,
                        scope));
    }

    @BeforeEach
    void write() throws IOException {
        KeySet keys = KeySet.of(List.of(signer("k0", 0).key(), SIGNER.key()));
        Files.write(directory.resolve("jwks.json"), CanonicalJson.bytes(keys.toJwks()));
        Files.writeString(directory.resolve("token"), token(SIGNER) + "\n");
    }

    /** @param more options and their values, in place of the usual ones */
    private Ended verify(String at, String... more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--jwks", "jwks.json");
        options.put("--token-file", "token");
        options.put("--issuer", "https://gate.example");
        options.put("--tenant", "acme");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<String> line = new ArrayList<>(List.of("token", "verify"));
        options.forEach((option, value) -> line.addAll(List.of(option, value)));
        return CliRun.in(directory).at(at).run(line.toArray(new String[0]));
    }

    private static void refused(Ended ended, String code) {
        assertThat(ended.code()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err()).contains(code);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void verify_aGoodToken_printsItsClaims() {
        Ended ended = verify(
                NOW,
                "--project",
                "payments",
                "--env",
                "prod",
                "--source",
                "terraform",
                "--resource",
                "state/payments",
                "--currency",
                "USD",
                "--scope-fingerprint",
                SCOPE,
                "--fingerprint",
                "f1".repeat(32),
                "--plan-content-sha256",
                PLAN,
                "--actual-monthly-delta",
                "500",
                "--actual-hourly-delta",
                "0.7");

        assertThat(ended.code()).as(ended.err()).isZero();
        JsonObject claims = (JsonObject) JsonReader.read(ended.out());
        assertThat(claims.get("approval_id")).isEqualTo(new JsonString("a-1"));
        assertThat(claims.get("max_monthly_delta")).isEqualTo(new JsonString("500"));
        assertThat(verify(NOW).code()).as("what is not named is not compared").isZero();
    }

    @Test
    void verify_anythingElseThanExpected_isRefusedNamingTheClaim() {
        String[][] wrong = {
            {"--project", "search", "project_id"},
            {"--env", "dev", "environment"},
            {"--source", "custom", "source"},
            {"--resource", "state/other", "resource_reference"},
            {"--currency", "EUR", "currency"},
            {"--scope-fingerprint", "00".repeat(32), "scope_fingerprint"},
            {"--fingerprint", "00".repeat(32), "fingerprint"},
            {"--plan-content-sha256", "00".repeat(32), "plan_content_sha256"},
        };
        for (String[] one : wrong) {
            refused(verify(NOW, one[0], one[1]), "TOKEN_BINDING_MISMATCH (" + one[2] + ")");
        }
        refused(verify(NOW, "--tenant", "other"), "TOKEN_BINDING_MISMATCH (tenant_id)");
        refused(verify(NOW, "--actual-monthly-delta", "500.000001"), "COST_BOUND_EXCEEDED");
        refused(verify(NOW, "--actual-hourly-delta", "0.8"), "COST_BOUND_EXCEEDED");
        refused(verify(NOW, "--issuer", "https://evil.example"), "TOKEN_CLAIMS_INVALID");
    }

    @Test
    void verify_outsideItsTime_isRefused() {
        assertThat(verify("2026-03-11T10:15:59Z").code()).isZero();
        refused(verify("2026-03-11T10:16:00Z"), "TOKEN_EXPIRED");
        assertThat(verify("2026-03-11T09:59:00Z").code()).isZero();
        refused(verify("2026-03-11T09:58:59Z"), "TOKEN_NOT_YET_VALID");
    }

    @Test
    void verify_anotherText_isRefusedAndNotPrinted() throws IOException {
        String good = token(SIGNER);
        Files.writeString(directory.resolve("token"), good.replace('.', ' '));
        refused(verify(NOW), "TOKEN_MALFORMED");
        Files.writeString(directory.resolve("token"), good.substring(0, good.length() - 4) + "AAAA");
        Ended tampered = verify(NOW);
        assertThat(tampered.code()).isEqualTo(4);
        assertThat(tampered.err()).contains("TOKEN_").doesNotContain(good.substring(0, 40));
        Files.writeString(directory.resolve("token"), token(signer("k1", 9)));
        refused(verify(NOW), "TOKEN_SIGNATURE_INVALID");
        Files.writeString(directory.resolve("token"), token(signer("k9", 9)));
        refused(verify(NOW), "TOKEN_KEY_UNKNOWN");
    }

    @Test
    void verify_filesThatAreNone_endWith1() throws IOException {
        Ended nowhere = verify(NOW, "--jwks", "nowhere.json");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("the file nowhere.json cannot be read");
        Files.delete(directory.resolve("token"));
        Ended missing = verify(NOW);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("the file token cannot be read");
        Files.writeString(directory.resolve("token"), token(SIGNER));
        Files.writeString(directory.resolve("jwks.json"), "{");
        assertThat(verify(NOW).err()).contains("jwks.json is no JSON");
        assertThat(verify(NOW).code()).isEqualTo(1);
        Files.writeString(directory.resolve("jwks.json"), "{\"key\":1}");
        assertThat(verify(NOW).code()).isEqualTo(1);
        Files.write(directory.resolve("jwks.json"), new byte[70_000]);
        assertThat(verify(NOW).err()).contains("longer than 64 KiB");
        assertThat(CliRun.in(directory).run("token", "verify").code()).isEqualTo(64);
    }
}
