package dev.spendweir.server.store.sealing;

import static dev.spendweir.server.TestStore.TENANT;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes a chain anew as a superuser who knows the formats: another actor in one entry, every later hash recomputed. */
final class Rewriting {
    private Rewriting() {}

    static void from(TestStore test, long sequence) throws SQLException {
        var login = TestPostgres.shared().superuser();
        try (Connection connection = DriverManager.getConnection(
                        test.target.url() + "?currentSchema=spendweir", login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            rewrite(connection, sequence);
        }
    }

    private static void rewrite(Connection connection, long sequence) throws SQLException {
        HashChain head = HashChain.empty();
        try (PreparedStatement read = connection.prepareStatement(
                "SELECT * FROM ledger_entry WHERE tenant_id = ? AND chain = ? ORDER BY sequence")) {
            bind(read, 1);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    byte[] entry = EntryPacking.entry(rows, TENANT);
                    if (rows.getLong("sequence") == sequence) {
                        entry = new String(entry, StandardCharsets.UTF_8)
                                .replace("\"ann\"", "\"eve\"")
                                .getBytes(StandardCharsets.UTF_8);
                    }
                    head = write(connection, head, entry);
                }
            }
        }
        update(connection, "UPDATE ledger_head SET chain_hash = ? WHERE tenant_id = ? AND chain = ?", head.chainHash());
    }

    private static HashChain write(Connection connection, HashChain head, byte[] entry) throws SQLException {
        HashChain next = head.append(LedgerHash.entry(entry));
        String place = " WHERE tenant_id = ? AND chain = ? AND sequence = " + next.sequence();
        update(connection, "UPDATE ledger_entry SET entry = ?" + place, entry);
        update(connection, "UPDATE ledger_entry SET entry_hash = ?" + place, LedgerHash.entry(entry));
        update(connection, "UPDATE ledger_link SET previous_hash = ?" + place, head.chainHash());
        update(connection, "UPDATE ledger_link SET chain_hash = ?" + place, next.chainHash());
        return next;
    }

    private static void update(Connection connection, String sql, byte[] value) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setBytes(1, value);
            bind(update, 2);
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int at) throws SQLException {
        statement.setString(at, TENANT);
        statement.setString(at + 1, Chain.GOVERNANCE.wireName());
    }
}
