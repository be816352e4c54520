package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.SqlArrays;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of sealing. Works on the caller's open transaction. */
final class SealTable {
    private static final String MAKE = """
            INSERT INTO ledger_seal (tenant_id, chain, size, chain_hash, peaks, sealed_at)
            VALUES (:tenant, :chain, 0, :genesis, '', :at) ON CONFLICT DO NOTHING
            """;
    private static final String LEASE = """
            SELECT size, chain_hash, peaks FROM ledger_seal
            WHERE tenant_id = :tenant AND chain = :chain FOR UPDATE SKIP LOCKED
            """;
    private static final String MOVE = """
            UPDATE ledger_seal SET size = :size, chain_hash = :hash, peaks = :peaks, sealed_at = :at
            WHERE tenant_id = :tenant AND chain = :chain
            """;
    private static final String CHECKPOINT = """
            INSERT INTO ledger_checkpoint (tenant_id, chain, size, note, sealed_at)
            VALUES (:tenant, :chain, :size, :note, :at)
            """;
    private static final String NODES = """
            INSERT INTO ledger_node (tenant_id, chain, level, index, hash)
            SELECT ?, ?, level, index, hash FROM unnest(?::bigint[], ?::bigint[], ?::bytea[]) AS t (level, index, hash)
            """;

    private SealTable() {}

    /** The chain's state, held until the transaction ends; empty when another server is at it. */
    static Optional<SealState> lease(Handle handle, ChainId chain, Instant now) {
        Optional<SealState> state = find(handle, chain);
        if (state.isPresent()) {
            return state;
        }
        int made = handle.createUpdate(MAKE)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("genesis", LedgerHash.genesis())
                .bind("at", now)
                .execute();
        return made == 1 ? find(handle, chain) : Optional.empty();
    }

    private static Optional<SealState> find(Handle handle, ChainId chain) {
        return handle.createQuery(LEASE)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .map((row, context) ->
                        new SealState(row.getLong("size"), row.getBytes("chain_hash"), row.getBytes("peaks")))
                .findOne();
    }

    /** Stores a checkpoint first, then moves the seal: the checkpoint must be newer than what is sealed. */
    static void store(Handle handle, ChainId chain, SealState state, String note, Instant now) {
        handle.createUpdate(CHECKPOINT)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("size", state.size())
                .bind("note", note)
                .bind("at", now)
                .execute();
        storeNodes(handle, chain, state);
        handle.createUpdate(MOVE)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("size", state.size())
                .bind("hash", state.chainHash())
                .bind("peaks", state.peaks())
                .bind("at", now)
                .execute();
    }

    private static void storeNodes(Handle handle, ChainId chain, SealState state) {
        if (state.nodes().isEmpty()) {
            return;
        }
        try (PreparedStatement insert = handle.getConnection().prepareStatement(NODES)) {
            SqlArrays arrays = new SqlArrays(insert);
            arrays.text(chain.tenantId());
            arrays.text(chain.chain().wireName());
            arrays.longs(state.nodes(), node -> (long) node.level());
            arrays.longs(state.nodes(), SealState.Node::index);
            arrays.bytes(state.nodes(), SealState.Node::hash);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }
}
