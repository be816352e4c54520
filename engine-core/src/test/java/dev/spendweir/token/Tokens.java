package dev.spendweir.token;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A signer, a token and what is expected of it, for the tests of this package. */
final class Tokens {
    static final Instant NOW = Instant.parse("2026-03-11T10:00:00Z");
    static final TokenSigner SIGNER = signer("k1", 1);

    private Tokens() {}

    static TokenSigner signer(String kid, int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return new Ed25519Signer(kid, TokenAlgorithm.EDDSA, seed);
    }

    static ApprovalToken claims(String requester, Amount maxMonthlyDelta, TokenBinding binding) {
        return new ApprovalToken(
                "https://gate.example",
                requester,
                "t-1",
                NOW,
                NOW,
                NOW.plusSeconds(ApprovalToken.DEFAULT_TTL_SECONDS),
                "d-1",
                "a-1",
                binding,
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
                        maxMonthlyDelta,
                        Amount.ZERO));
    }

    static ApprovalToken claims() {
        return claims("ana", Amount.parse("500"), TokenBinding.EXACT);
    }

    static TokenExpectation expected() {
        return TokenExpectation.of("https://gate.example", "acme");
    }

    static TokenVerifier verifier() {
        return new TokenVerifier(KeySet.of(List.of(SIGNER.key())));
    }
}
