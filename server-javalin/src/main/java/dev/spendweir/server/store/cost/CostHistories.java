package dev.spendweir.server.store.cost;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cost rows of the last 120 days (spec 3.1), parsed and hashed once for many decisions: every change of a tenant's cost
 * data counts its version up, and the gate reads that version under its lock. Thread-safe.
 */
public final class CostHistories {
    /** Days that a snapshot holds, the clock's own included (spec 3.1). */
    static final int DAYS = 120;

    /** Rows of all cached histories; a row is 13 bytes. */
    private static final long CACHED_ROWS = 4_000_000;

    private static final Duration KEPT = Duration.ofHours(1);
    private static final String TENANT = SqlText.read(CostHistories.class, "tenant_cost.sql");
    private static final String PROJECT = SqlText.read(CostHistories.class, "project_cost.sql");

    private final Cache<Key, Known> cache = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(CACHED_ROWS)
            .weigher((Key key, Known known) ->
                    1 + (known.history() == null ? 0 : known.history().size()))
            .expireAfterAccess(KEPT)
            .build();

    private record Key(String tenantId, @Nullable String projectId, long version, LocalDate day) {}

    /** @param history null: the feed has no project rows at all */
    private record Known(@Nullable CostHistory history) {}

    /** The tenant's history up to a day. A day's amount is its row without project, else the sum over projects (spec 5.4). */
    public CostHistory tenant(Connection connection, String tenantId, long version, LocalDate day) throws SQLException {
        CostHistory history = read(connection, TENANT, new Key(tenantId, null, version, day));
        return history == null ? CostHistory.EMPTY : history;
    }

    /** A project's history; null when the feed has no project rows at all (spec 1.4). */
    public @Nullable CostHistory project(
            Connection connection, String tenantId, String projectId, long version, LocalDate day) throws SQLException {
        return read(connection, PROJECT, new Key(tenantId, projectId, version, day));
    }

    private @Nullable CostHistory read(Connection connection, String sql, Key key) throws SQLException {
        Known known = cache.getIfPresent(key);
        if (known == null) {
            known = new Known(query(connection, sql, key));
            cache.put(key, known);
        }
        return known.history();
    }

    private static @Nullable CostHistory query(Connection connection, String sql, Key key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, key.tenantId());
            query.setObject(2, key.day().minusDays(DAYS - 1L));
            query.setObject(3, key.day());
            if (key.projectId() != null) {
                query.setString(4, key.projectId());
            }
            List<CostRow> rows = new ArrayList<>();
            boolean anyProjectRow = key.projectId() == null;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    anyProjectRow = true;
                    LocalDate day = row.getObject("day", LocalDate.class);
                    if (day != null) {
                        rows.add(new CostRow(day, Rows.amount(row, "amount_micros"), row.getBoolean("final")));
                    }
                }
            }
            return anyProjectRow ? CostHistory.of(rows) : null;
        }
    }
}
