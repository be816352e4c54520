package dev.spendweir.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.TestStore;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Cuts a step off before its first statement, its second, ... and before COMMIT, and looks whether anything was written. */
public final class CutOffs {
    /** Nothing that trying again would help with. */
    public static final String FATAL = "XX000";

    /** No step needs as many statements; a loop that gets here does not end. */
    private static final int MANY = 100;

    /** The fewest boundaries of a step: bounds and reading, writing, COMMIT. */
    private static final int FEWEST = 3;

    private final TestStore test;
    private final Faults faults;
    private String allTables = "";

    /** @param faults of the store's connections */
    public CutOffs(TestStore test, Faults faults) {
        this.test = test;
        this.faults = faults;
    }

    /**
     * Cuts a step off everywhere, and then lets it be.
     *
     * @param action gives null, or throws that the store is unavailable, when the step was not done
     */
    public void everywhere(String what, Function<TestStore, Object> action) {
        String before = everything();
        for (int n = 1; n < MANY; n++) {
            faults.failBefore(n, FATAL);
            boolean done = succeeds(action);
            if (!faults.fired()) {
                assertThat(done).as(what + " without a fault").isTrue();
                assertThat(n).as(what + " has boundaries").isGreaterThan(FEWEST);
                assertThat(everything()).as(what + " did something").isNotEqualTo(before);
                faults.reset();
                return;
            }
            assertThat(done).as(what + " cut off before " + n).isFalse();
            assertThat(everything()).as(what + " cut off before " + n).isEqualTo(before);
        }
        throw new AssertionError(what + " never ends");
    }

    private boolean succeeds(Function<TestStore, Object> action) {
        try {
            return action.apply(test) != null;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Every row of every table, as one text. */
    private String everything() {
        if (allTables.isEmpty()) {
            List<String> tables = test.sql("SELECT c.oid::regclass::text FROM pg_class c"
                    + " WHERE c.relnamespace = 'spendweir'::regnamespace AND c.relkind IN ('r', 'p')"
                    + " AND NOT c.relispartition ORDER BY 1");
            assertThat(tables).contains("ledger_entry", "reservation", "reservation_exception", "idempotency");
            allTables = tables.stream()
                    .map(table ->
                            "SELECT '" + table + " ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                                    + " FROM " + table + " t")
                    .collect(Collectors.joining(" UNION ALL "));
        }
        return String.join(", ", test.sql(allTables));
    }
}
