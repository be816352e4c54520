package dev.spendweir.server.store.money;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.GrantBalance;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.IdempotencyTable;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.snapshot.CreditPool;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Credits of a tenant (spec 3.2). Thread-safe. */
public final class CreditService {
    private static final String LIST = """
            SELECT * FROM credit_grant
            WHERE tenant_id = :tenant AND (:grant::uuid IS NULL OR grant_id = :grant)
              AND (:after::uuid IS NULL OR grant_id > :after)
            ORDER BY grant_id LIMIT :limit
            """;
    private static final String INSERT = """
            INSERT INTO credit_grant (tenant_id, grant_id, pool, project_id, original_micros, remaining_micros,
                                      reserved_micros, consumed_micros, written_off_micros, priority, expires_at,
                                      created_at, created_by, note)
            VALUES (:tenant, :grant, :pool, :project, :amount, :amount, 0, 0, 0, :priority, :expires, :at, :by, :note)
            """;

    private final Database database;
    private final Governance governance;
    private final UuidV7 ids;

    /** @param governance every change goes through it */
    public CreditService(Database database, Governance governance, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.ids = ids;
    }

    /** Credits, oldest first, used-up and expired ones too. */
    public Page<CreditView> list(String tenantId, PageRequest page) {
        UUID after = Cursor.id(page.cursor()).orElse(null);
        List<CreditView> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1));
        return Page.of(rows, page.limit(), credit -> Cursor.after(credit.grantId()));
    }

    /**
     * Grants a credit; a repeat with the same key and payload gives the credit of the first call as it is now.
     *
     * @throws RejectedException {@code IDEMPOTENCY_KEY_REUSED}; {@code INVALID_FIELD} when it would be expired at once
     */
    public Stored<CreditView> create(Caller caller, NewCredit wanted, @Nullable String idempotencyKey) {
        return governance.change(caller, change -> {
            Stored<JsonObject> first = IdempotencyTable.once(
                    change, "credits", idempotencyKey, wanted.toJson(), () -> insert(change, wanted));
            UUID id = UUID.fromString(text(first.value()));
            CreditView view =
                    select(change.handle(), caller.tenantId(), id, null, 1).get(0);
            return new Stored<>(view, first.created());
        });
    }

    private static String text(JsonObject reference) {
        return reference.get("grant_id") instanceof JsonString id ? id.value() : "";
    }

    private JsonObject insert(Governance.Change change, NewCredit wanted) {
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(change.time())) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD, "/expires_at", "lies in the past; nothing could ever be drawn");
        }
        return insert(change, ids.next(), wanted);
    }

    private static JsonObject insert(Governance.Change change, UUID id, NewCredit wanted) {
        change.handle()
                .createUpdate(INSERT)
                .bind("tenant", change.caller().tenantId())
                .bind("grant", id)
                .bind("pool", wanted.pool().wireName())
                .bind("project", wanted.projectId())
                .bind("amount", wanted.amount().micros())
                .bind("priority", wanted.priority())
                .bind("expires", wanted.expiresAt())
                .bind("at", change.time())
                .bind("by", change.caller().actorId())
                .bind("note", wanted.note())
                .execute();
        CreditView view =
                select(change.handle(), change.caller().tenantId(), id, null, 1).get(0);
        change.record(
                EntryType.CREDIT_GRANTED,
                view.grantId(),
                JsonObject.builder().put("credit", view.toJson()).build());
        return JsonObject.builder().put("grant_id", view.grantId()).build();
    }

    /**
     * Grants a credit under the id that it has elsewhere, as a part of a larger change of money.
     *
     * @return false when the tenant has a credit with this id already
     */
    public boolean restore(Governance.Change change, UUID grantId, NewCredit wanted) {
        if (!select(change.handle(), change.caller().tenantId(), grantId, null, 1)
                .isEmpty()) {
            return false;
        }
        insert(change, grantId, wanted);
        return true;
    }

    /**
     * A credit that can still be drawn on.
     *
     * @param left the credit with what remains of it as its amount
     */
    public record OpenCredit(UUID grantId, NewCredit left) {}

    /** The credits that have something left and have not expired, by id, within an open transaction of the tenant. */
    public static List<OpenCredit> open(Handle handle, String tenantId, Instant now) {
        return select(handle, tenantId, null, null, Integer.MAX_VALUE).stream()
                .filter(credit -> credit.balance().remaining().isPositive())
                .filter(credit -> {
                    Instant end = credit.balance().expiresAt();
                    return end == null || end.isAfter(now);
                })
                .map(credit -> new OpenCredit(
                        UUID.fromString(credit.grantId()),
                        new NewCredit(
                                credit.pool(),
                                credit.projectId(),
                                credit.balance().remaining(),
                                credit.priority(),
                                credit.balance().expiresAt(),
                                credit.note())))
                .toList();
    }

    private static List<CreditView> select(
            Handle handle, String tenantId, @Nullable UUID grantId, @Nullable UUID after, int limit) {
        return handle.createQuery(LIST)
                .bind("tenant", tenantId)
                .bind("grant", grantId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    private static CreditView view(ResultSet row) throws SQLException {
        return new CreditView(
                row.getString("grant_id"),
                pool(row.getString("pool")),
                row.getString("project_id"),
                balance(row),
                row.getInt("priority"),
                Rows.instant(row, "created_at"),
                row.getString("note"));
    }

    /** The pool of a row; the table's CHECK knows the same words. */
    public static CreditPool pool(String word) {
        for (CreditPool pool : CreditPool.values()) {
            if (pool.wireName().equals(word)) {
                return pool;
            }
        }
        throw new IllegalStateException("unknown pool " + word);
    }

    /** The balance in a row of credit_grant; its constructor checks conservation once more. */
    public static GrantBalance balance(ResultSet row) throws SQLException {
        return new GrantBalance(
                Rows.amount(row, "original_micros"),
                Rows.amount(row, "remaining_micros"),
                Rows.amount(row, "reserved_micros"),
                Rows.amount(row, "consumed_micros"),
                Rows.amount(row, "written_off_micros"),
                Rows.instantOrNull(row, "expires_at"));
    }
}
