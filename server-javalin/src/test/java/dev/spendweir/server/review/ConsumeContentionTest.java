package dev.spendweir.server.review;

import static dev.spendweir.server.review.Stories.ANN;
import static dev.spendweir.server.review.Stories.OLIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two servers on one database, one token, 64 uses at once: exactly one goes through (issue 6). */
class ConsumeContentionTest {
    private static final String PLAN = "aa".repeat(32);
    private static final int CALLS = 64;

    @Test
    void sixtyFourUsesAtOnce_throughTwoServers_oneSucceeds() throws Exception {
        try (Stories story = new Stories("exact");
                TestStore second = TestStore.open(story.test.target, story.clock, TestStore.PATIENCE)) {
            GateAnswer asked = story.waits("pr-7", PLAN, "100", "r0");
            story.approve(asked, OLIVE);
            String token = story.mint(asked, ANN).token();
            Stories other = story.on(second);

            List<String> outcomes = atOnce(i -> {
                Stories server = i % 2 == 0 ? story : other;
                return () -> outcome(() -> server.consume(token, asked, PLAN, "run-" + i));
            });

            assertThat(outcomes.stream().filter("consumed"::equals)).hasSize(1);
            assertThat(outcomes.stream().filter(ErrorCode.TOKEN_ALREADY_CONSUMED.wireName()::equals))
                    .hasSize(CALLS - 1);
            assertThat(story.test.sql("SELECT count(*) FROM approval_consumption"))
                    .containsExactly("1");
            assertThat(story.test.decisionEntries().stream().filter("approval.consumed"::equals))
                    .hasSize(1);
            assertThat(story.reserved()).isEqualTo("100");
        }
    }

    private interface Caller {
        Callable<String> of(int call);
    }

    private static String outcome(Runnable use) {
        try {
            use.run();
            return "consumed";
        } catch (RejectedException e) {
            return e.code().wireName();
        }
    }

    private static List<String> atOnce(Caller caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Callable<String> call = caller.of(i);
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<String> outcomes = new ArrayList<>();
            for (Future<String> call : running) {
                outcomes.add(call.get(120, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
