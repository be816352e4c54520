package dev.spendweir.server.store.audit;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads decisions (spec 11). Thread-safe. */
public final class DecisionService {
    private static final String LIST = SqlText.read(DecisionService.class, "decisions.sql");
    private static final String ONE = "SELECT * FROM decision WHERE tenant_id = :tenant AND decision_id = :id";

    private final Database database;

    /** @param database holds the decisions */
    public DecisionService(Database database) {
        this.database = database;
    }

    /** Decisions, newest first. */
    public Page<DecisionItem> list(String tenantId, DecisionFilter filter, PageRequest page) {
        Optional<List<String>> before = Cursor.read(page.cursor(), 2);
        Instant beforeTime = before.map(key -> time(key.get(0))).orElse(null);
        UUID beforeId = before.flatMap(key -> UuidV7.parse(key.get(1))).orElse(null);
        List<DecisionItem> rows = database.inTenant(
                tenantId,
                handle -> handle.createQuery(LIST)
                        .bind("tenant", tenantId)
                        .bind("project", filter.projectId())
                        .bind("class", filter.environmentClass())
                        .bind("source", filter.source())
                        .bind("outcome", filter.outcome())
                        .bind("reason", filter.reason())
                        .bind("from", filter.from())
                        .bind("to", filter.to())
                        .bind("actor", filter.actorId())
                        .bind("beforeTime", beforeTime)
                        .bind("beforeId", beforeId)
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> DecisionItem.of(row))
                        .list());
        return Page.of(rows, page.limit(), item -> Cursor.after(ClockTime.format(item.decidedAt()), item.decisionId()));
    }

    private static Instant time(String text) {
        try {
            return ClockTime.parse(text);
        } catch (RejectedException e) {
            throw new RejectedException(ErrorCode.INVALID_PARAMETER, "cursor", "is not a next_cursor of this list");
        }
    }

    /** A decision, if there is one. */
    public Optional<DecisionDetail> get(String tenantId, String decisionId) {
        return UuidV7.parse(decisionId)
                .flatMap(id -> database.inTenant(
                        tenantId,
                        handle -> handle.createQuery(ONE)
                                .bind("tenant", tenantId)
                                .bind("id", id)
                                .map((row, context) -> DecisionDetail.of(row))
                                .findOne()));
    }
}
