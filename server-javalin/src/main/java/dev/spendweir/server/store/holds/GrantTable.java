package dev.spendweir.server.store.holds;

import dev.spendweir.server.gate.Money.GrantState;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.money.CreditService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reads credits in order to change them. */
final class GrantTable {
    private static final String LOCK = """
            SELECT * FROM credit_grant WHERE tenant_id = :tenant AND grant_id = ANY (:ids::uuid[])
            ORDER BY grant_id FOR UPDATE
            """;

    private GrantTable() {}

    /** The credits by id, locked in that order. */
    static Map<String, GrantState> lock(Handle handle, String tenantId, Collection<String> ids) {
        Map<String, GrantState> grants = new TreeMap<>();
        if (ids.isEmpty()) {
            return grants;
        }
        List<GrantState> rows = handle.createQuery(LOCK)
                .bind("tenant", tenantId)
                .bind("ids", ids.toArray(String[]::new))
                .map((row, context) -> state(row))
                .list();
        rows.forEach(grant -> grants.put(grant.grantId(), grant));
        return grants;
    }

    static GrantState state(ResultSet row) throws SQLException {
        return new GrantState(
                row.getString("grant_id"),
                CreditService.pool(row.getString("pool")),
                row.getString("project_id"),
                row.getInt("priority"),
                Rows.instant(row, "created_at"),
                CreditService.balance(row));
    }
}
