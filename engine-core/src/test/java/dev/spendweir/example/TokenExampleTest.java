package dev.spendweir.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
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
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/spendweir/example/TokenExample.java");
    private static final Path PAGE = Path.of("../docs/approvals.md");
    private static final Instant NOW = Instant.parse("2026-03-11T10:00:00Z");

    @Test
    void example_run_judgesByThePublishedKeysAlone() {
        TokenSigner signer = new Ed25519Signer("k1", TokenAlgorithm.EDDSA, new byte[32]);
        byte[] jwks = CanonicalJson.bytes(KeySet.of(List.of(signer.key())).toJwks());
        String token = new TokenMinter(signer)
                .mint(new ApprovalToken(
                        "https://gate.example",
                        "ana",
                        "t-1",
                        NOW,
                        NOW,
                        NOW.plusSeconds(900),
                        "d-1",
                        "a-1",
                        TokenBinding.EXACT,
                        new TokenScope(
                                "acme",
                                "payments",
                                "prod",
                                "terraform",
                                "f1".repeat(32),
                                "5c".repeat(32),
                                "USD",
                                "state/payments",
                                null,
                                Amount.parse("500"),
                                Amount.ZERO)));

        assertThat(TokenExample.run(jwks, token, NOW)).isEqualTo("good for payments");
        assertThat(TokenExample.run(jwks, token, NOW.plusSeconds(960))).startsWith("refused: TOKEN_EXPIRED");
        assertThat(TokenExample.run(jwks, token + "A", NOW)).startsWith("refused: TOKEN_");
    }

    /** The page shows what is compiled and run here, letter for letter. */
    @Test
    void page_snippet_isTheProgram() throws IOException {
        String program = Files.readString(SOURCE)
                .split("// snippet\n", -1)[1]
                .stripTrailing()
                .stripIndent();
        String page = Files.readString(PAGE);

        String snippet = page.split("```java\n", -1)[1].split("```", -1)[0];
        assertThat(snippet.strip()).isEqualTo(program.strip());
    }
}
