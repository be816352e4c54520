package dev.spendweir.server.store;

import java.sql.SQLException;
import java.util.Random;

/**
 * What goes wrong on the connections of a {@link FaultyDriver}: nothing until the test says so. Counted are the boundaries
 * of SQL inside transactions: before each statement and before COMMIT. Thread-safe.
 */
public final class Faults {
    private int countdown;
    private String state = "";
    private int times;
    private boolean fired;
    private int boundaries;
    private Random random;
    private int perMille;

    /** What happens at a boundary. */
    enum Fault {
        NONE,
        /** The statement fails; the connection lives. */
        FAIL,
        /** The connection breaks. */
        BREAK
    }

    /** The {@code n}th boundary from now on fails with this SQLSTATE, counted from 1, once. */
    public synchronized void failBefore(int n, String sqlState) {
        reset();
        countdown = n;
        times = 1;
        state = sqlState;
    }

    /** The first boundary of each of the next transactions fails with this SQLSTATE, so many times. */
    public synchronized void failNext(int howOften, String sqlState) {
        reset();
        countdown = 1;
        times = howOften;
        state = sqlState;
    }

    /** From now on every boundary fails with that probability, in one of several ways. */
    public synchronized void failAtRandom(long seed, int ofThousand) {
        reset();
        random = new Random(seed);
        perMille = ofThousand;
    }

    /** Nothing goes wrong any more. */
    public synchronized void reset() {
        countdown = 0;
        times = 0;
        fired = false;
        boundaries = 0;
        random = null;
    }

    /** Whether the planned fault came to pass. */
    public synchronized boolean fired() {
        return fired;
    }

    /** How many boundaries were crossed since the last plan. */
    public synchronized int boundaries() {
        return boundaries;
    }

    synchronized Fault before() throws SQLException {
        boundaries++;
        if (random != null) {
            return atRandom();
        }
        if (times > 0 && --countdown == 0) {
            fired = true;
            times--;
            countdown = 1;
            throw new SQLException("planned by the test", state);
        }
        return Fault.NONE;
    }

    private Fault atRandom() throws SQLException {
        if (random.nextInt(1000) >= perMille) {
            return Fault.NONE;
        }
        fired = true;
        return switch (random.nextInt(4)) {
            case 0 -> throw new SQLException("a rival was first", "40001");
            case 1 -> throw new SQLException("out of order", "XX000");
            case 2 -> Fault.FAIL;
            default -> Fault.BREAK;
        };
    }

    /** Whether the answer of a COMMIT that happened gets lost. */
    synchronized boolean losesAnswer() {
        return random != null && random.nextInt(1000) < perMille;
    }
}
