package dev.spendweir.server.store.decisions;

import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that only the gate's writer uses. At every time it holds an advisory lock of its own, its <em>turn</em>: the session
 * does until a transaction begins, then the transaction until it ends, however that may be. So whoever comes next can wait in the
 * database for the end of a batch that has not even begun there. Not thread-safe.
 */
final class WriterConnection {
    private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);
    private static final String OPEN = SqlText.read(WriterConnection.class, "writer_session.sql");

    /** Whatever it holds by then; nobody can have asked for the new turn before. */
    private static final String ROLL_BACK = "ROLLBACK;\nSELECT pg_advisory_unlock_all(), pg_advisory_lock(?)";

    private final Connection connection;
    private final LongSupplier turns;
    private final Clock clock;
    private final Instant opened;
    private Instant heard;
    private long turn;
    private long nextTurn;
    private boolean broken;

    private WriterConnection(Connection connection, LongSupplier turns, Clock clock) {
        this.connection = connection;
        this.turns = turns;
        this.clock = clock;
        this.opened = clock.instant();
        this.heard = opened;
        this.turn = turns.getAsLong();
    }

    /**
     * Makes a connection one of the writer's; closes it when that fails.
     *
     * @param turns numbers that nobody else uses
     * @param clock judges its age and its silence
     */
    static WriterConnection of(Connection connection, LongSupplier turns, Clock clock) throws SQLException {
        WriterConnection made = new WriterConnection(connection, turns, clock);
        try (PreparedStatement open = connection.prepareStatement(OPEN)) {
            new SqlArrays(open).number(made.turn);
            open.execute();
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    /** In auto-commit: what it is given says itself where a transaction begins and ends. */
    Connection connection() {
        return connection;
    }

    /** Number of the advisory lock that it holds until the next batch is over. */
    long turn() {
        return turn;
    }

    /** Binds what the first statement of a batch says of turns: this one ends with the transaction, and another one begins. */
    void bindTurns(SqlArrays in) throws SQLException {
        nextTurn = turns.getAsLong();
        in.number(turn).number(turn).number(nextTurn);
    }

    /** To be called when a batch was answered. */
    void committed() {
        turn = nextTurn;
        heard = clock.instant();
    }

    /** Ends a batch that is not to be stored. Where that cannot be done, the connection is given up, and with it the turn. */
    void rollBack(Exception why) {
        try (PreparedStatement end = connection.prepareStatement(ROLL_BACK)) {
            nextTurn = turns.getAsLong();
            new SqlArrays(end).number(nextTurn);
            end.execute();
            committed();
        } catch (SQLException e) {
            why.addSuppressed(e);
            abandon();
        }
    }

    /** Cuts it, without waiting for anybody: the database then ends its transaction and its turn. */
    void abandon() {
        broken = true;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("a connection was not cut in order", e);
        }
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether nothing was heard of it for so long, or the clock was set back by as much and does not tell. */
    boolean isUnseenFor(Duration time) {
        return Duration.between(heard, clock.instant()).abs().compareTo(time) > 0;
    }

    boolean isOlderThan(Duration age) {
        return clock.instant().isAfter(opened.plus(age));
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection was not closed in order", e);
        }
    }
}
