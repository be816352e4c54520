package dev.spendweir.server.store.people;

import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key to be made (spec 11, People).
 *
 * @param name for people, 1..128 code points
 * @param expiresAt exclusive; null: never
 * @param binding what the key may touch, on top of its actor's
 */
public record NewApiKey(
        String actorId, String name, @Nullable Instant expiresAt, Binding binding) {
    private static final int MAX_NAME = 128;

    /**
     * Checks every part.
     *
     * @throws RejectedException {@code INVALID_FIELD} with all findings
     */
    public NewApiKey {
        // What is stored has milliseconds; rounding up there would let it live on.
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
        List<Finding> findings = new ArrayList<>();
        String problem = TextRules.name(1, MAX_NAME).problem(name);
        if (problem != null) {
            findings.add(new Finding(ErrorCode.INVALID_FIELD, "/name", problem));
        }
        ActorSpec.bindingFindings(findings, binding);
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }
}
