package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // turns are only held
class TenantTurnsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Patience PATIENT = Patience.of(NOW, LONG, NOW.plusSeconds(60));
    private static final Patience IMPATIENT = Patience.of(NOW, SHORT, NOW.plusSeconds(60));
    private static final Patience DUE = Patience.of(NOW, LONG, NOW.plus(SHORT));

    private final TenantTurns turns = new TenantTurns(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void drafts_goTogether() {
        try (TenantTurns.Turn mine = turns.together("acme", PATIENT)) {
            assertThat(elsewhere(() -> turns.together("acme", IMPATIENT))).isTrue();
        }
    }

    @Test
    void lock_waitsForDrafts_andDraftsForTheLock() {
        try (TenantTurns.Turn mine = turns.together("acme", PATIENT)) {
            assertThat(elsewhere(() -> turns.alone("acme", IMPATIENT))).isFalse();
        }
        try (TenantTurns.Turn mine = turns.alone("acme", PATIENT)) {
            assertThat(elsewhere(() -> turns.together("acme", IMPATIENT))).isFalse();
            assertThat(elsewhere(() -> turns.alone("acme", IMPATIENT))).isFalse();
        }
        assertThat(elsewhere(() -> turns.alone("acme", IMPATIENT))).isTrue();
    }

    @Test
    void draftsThatComeLater_doNotOvertakeWhoWaitsForTheLock() throws Exception {
        TenantTurns.Turn first = turns.together("acme", PATIENT);
        CompletableFuture<Boolean> waiting = started(() -> turns.alone("acme", PATIENT));
        // Once it waits, nobody who is in no hurry gets in before it.
        while (elsewhere(() -> turns.together("acme", IMPATIENT))) {
            assertThat(waiting).isNotDone();
        }
        first.close();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void turnNow_isThereUnlessSomebodyHasOrAwaitsTheLock() throws Exception {
        TenantTurns.Turn first = turns.togetherNow("acme");
        assertThat(first).isNotNull();
        CompletableFuture<Boolean> waiting = started(() -> turns.alone("acme", PATIENT));
        TenantTurns.Turn second = turns.togetherNow("acme");
        while (second != null) {
            second.close();
            assertThat(waiting).isNotDone();
            second = turns.togetherNow("acme");
        }
        first.close();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        try (TenantTurns.Turn mine = turns.alone("acme", PATIENT)) {
            assertThat(turns.togetherNow("acme")).isNull();
        }
        assertThat(turns.togetherNow("acme")).isNotNull();
    }

    /** Who is told what became of a draft is another thread than the one that made it. */
    @Test
    void turn_mayBeGivenBackByAnyThread() throws Exception {
        TenantTurns.Turn mine = turns.together("acme", PATIENT);
        Thread other = new Thread(mine::close);
        other.start();
        other.join();
        assertThat(elsewhere(() -> turns.alone("acme", IMPATIENT))).isTrue();
    }

    @Test
    void otherTenants_waitForNobody() {
        try (TenantTurns.Turn mine = turns.alone("acme", PATIENT)) {
            assertThat(elsewhere(() -> turns.alone("other", IMPATIENT))).isTrue();
        }
    }

    @Test
    void tooLate_isALockTimeout() {
        assertThat(whyNot(IMPATIENT)).isEqualTo(Kind.LOCK_TIMEOUT);
    }

    @Test
    void deadline_endsTheWaitBeforeThat_asATimeout() {
        assertThat(whyNot(DUE)).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void heldTurn_isNotForgotten_whateverTheGarbageCollectorDoes() {
        try (TenantTurns.Turn mine = turns.alone("acme", PATIENT)) {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            assertThat(elsewhere(() -> turns.together("acme", IMPATIENT))).isFalse();
        }
    }

    private Kind whyNot(Patience patience) {
        try (TenantTurns.Turn mine = turns.together("acme", PATIENT)) {
            return catchThrowableOfType(StoreUnavailableException.class, () -> turns.alone("acme", patience))
                    .kind();
        }
    }

    private interface Taking {
        TenantTurns.Turn take();
    }

    /** Whether another thread gets its turn in time; it gives it back at once. */
    private static boolean elsewhere(Taking taking) {
        return started(taking).join();
    }

    /** In a thread of its own: who waits for a task of a pool may be made to run it himself, and has his turn already. */
    private static CompletableFuture<Boolean> started(Taking taking) {
        CompletableFuture<Boolean> got = new CompletableFuture<>();
        new Thread(() -> {
                    try (TenantTurns.Turn turn = taking.take()) {
                        got.complete(true);
                    } catch (StoreUnavailableException e) {
                        got.complete(false);
                    }
                })
                .start();
        return got;
    }
}
