package dev.spendweir.example;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenExpectation;
import dev.spendweir.token.TokenVerdict;
import dev.spendweir.token.TokenVerifier;
import java.time.Instant;

/** The program of docs/approvals.md. */
final class TokenExample {

    private TokenExample() {}

    static String run(byte[] jwks, String token, Instant clockTime) {
        // snippet
        KeySet keys = KeySet.read(JsonReader.read(jwks));
        TokenExpectation expected = TokenExpectation.of("https://gate.example", "acme");
        TokenVerdict verdict = new TokenVerifier(keys).verify(token, expected, clockTime);
        if (verdict instanceof TokenVerdict.Refused refused) {
            return "refused: " + refused.code() + ", " + refused.detail();
        }
        return "good for " + ((TokenVerdict.Accepted) verdict).token().scope().projectId();
        // snippet
    }
}
