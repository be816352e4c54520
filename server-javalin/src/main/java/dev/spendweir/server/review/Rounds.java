package dev.spendweir.server.review;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Puts questions about one tenant together: one round of them is under way at a time in this server, and whoever comes meanwhile
 * is answered with the next. They would wait for the tenant's head in the database anyway, one after the other, each with a
 * connection and a COMMIT of its own. Whoever waited longest carries a round out, in its own thread. Thread-safe.
 */
final class Rounds<Q, A> {
    private final int most;
    private final Work<Q, A> work;
    private final LoadingCache<String, Lane<Q, A>> lanes =
            Caffeine.newBuilder().weakValues().build(tenant -> new Lane<>());

    /** What a round comes to. */
    @FunctionalInterface
    interface Work<Q, A> {
        /**
         * One answer for each question, in their order.
         *
         * @throws StoreUnavailableException when the round comes to nothing; all its questions end so
         * @throws RejectedException when no question of the tenant is answered; all end so
         */
        List<A> answer(String tenantId, List<Q> questions);
    }

    /** @param most questions of one round, 1 or more */
    Rounds(int most, Work<Q, A> work) {
        this.most = most;
        this.work = work;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param wait how long the question's round may be waited for
     * @throws StoreUnavailableException {@link Kind#LOCK_TIMEOUT} when it did not come; and what the round threw
     */
    A ask(String tenantId, Q question, Duration wait) {
        Lane<Q, A> lane = lanes.get(tenantId);
        Waiting<Q, A> mine = new Waiting<>(question);
        if (lane.join(mine) || mine.isToLead(lane, wait)) {
            lead(tenantId, lane);
        }
        return mine.answer();
    }

    private void lead(String tenantId, Lane<Q, A> lane) {
        List<Waiting<Q, A>> round = lane.next(most);
        try {
            carryOut(tenantId, round);
        } finally {
            // The next round begins before those of this one are woken.
            lane.pass();
            round.forEach(Waiting::wake);
        }
    }

    private void carryOut(String tenantId, List<Waiting<Q, A>> round) {
        try {
            List<A> answers =
                    work.answer(tenantId, round.stream().map(Waiting::question).toList());
            for (int i = 0; i < round.size(); i++) {
                round.get(i).answer = answers.get(i);
            }
        } catch (StoreUnavailableException | RejectedException e) {
            round.forEach(one -> one.failure = e);
        } catch (RuntimeException e) {
            if (round.size() == 1) {
                round.get(0).failure = e;
            } else {
                // One of them cannot be answered; that is not the others' fault.
                round.forEach(one -> carryOut(tenantId, List.of(one)));
            }
        }
    }

    /** Those of one tenant who wait. */
    private static final class Lane<Q, A> {
        private final Queue<Waiting<Q, A>> waiting = new ArrayDeque<>();
        private boolean busy;

        /** Stands in line; whether the newcomer leads at once. */
        synchronized boolean join(Waiting<Q, A> newcomer) {
            waiting.add(newcomer);
            boolean leads = !busy;
            busy = true;
            return leads;
        }

        synchronized List<Waiting<Q, A>> next(int most) {
            List<Waiting<Q, A>> round = new ArrayList<>();
            while (round.size() < most && !waiting.isEmpty()) {
                round.add(waiting.remove());
            }
            return round;
        }

        /** Lets whoever waited longest lead. */
        synchronized void pass() {
            Waiting<Q, A> first = waiting.peek();
            busy = first != null;
            if (first != null) {
                first.signal.complete(true);
            }
        }

        /** Whether somebody who will not wait any longer is out of the line: neither in a round nor told to lead. */
        synchronized boolean leave(Waiting<Q, A> impatient) {
            return !impatient.signal.isDone() && waiting.remove(impatient);
        }
    }

    /** One question on its way. */
    private static final class Waiting<Q, A> {
        private final Q question;

        /** True: lead; false: the round is over. */
        private final CompletableFuture<Boolean> signal = new CompletableFuture<>();

        // Written by whoever leads, before the signal.
        private volatile @Nullable A answer;
        private volatile @Nullable RuntimeException failure;

        Waiting(Q question) {
            this.question = question;
        }

        Q question() {
            return question;
        }

        boolean isToLead(Lane<Q, A> lane, Duration wait) {
            try {
                return signal.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return isInTime(
                        lane,
                        new StoreUnavailableException(
                                Kind.LOCK_TIMEOUT, "other uses of the tenant are under way", null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return isInTime(lane, new StoreUnavailableException(Kind.LOCK_TIMEOUT, "the server stops", e));
            } catch (ExecutionException e) {
                throw new IllegalStateException("a signal never fails", e);
            }
        }

        /** A round that has begun ends by its own deadline, and its answer counts. */
        private boolean isInTime(Lane<Q, A> lane, StoreUnavailableException late) {
            if (lane.leave(this)) {
                throw late;
            }
            return signal.join();
        }

        void wake() {
            signal.complete(false);
        }

        A answer() {
            if (failure != null) {
                throw failure;
            }
            A given = answer;
            if (given == null) {
                throw new IllegalStateException("a round ended without an answer");
            }
            return given;
        }
    }
}
