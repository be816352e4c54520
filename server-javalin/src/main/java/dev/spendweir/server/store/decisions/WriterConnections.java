package dev.spendweir.server.store.decisions;

import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections of the gate's writer, beside the pool, because each keeps a lock while nobody uses it. They are as many as
 * batches have ever been under way at once. Thread-safe.
 */
final class WriterConnections implements AutoCloseable {
    /** One that was heard of a moment ago is believed to be there; as the pool does it. */
    private static final Duration BELIEVED = Duration.ofMillis(500);

    private static final int ANSWER_SECONDS = 1;

    /** As the pool's: what a process of PostgreSQL gathers, and where an address leads, is not for ever. */
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final Database database;
    private final Clock clock;
    private final Deque<WriterConnection> idle = new ConcurrentLinkedDeque<>();

    /** Advisory locks are the whole database's: other servers begin elsewhere. */
    private final AtomicLong turns = new AtomicLong(ThreadLocalRandom.current().nextLong());

    private volatile boolean closed;

    /** @param clock judges their age and their silence */
    WriterConnections(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One that nobody else uses until it is given back.
     *
     * @throws StoreUnavailableException when the store is away
     */
    WriterConnection borrow() {
        WriterConnection next = idle.pollFirst();
        while (next != null) {
            if (!next.isOlderThan(LIFE) && answers(next)) {
                return next;
            }
            next.close();
            next = idle.pollFirst();
        }
        try {
            return WriterConnection.of(database.ownConnection(), turns::incrementAndGet, clock);
        } catch (SQLException e) {
            throw Database.unavailable(e);
        }
    }

    private static boolean answers(WriterConnection connection) {
        try {
            return !connection.isUnseenFor(BELIEVED) || connection.connection().isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    void giveBack(WriterConnection connection) {
        if (connection.isBroken()) {
            return;
        }
        idle.addFirst(connection);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (WriterConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.close();
        }
    }

    /** Those in use are closed when they are given back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
