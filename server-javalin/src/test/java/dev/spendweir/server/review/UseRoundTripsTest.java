package dev.spendweir.server.review;

import static dev.spendweir.server.review.Stories.OLIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.store.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One tenant's uses are serial, so what counts is how often each goes to PostgreSQL and how many share a COMMIT. */
@Timeout(120)
class UseRoundTripsTest {
    private static final String PLAN = "aa".repeat(32);

    /** Lock and read; all that is written, with COMMIT; and a commit that the driver is asked for and has nothing to send for. */
    private static final int CALLS = 3;

    private static final int ALL = 13;

    /** Plans are forgotten with the first, second and fourth transaction, and then seldom. */
    private static final int FIRST = 4;

    @Test
    void uses_takeTwoRoundTrips_howeverManyWaitTogether() throws Exception {
        Faults trips = new Faults();
        try (Stories story = Stories.counting(trips)) {
            List<Ready> ready = new ArrayList<>();
            for (int i = 0; i < ALL; i++) {
                ready.add(Ready.make(story, i));
            }
            for (int i = 0; i < FIRST; i++) {
                ready.remove(0).use(story);
            }
            trips.reset();
            ready.remove(0).use(story);
            assertThat(trips.boundaries()).isEqualTo(CALLS);

            trips.reset();
            List<FutureTask<JsonObject>> uses = together(story, ready);
            for (FutureTask<JsonObject> use : uses) {
                assertThat(use.get().has("consumed_at")).isTrue();
            }
            assertThat(trips.boundaries())
                    .as("one that went ahead, and the rest together")
                    .isEqualTo(2 * CALLS);
            assertThat(story.reserved()).isEqualTo(Integer.toString(ALL));
            assertThat(story.test.sql("SELECT count(*) FROM reservation WHERE status = 'confirmed'"))
                    .containsExactly(Integer.toString(ALL));
        }
    }

    private record Ready(GateAnswer asked, String token, int number) {
        static Ready make(Stories story, int number) {
            GateAnswer asked = story.waits("pr-" + number, plan(number), "1", "r" + number);
            story.approve(asked, OLIVE);
            return new Ready(asked, story.mint(asked, Stories.ANN).token(), number);
        }

        private static String plan(int number) {
            return PLAN.substring(2) + String.format("%02x", number);
        }

        JsonObject use(Stories story) {
            return story.consume(token, asked, plan(number), "r" + number);
        }
    }

    /** Somebody else has the head until all of them wait. */
    private static List<FutureTask<JsonObject>> together(Stories story, List<Ready> ready) throws SQLException {
        List<FutureTask<JsonObject>> uses = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Connection other = story.test.superuser();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM ledger_head WHERE tenant_id = '" + TestStore.TENANT + "' FOR UPDATE");
            for (Ready one : ready) {
                FutureTask<JsonObject> use = new FutureTask<>(() -> one.use(story));
                uses.add(use);
                Thread thread = new Thread(use);
                threads.add(thread);
                thread.start();
                // The first is at the database; whoever comes after it stands in line behind it.
                while (threads.size() > 1 && thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                while (threads.size() == 1 && !isWaitingForTheHead(story.test)) {
                    Thread.onSpinWait();
                }
            }
            other.rollback();
        }
        return uses;
    }

    private static boolean isWaitingForTheHead(TestStore test) {
        return !test.sql("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")
                .isEmpty();
    }
}
