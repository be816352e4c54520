package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credit to be granted (spec 11, Money).
 *
 * @param projectId the only project that may draw on it; null: every one
 * @param amount above 0
 * @param priority lower ones are drawn first
 * @param expiresAt exclusive; null: never
 * @param note for people, at most 1024 code points
 */
public record NewCredit(
        CreditPool pool,
        @Nullable String projectId,
        Amount amount,
        int priority,
        @Nullable Instant expiresAt,
        @Nullable String note) {
    /** Most code points of a note. */
    public static final int MAX_NOTE = 1024;

    /**
     * Checks every part.
     *
     * @throws RejectedException {@code INVALID_FIELD} with all findings
     */
    public NewCredit {
        // What is stored has milliseconds; rounding up there would let it live on.
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
        List<Finding> findings = new ArrayList<>();
        check(findings, "/project_id", projectId == null ? null : Grant.NAME.problem(projectId));
        check(findings, "/amount", amount.isPositive() ? null : "must be above 0, not " + amount);
        check(
                findings,
                "/note",
                note == null ? null : TextRules.name(1, MAX_NOTE).problem(note));
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }

    private static void check(List<Finding> findings, String pointer, @Nullable String problem) {
        if (problem != null) {
            findings.add(new Finding(ErrorCode.INVALID_FIELD, pointer, problem));
        }
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("pool", pool.wireName())
                .put("project_id", projectId)
                .put("amount", Amount.toJson(amount))
                .put("priority", priority)
                .put("expires_at", expiresAt == null ? null : ClockTime.format(expiresAt))
                .put("note", note)
                .build();
    }
}
