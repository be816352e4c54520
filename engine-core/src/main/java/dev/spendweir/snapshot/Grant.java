package dev.spendweir.snapshot;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A grant of credit with what is left of it (spec 1.4, 10 A43).
 *
 * @param grantId 1..128 code points, unique in a snapshot
 * @param projectId the only project that may draw on it; null for every project
 * @param remaining at least 0
 * @param priority lower ones are drawn first
 * @param expiresAt from this instant on nothing can be drawn, cut to milliseconds; null for never
 * @param createdAt cut to milliseconds
 */
public record Grant(
        String grantId,
        CreditPool pool,
        @Nullable String projectId,
        Amount remaining,
        int priority,
        @Nullable Instant expiresAt,
        Instant createdAt) {

    /** Priority of a grant that names none. */
    public static final int DEFAULT_PRIORITY = 100;

    /** Most code points of grant_id and project_id. */
    public static final int MAX_NAME_LENGTH = 128;

    /** What grant_id and project_id must be like (spec 10 N4). */
    public static final TextRule NAME = TextRules.name(1, MAX_NAME_LENGTH);

    /**
     * The order in which eligible grants of one pool are drawn (spec 1.7): priority, the earliest expiry (never last),
     * those of a project first, the oldest, then the id by UTF-16 code units.
     */
    public static final Comparator<Grant> DRAW_ORDER = Comparator.comparingInt(Grant::priority)
            .thenComparing(Grant::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(grant -> grant.projectId() == null)
            .thenComparing(Grant::createdAt)
            .thenComparing(Grant::grantId);

    /**
     * Checks the values and cuts the times.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} when an id breaks its rule, the rest is negative, or a time lies
     *     outside the years 0001 to 9999
     */
    public Grant {
        Objects.requireNonNull(pool, "pool");
        checkName("/grant_id", grantId);
        if (projectId != null) {
            checkName("/project_id", projectId);
        }
        if (remaining.isNegative()) {
            throw invalid("/remaining", "the amount must be at least 0, not " + remaining);
        }
        expiresAt = expiresAt == null ? null : cut("/expires_at", expiresAt);
        createdAt = cut("/created_at", createdAt);
    }

    private static void checkName(String pointer, String name) {
        String problem = NAME.problem(name);
        if (problem != null) {
            throw invalid(pointer, problem);
        }
    }

    private static Instant cut(String pointer, Instant time) {
        try {
            return Instant.ofEpochMilli(ClockTime.toMillis(time));
        } catch (RejectedException e) {
            throw invalid(pointer, e.findings().get(0).detail());
        }
    }

    private static RejectedException invalid(String pointer, String detail) {
        return new RejectedException(ErrorCode.INVALID_SNAPSHOT, pointer, detail);
    }

    /** Whether a request of the project can draw on the grant at that time (spec 1.7): expiring exactly then is too late. */
    public boolean isEligible(String project, long clockMillis) {
        return remaining.isPositive()
                && (expiresAt == null || expiresAt.toEpochMilli() > clockMillis)
                && (projectId == null || projectId.equals(project));
    }

    void writeTo(CanonicalWriter out) {
        out.beginObject();
        out.name("created_at").string(ClockTime.format(createdAt));
        out.name("expires_at").string(expiresAt == null ? null : ClockTime.format(expiresAt));
        out.name("grant_id").string(grantId);
        out.name("pool").string(pool.wireName());
        out.name("priority").integer(priority);
        out.name("project_id").string(projectId);
        remaining.writeTo(out.name("remaining"));
        out.endObject();
    }
}
