package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The op {@code token.verify} of the conformance protocol (spec 8). A pure function; thread-safe. */
public final class TokenOp {
    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);

    /** Stands for a token that is no text: nothing that could be taken apart. */
    private static final String NO_TOKEN = "";

    private TokenOp() {}

    /**
     * Judges a token.
     *
     * @param input {token, jwks, expected, clock_time}; a token that is no text is a malformed one
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings for malformed jwks or
     *     expected, then {@code INVALID_CLOCK_TIME}
     */
    public static TokenVerdict verify(JsonObject input) {
        Findings findings = new Findings();
        KeySet keys = KeySet.read(input.get("jwks"), "/jwks", findings);
        TokenExpectation expected = ObjectReader.document(input, CODES, findings, in -> {
            in.ignoreUnknown();
            return in.field("expected").required().object(TokenExpectation::read);
        });
        findings.throwIfAny();
        Instant clockTime = ClockTime.parse(textOf(input.get("clock_time")));
        String token = input.get("token") instanceof JsonString text ? text.value() : NO_TOKEN;
        return new TokenVerifier(keys).verify(token, expected, clockTime);
    }

    private static @Nullable String textOf(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.value() : null;
    }
}
