package dev.spendweir.server.store.sealing;

import dev.spendweir.server.store.Database;

/** The monthly partitions of the ledger's entries (spec 3.3). Thread-safe; servers may do the same at once. */
public final class LedgerPartitions {
    /** Months that are kept ready beyond the present one. */
    public static final int MONTHS_AHEAD = 2;

    private final Database database;

    /** @param database holds the ledger */
    public LedgerPartitions(Database database) {
        this.database = database;
    }

    /**
     * How the partitions stand.
     *
     * @param monthsAhead months after the present one that have a partition, without a gap; -1 when the present one has none
     * @param defaultRows entries that found no partition
     */
    public record State(int monthsAhead, long defaultRows) {}

    /** Looks, makes what is missing, and says how it stands then. */
    public State keepReady() {
        State state = state();
        if (state.monthsAhead() >= MONTHS_AHEAD) {
            return state;
        }
        database.withoutTenant(handle -> handle.createQuery("SELECT ensure_ledger_partitions(:months)")
                .bind("months", MONTHS_AHEAD)
                .mapTo(Integer.class)
                .one());
        return state();
    }

    /** How the partitions stand now. */
    public State state() {
        return database.withoutTenant(
                handle -> handle.createQuery("SELECT months_ahead, default_rows FROM ledger_partition_state()")
                        .map((row, context) -> new State(row.getInt("months_ahead"), row.getLong("default_rows")))
                        .one());
    }
}
