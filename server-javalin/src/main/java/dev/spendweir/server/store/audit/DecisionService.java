package dev.spendweir.server.store.audit;

import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads decisions (spec 11). Thread-safe. */
public final class DecisionService {
    private static final String LIST = SqlText.read(DecisionService.class, "decisions.sql");
    private static final String ONE = """
            SELECT d.*, e.entry, e.entry_id, e.sequence, e.entry_type, e.event_time, e.subject_id, p.payload
            FROM decision d
            LEFT JOIN ledger_entry e
                   ON e.tenant_id = d.tenant_id AND e.chain = 'decisions' AND e.sequence = d.ledger_sequence
            LEFT JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
            WHERE d.tenant_id = :tenant AND d.decision_id = :id
            """;

    private final Database database;

    /** @param database holds the decisions */
    public DecisionService(Database database) {
        this.database = database;
    }

    /** Decisions, newest first. */
    public Page<DecisionItem> list(String tenantId, DecisionFilter filter, PageRequest page) {
        UUID before = Cursor.id(page.cursor()).orElse(null);
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
                        .bind("before", before)
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> DecisionItem.of(row))
                        .list());
        return Page.of(rows, page.limit(), item -> Cursor.after(item.decisionId()));
    }

    /** A decision, if there is one. */
    public Optional<DecisionDetail> get(String tenantId, String decisionId) {
        return UuidV7.parse(decisionId)
                .flatMap(id -> database.inTenant(
                        tenantId,
                        handle -> handle.createQuery(ONE)
                                .bind("tenant", tenantId)
                                .bind("id", id)
                                .map((row, context) -> DecisionDetail.of(row, tenantId))
                                .findOne()));
    }
}
