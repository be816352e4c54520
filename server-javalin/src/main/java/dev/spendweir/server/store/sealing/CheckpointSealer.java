package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.note.SigningKey;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints of chains that have grown (spec 3.3): reads the new entries, follows the Merkle tree on from where it was
 * left, signs its root. Off the request path; it locks nothing that writers of the ledger wait for.
 *
 * <p>Any number of servers may seal the same chains: one at a time holds a chain's row, the others pass on; and the
 * database refuses a checkpoint that is not newer than the last. Thread-safe.
 */
public final class CheckpointSealer {
    /** Entries sealed in one transaction: well below a second of work, so a stop or a rival never waits long. */
    private static final int BATCH = 20_000;

    private static final String HEAD = """
            SELECT coalesce((SELECT sequence FROM ledger_head WHERE tenant_id = :tenant AND chain = :chain), 0) AS head,
                   EXISTS (SELECT FROM ledger_link
                           WHERE tenant_id = :tenant AND chain = :chain AND sequence = :next) AS has_next
            """;

    private final Database database;
    private final Clock clock;
    private final SigningKey key;

    /** @param key signs for all tenants */
    public CheckpointSealer(Database database, Clock clock, SigningKey key) {
        this.database = database;
        this.clock = clock;
        this.key = key;
    }

    /**
     * Chains with something to seal, longest waiting first.
     *
     * @param most at most so many
     */
    public List<ChainId> unsealed(int most) {
        return database.withoutTenant(handle -> handle.createQuery(
                        "SELECT tenant_id, chain FROM unsealed_chains(:most)")
                .bind("most", most)
                .map((row, context) -> new ChainId(
                        row.getString("tenant_id"),
                        Chain.ofWireName(row.getString("chain")).orElseThrow()))
                .list());
    }

    /**
     * Seals what a chain has gained.
     *
     * @return empty when there was nothing, or another server is at it
     * @throws DiscontinuityException when the chain does not go on from where it was sealed
     */
    public Optional<Sealed> seal(ChainId chain) {
        return database.inTenant(chain.tenantId(), handle -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return SealTable.lease(handle, chain, now).flatMap(state -> seal(handle, chain, state, now));
        });
    }

    private Optional<Sealed> seal(Handle handle, ChainId chain, SealState state, Instant now) {
        long before = state.size();
        Instant oldest = follow(handle, chain, state);
        if (oldest == null) {
            requireHead(handle, chain, before);
            return Optional.empty();
        }
        String note = Checkpoint.of(chain.tenantId(), chain.chain(), state.size(), state.root())
                .sign(key)
                .format();
        SealTable.store(handle, chain, state, note, now);
        return Optional.of(new Sealed(chain, state.size(), note, oldest, now, state.size() - before == BATCH));
    }

    /**
     * Seals a damaged chain up to the anchor of its closing, as it is: entries that are there with the hashes that are stored,
     * places without one as lost. In the transaction of the closing, which sees the chain's tenant.
     *
     * @return the tree's right edge at the anchor
     * @throws RejectedException {@code CONFLICT} when another server is sealing the chain
     */
    public List<byte[]> sealAnchor(Handle handle, ChainId chain, HashChain anchor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SealState state = SealTable.lease(handle, chain, now)
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.CONFLICT, "the chain is being sealed at this moment; ask again"));
        if (state.size() == anchor.sequence()) {
            return state.peakList();
        }
        try (ChainRows rows = ChainRows.open(handle, chain, state.size(), anchor.sequence(), false)) {
            while (rows.hasNext()) {
                take(state, rows.next());
            }
        }
        while (state.size() < anchor.sequence()) {
            state.take(null);
        }
        state.anchor(anchor);
        String note = Checkpoint.of(chain.tenantId(), chain.chain(), state.size(), state.root())
                .sign(key)
                .format();
        SealTable.store(handle, chain, state, note, now);
        return state.peakList();
    }

    private static void take(SealState state, ChainRow row) {
        if (row.sequence() <= state.size()) {
            // A second entry in a place that is taken.
            return;
        }
        while (state.size() + 1 < row.sequence()) {
            state.take(null);
        }
        ChainRow.Entry entry = row.entry();
        state.take(entry == null ? null : entry.stored().entryHash());
    }

    /** Follows the chain on; gives when the first new entry was stored, null when there is none. */
    private static @Nullable Instant follow(Handle handle, ChainId chain, SealState state) {
        Instant oldest = null;
        long before = state.size();
        try (ChainRows rows = ChainRows.open(handle, chain, before, before + BATCH, false)) {
            while (rows.hasNext()) {
                ChainRow row = rows.next();
                state.follow(row);
                ChainRow.Entry entry = row.entry();
                oldest = oldest == null && entry != null ? entry.createdAt() : oldest;
            }
        }
        return oldest;
    }

    /** Without new entries the head is where the chain is sealed. Behind that, or ahead without a link, entries are gone. */
    private static void requireHead(Handle handle, ChainId chain, long sealed) {
        ChainFailure failure = handle.createQuery(HEAD)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("next", sealed + 1)
                .map((row, context) -> judge(sealed, row.getLong("head"), row.getBoolean("has_next")))
                .one()
                .orElse(null);
        if (failure != null) {
            throw new DiscontinuityException(failure);
        }
    }

    private static Optional<ChainFailure> judge(long sealed, long head, boolean hasNext) {
        if (head < sealed) {
            return Optional.of(new ChainFailure(
                    head,
                    head == 0 ? Kind.DELETED_CHAIN : Kind.CUT_TAIL,
                    "the chain was sealed with " + sealed + " entries"));
        }
        // Entries that came since the look are there in this statement's view.
        return head > sealed && !hasNext
                ? Optional.of(new ChainFailure(sealed + 1, Kind.GAP, "the head is " + head + ", the link is missing"))
                : Optional.empty();
    }
}
