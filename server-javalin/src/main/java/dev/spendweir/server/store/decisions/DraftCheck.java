package dev.spendweir.server.store.decisions;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.DecisionRow;
import dev.spendweir.server.gate.Draft;
import dev.spendweir.server.gate.Draft.Verdict;
import dev.spendweir.server.gate.TenantVersions;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks the heads of drafts' tenants and judges which drafts still stand, in one round trip. What stands may be written in
 * the same transaction: nothing that it hangs on can move any more. Not thread-safe.
 */
final class DraftCheck {
    /** The bounds go with the first look, in one round trip. */
    private static final String LOCK_HEADS = Bounds.ENTER + ";\n" + SqlText.read(DraftCheck.class, "lock_heads.sql");

    private final Map<String, TenantVersions> found = new HashMap<>();
    private final Set<Key> known = new HashSet<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    private record Key(String tenantId, String source, String key) {
        static Key of(DecisionRow row) {
            return new Key(
                    row.prepared().request().tenantId(),
                    row.prepared().request().source().wireName(),
                    row.prepared().request().idempotencyKey());
        }
    }

    private DraftCheck() {}

    /** @param bounds of the transaction, which begins with this; its tenants are those of the drafts */
    static DraftCheck of(Connection connection, Bounds bounds, List<Draft> drafts) throws SQLException {
        DraftCheck check = new DraftCheck();
        check.read(connection, bounds, drafts);
        drafts.forEach(draft -> check.verdicts.add(check.judge(draft)));
        return check;
    }

    /** One for each draft, in their order. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    private Verdict judge(Draft draft) {
        TenantVersions now = found.get(draft.tenantId());
        if (now == null) {
            return Verdict.LOCKED;
        }
        if (!now.isSameAs(draft.base())) {
            return Verdict.STALE;
        }
        if (draft.writes().decisions().stream().anyMatch(row -> known.contains(Key.of(row)))) {
            return Verdict.KEY_KNOWN;
        }
        // The next draft of the tenant stands on this one.
        found.put(draft.tenantId(), draft.tip());
        return Verdict.WRITTEN;
    }

    private void read(Connection connection, Bounds bounds, List<Draft> drafts) throws SQLException {
        List<Key> keys = drafts.stream()
                .flatMap(draft -> draft.writes().decisions().stream())
                .map(Key::of)
                .toList();
        try (PreparedStatement query = connection.prepareStatement(LOCK_HEADS)) {
            SqlArrays in = new SqlArrays(query);
            bounds.bind(in);
            in.texts(bounds.tenants(), tenant -> tenant)
                    .texts(bounds.tenants(), tenant -> tenant)
                    .texts(keys, Key::tenantId)
                    .texts(keys, Key::source)
                    .texts(keys, Key::key);
            query.execute();
            query.getMoreResults();
            Set<String> locked = readLocked(result(query));
            query.getMoreResults();
            readVersions(result(query), locked);
            query.getMoreResults();
            readKeys(result(query));
        }
    }

    private static ResultSet result(PreparedStatement query) throws SQLException {
        @Nullable ResultSet rows = query.getResultSet();
        if (rows == null) {
            throw new IllegalStateException("lock_heads.sql gives fewer results than are read");
        }
        return rows;
    }

    private static Set<String> readLocked(ResultSet row) throws SQLException {
        Set<String> locked = new HashSet<>();
        while (row.next()) {
            locked.add(row.getString("tenant_id"));
        }
        return locked;
    }

    private void readVersions(ResultSet row, Set<String> locked) throws SQLException {
        while (row.next()) {
            String tenantId = row.getString("tenant_id");
            if (locked.contains(tenantId)) {
                found.put(
                        tenantId,
                        new TenantVersions(
                                HashChain.at(row.getLong("sequence"), row.getBytes("chain_hash")),
                                row.getLong("governance_sequence"),
                                row.getLong("cost_version"),
                                row.getObject("complete_through", LocalDate.class)));
            }
        }
    }

    private void readKeys(ResultSet row) throws SQLException {
        while (row.next()) {
            known.add(new Key(row.getString("tenant_id"), row.getString("source"), row.getString("idempotency_key")));
        }
    }
}
