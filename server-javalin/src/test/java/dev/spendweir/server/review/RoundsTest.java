package dev.spendweir.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for one tenant is answered together, in order, and nobody is forgotten. */
@Timeout(60)
class RoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final String SLOW = "slow";

    /** The questions of each round, as they were asked. */
    private final List<List<String>> rounds = new CopyOnWriteArrayList<>();

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Rounds<String, String> asked = new Rounds<>(4, this::round);

    private List<String> round(String tenant, List<String> questions) {
        rounds.add(questions);
        if (questions.contains(SLOW)) {
            begun.countDown();
            await(goOn);
        }
        if (questions.contains("away")) {
            throw new StoreUnavailableException(Kind.UNREACHABLE, "away", null);
        }
        if (questions.contains("broken")) {
            throw new IllegalStateException("broken");
        }
        return questions.stream().map(question -> tenant + " " + question).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private FutureTask<String> start(String question, Duration patience) {
        FutureTask<String> task = new FutureTask<>(() -> asked.ask("acme", question, patience));
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        return task;
    }

    /** Asks while a round is under way; stands in line when this returns. */
    private FutureTask<String> line(String question) {
        FutureTask<String> task = start(question, PATIENCE);
        Thread thread = threads.get(threads.size() - 1);
        until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return task;
    }

    private FutureTask<String> slow() {
        FutureTask<String> task = start(SLOW, PATIENCE);
        await(begun);
        return task;
    }

    @AfterEach
    void nobodyWaitsAnyLonger() throws InterruptedException {
        goOn.countDown();
        for (Thread thread : threads) {
            thread.join(50_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(asked.ask("acme", "last", PATIENCE)).isEqualTo("acme last");
    }

    @Test
    void question_alone_isAnsweredAtOnce() {
        assertThat(asked.ask("acme", "a", PATIENCE)).isEqualTo("acme a");
        assertThat(asked.ask("acme", "b", PATIENCE)).isEqualTo("acme b");
        assertThat(rounds).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void whoComesMeanwhile_isAnsweredTogether_inOrderAndAtMostSoMany() throws Exception {
        FutureTask<String> slow = slow();
        List<FutureTask<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiting.add(line("q" + i));
        }
        goOn.countDown();

        assertThat(slow.get()).isEqualTo("acme slow");
        for (int i = 0; i < 6; i++) {
            assertThat(waiting.get(i).get()).isEqualTo("acme q" + i);
        }
        assertThat(rounds).containsExactly(List.of(SLOW), List.of("q0", "q1", "q2", "q3"), List.of("q4", "q5"));
    }

    @Test
    void otherTenants_areNotKeptWaiting() {
        slow();
        assertThat(asked.ask("other", "q", PATIENCE)).isEqualTo("other q");
    }

    @Test
    void questionThatBreaksItsRound_isBrokenAlone() throws Exception {
        slow();
        FutureTask<String> first = line("q1");
        FutureTask<String> broken = line("broken");
        FutureTask<String> last = line("q2");
        goOn.countDown();

        assertThat(first.get()).isEqualTo("acme q1");
        assertThat(last.get()).isEqualTo("acme q2");
        assertThatThrownBy(broken::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void storeThatIsAway_isAwayForTheWholeRound_askedOnce() {
        slow();
        FutureTask<String> first = line("q1");
        FutureTask<String> away = line("away");
        goOn.countDown();

        for (FutureTask<String> one : List.of(first, away)) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(rounds).containsExactly(List.of(SLOW), List.of("q1", "away"));
    }

    @Test
    void whoWaitsTooLong_isToldSo_andIsNotAnswered() {
        slow();
        FutureTask<String> impatient = start("impatient", Duration.ofMillis(1));

        assertThatThrownBy(impatient::get)
                .cause()
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.LOCK_TIMEOUT));
        goOn.countDown();
        assertThat(asked.ask("acme", "q", PATIENCE)).isEqualTo("acme q");
        assertThat(rounds).doesNotContain(List.of("impatient"));
    }
}
