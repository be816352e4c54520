package dev.spendweir.server.store.decisions;

import dev.spendweir.server.gate.Draft;
import dev.spendweir.server.gate.GateStore;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.store.ArrayColumns;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.decisions.DecisionTable.TenantHistory;
import dev.spendweir.server.store.decisions.HoldTable.Of;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores drafts as they are, a batch in one transaction and as a rule in one round trip from BEGIN to COMMIT. Thread-safe. */
final class DraftBatches implements AutoCloseable {
    /** A batch never waits for a head; what else it could have to wait for is over in a moment or not its own. */
    static final Duration LOCK_WAIT = Duration.ofMillis(200);

    /** All rows that nobody finds before a head moves; see {@code store_ahead} in the schema. */
    private static final String STORE = "BEGIN;\n" + Bounds.ENTER_BATCH + ";\n" + AheadRow.STORE;

    /** Waits for the batch in front, and moves the heads; see {@code advance_heads} in the schema. */
    private static final String ADVANCE = """
            SELECT advance_heads(?::bigint, ?::text[], ?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[], ?::date[], ?::bigint[],
                                 ?::bytea[])
            """;

    private static final String COMMIT = "COMMIT";
    private static final String ALL = STORE + ";\n" + ADVANCE + ";\n" + COMMIT;

    private final WriterConnections connections;
    private final BoundedTransaction transactions;
    private final GateRows rows;
    private final PlanRefresh plans = new PlanRefresh();

    /**
     * @param transactions whose clock and guard these have, too
     * @param rows knows which histories are stored
     * @param clock judges how long connections have been there
     */
    DraftBatches(Database database, BoundedTransaction transactions, GateRows rows, Clock clock) {
        this.connections = new WriterConnections(database, clock);
        this.transactions = transactions;
        this.rows = rows;
    }

    /** @param columns of its rows; empty: it is not of the plain kind */
    private record Encoded(Optional<ArrayColumns> columns) implements GateStore.Encoded {}

    /** As {@link GateStore#encoded}. */
    static GateStore.Encoded encoded(GateWrites writes) {
        return new Encoded(AheadRow.of(writes).map(AheadRow::columns));
    }

    /** As {@link GateStore#ready}. */
    Optional<GateStore.Ready> ready(List<Draft> drafts, Instant deadline) {
        List<Advance> advances = Advance.of(drafts);
        List<ArrayColumns> ahead = drafts.stream()
                .map(Draft::encoded)
                .flatMap(one -> ((Encoded) one).columns().stream())
                .toList();
        if (advances.isEmpty() || ahead.size() < drafts.size()) {
            return Optional.empty();
        }
        List<GateWrites> writes = drafts.stream().map(Draft::writes).toList();
        WriterConnection own = connections.borrow();
        try {
            DeadlineGuard.Watch watch = transactions.watch(own.connection(), transactions.remaining(deadline));
            return Optional.of(new Batch(advances, writes, ahead, deadline, own, watch));
        } catch (RuntimeException e) {
            // There is no time left; or the guard has been closed, and nobody would cut what hangs.
            connections.giveBack(own);
            throw e;
        }
    }

    private final class Batch implements GateStore.Ready {
        private final List<Advance> advances;
        private final List<GateWrites> writes;
        private final List<ArrayColumns> ahead;
        private final Instant deadline;
        private final WriterConnection own;
        private final DeadlineGuard.Watch watch;

        /** Kept, because the connection is somebody else's with another turn when this one is over. */
        private final long turn;

        /** Whether its turn is over. */
        private boolean isOver;

        Batch(
                List<Advance> advances,
                List<GateWrites> writes,
                List<ArrayColumns> ahead,
                Instant deadline,
                WriterConnection own,
                DeadlineGuard.Watch watch) {
            this.advances = advances;
            this.writes = writes;
            this.ahead = ahead;
            this.deadline = deadline;
            this.own = own;
            this.watch = watch;
            this.turn = own.turn();
        }

        @Override
        public boolean store(GateStore.@Nullable Ready behind) {
            boolean stored = isStored(behind instanceof Batch before ? before.turn : null);
            if (stored) {
                rows.committed(writes);
            }
            return stored;
        }

        private boolean isStored(@Nullable Long behind) {
            try {
                plans.transaction(own.connection());
                write(behind);
                own.committed();
                isOver = true;
                return true;
            } catch (SQLException e) {
                rollBack(e);
                if (Database.isRivalry(e)) {
                    return false;
                }
                throw Database.unavailable(e);
            } catch (RuntimeException e) {
                rollBack(e);
                throw e;
            }
        }

        private void rollBack(Exception why) {
            own.rollBack(why);
            isOver = true;
        }

        private void write(@Nullable Long behind) throws SQLException {
            Connection connection = own.connection();
            List<TenantHistory> histories = rows.newHistories(writes);
            List<Of<HoldRow>> made = each(GateWrites::newHolds);
            List<Of<Money.GrantState>> grants = each(GateWrites::grants);
            if (histories.isEmpty() && grants.isEmpty() && HoldTable.drawNothing(made)) {
                send(connection, ALL, in -> {
                    bindStore(in);
                    bindAdvance(in, behind);
                });
                return;
            }
            send(connection, STORE, this::bindStore);
            DecisionTable.insertHistories(connection, histories);
            send(connection, ADVANCE, in -> bindAdvance(in, behind));
            HoldTable.insertDraws(connection, made);
            HoldTable.updateGrants(connection, grants);
            // The last moment to look at the clock.
            transactions.remaining(deadline);
            send(connection, COMMIT, in -> {});
        }

        private <T> List<Of<T>> each(Function<GateWrites, List<T>> part) {
            return writes.stream()
                    .flatMap(one -> Of.all(one.tenantId(), part.apply(one)).stream())
                    .toList();
        }

        private void bindStore(SqlArrays in) throws SQLException {
            List<String> tenants = advances.stream().map(Advance::tenantId).toList();
            new Bounds(tenants, LOCK_WAIT, transactions.remaining(deadline)).bind(in);
            own.bindTurns(in);
            in.columns(ahead);
        }

        private void bindAdvance(SqlArrays in, @Nullable Long behind) throws SQLException {
            in.number(behind)
                    .texts(advances, Advance::tenantId)
                    .longs(advances, to -> to.base().head().sequence())
                    .bytes(advances, to -> to.base().head().chainHash())
                    .longs(advances, to -> to.base().governanceSequence())
                    .longs(advances, to -> to.base().costVersion())
                    .days(advances, to -> to.base().completeThrough())
                    .longs(advances, to -> to.tip().sequence())
                    .bytes(advances, to -> to.tip().chainHash());
        }

        @Override
        public void close() {
            watch.close();
            if (!isOver) {
                // Those behind it are not to wait for what never comes.
                own.abandon();
            }
            connections.giveBack(own);
        }
    }

    private interface Binding {
        void bind(SqlArrays in) throws SQLException;
    }

    private static void send(Connection connection, String sql, Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new SqlArrays(statement));
            statement.execute();
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
