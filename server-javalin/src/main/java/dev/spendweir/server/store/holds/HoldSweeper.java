package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.gate.Money.GrantState;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.decisions.HoldTable;
import dev.spendweir.time.ClockTime;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Closes what nobody closed in time: overdue holds, and what remains of expired credits (spec 3.2). Works in transactions
 * of a few rows each, so that gates get their turn between two of them; several servers share the work. Thread-safe.
 */
public final class HoldSweeper {
    /** Holds of one transaction: some milliseconds under the tenant's lock. */
    public static final int BATCH = 50;

    private static final long DEFAULT_TTL_SECONDS =
            PolicyReader.defaults().document().reservations().ttlSeconds();

    private static final String EXPIRED = """
            SELECT * FROM credit_grant
            WHERE tenant_id = :tenant AND remaining_micros > 0 AND expires_at <= :at
            ORDER BY grant_id LIMIT :limit FOR UPDATE SKIP LOCKED
            """;

    private final Database database;
    private final Governance governance;
    private final UuidV7 ids;
    private final Clock clock;

    /** @param clock says what is due */
    public HoldSweeper(Database database, Governance governance, UuidV7 ids, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.ids = ids;
        this.clock = clock;
    }

    /** The tenants that have overdue holds or expired credits now; no particular order. */
    public List<String> tenants() {
        return database.withoutTenant(
                handle -> handle.createQuery("SELECT * FROM tenants_to_sweep(:at, :defaultSeconds)")
                        .bind("at", clock.instant())
                        .bind("defaultSeconds", DEFAULT_TTL_SECONDS)
                        .mapTo(String.class)
                        .list());
    }

    /** How many holds of all tenants bind money now. */
    public Map<HoldStatus, Long> activeHolds() {
        Map<HoldStatus, Long> counts = new EnumMap<>(HoldStatus.class);
        counts.put(HoldStatus.TENTATIVE, 0L);
        counts.put(HoldStatus.CONFIRMED, 0L);
        database.withoutTenant(handle -> handle.createQuery("SELECT hold_status, holds FROM active_holds()")
                        .map((row, context) -> Map.entry(
                                HoldStatus.ofWireName(row.getString("hold_status"))
                                        .orElseThrow(),
                                row.getLong("holds")))
                        .list())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /**
     * Closes overdue holds of a tenant, oldest first: tentative ones are released, confirmed ones settled at what was held.
     *
     * @param limit how many at most
     * @return those that this call closed; fewer than {@code limit} when no more are left
     */
    public Swept sweep(Caller caller, int limit) {
        Swept all = Swept.NONE;
        while (all.reservationIds().size() < limit) {
            int wanted = Math.min(BATCH, limit - all.reservationIds().size());
            Swept batch = governance.change(caller, Chain.DECISIONS, change -> batch(change, wanted));
            all = all.plus(batch);
            if (batch.reservationIds().size() < wanted) {
                break;
            }
        }
        return all;
    }

    private Swept batch(Governance.Change change, int limit) {
        List<StoredHold> overdue = HoldReader.overdue(change, DEFAULT_TTL_SECONDS, limit);
        if (overdue.isEmpty()) {
            return Swept.NONE;
        }
        HoldBook book = HoldBook.of(change, ids, overdue);
        overdue.forEach(book::sweep);
        book.write();
        int settled = (int) overdue.stream()
                .filter(hold -> hold.status() == HoldStatus.CONFIRMED)
                .count();
        return new Swept(
                overdue.size() - settled,
                settled,
                overdue.stream().map(StoredHold::reservationId).toList());
    }

    /**
     * Writes off what remains of expired credits of a tenant.
     *
     * @return of how many credits; at most {@link #BATCH}
     */
    public int writeOff(Caller caller) {
        return governance.changeMoney(caller, change -> {
            List<GrantState> expired = change.handle()
                    .createQuery(EXPIRED)
                    .bind("tenant", caller.tenantId())
                    .bind("at", change.time())
                    .bind("limit", BATCH)
                    .map((row, context) -> GrantTable.state(row))
                    .list();
            List<GrantState> writtenOff = expired.stream()
                    .map(grant -> grant.with(grant.balance().writeOffIfExpired(change.time())))
                    .toList();
            try {
                HoldTable.updateGrants(change.handle().getConnection(), caller.tenantId(), writtenOff);
            } catch (SQLException e) {
                throw Database.failed(e);
            }
            for (int i = 0; i < expired.size(); i++) {
                change.record(
                        EntryType.CREDIT_WRITTEN_OFF,
                        expired.get(i).grantId(),
                        payload(expired.get(i), writtenOff.get(i)));
            }
            return expired.size();
        });
    }

    private static JsonObject payload(GrantState before, GrantState after) {
        return JsonObject.builder()
                .put("grant_id", after.grantId())
                .put("amount", Amount.toJson(before.balance().remaining()))
                .put("expires_at", expiry(after))
                .put("original", Amount.toJson(after.balance().original()))
                .put("remaining", Amount.toJson(after.balance().remaining()))
                .put("reserved", Amount.toJson(after.balance().reserved()))
                .put("consumed", Amount.toJson(after.balance().consumed()))
                .put("written_off", Amount.toJson(after.balance().writtenOff()))
                .build();
    }

    private static String expiry(GrantState grant) {
        var expiresAt = grant.balance().expiresAt();
        if (expiresAt == null) {
            throw new IllegalStateException("grant " + grant.grantId() + " never expires");
        }
        return ClockTime.format(expiresAt);
    }
}
