package dev.spendweir.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** As many calls in flight as {@link ClosedLoop} has callers, kept there by two threads that wait for no answer. */
final class OpenCalls {
    private static final int THREADS = 2;

    private OpenCalls() {}

    /** Asks once for the caller with that number, from 0; what it gives says whether there was a decision. */
    @FunctionalInterface
    interface Asking {
        CompletableFuture<Boolean> ask(int number);
    }

    /** @param failure null: it was answered, {@code real} or not */
    private record Answered(
            int number,
            long began,
            long ended,
            boolean real,
            @Nullable Throwable failure) {}

    /** Runs for a while and gives what came back. A call that fails ends the run. */
    static Sample run(int inFlight, Duration time, Asking asking) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begin = System.nanoTime();
            List<Future<ClosedLoop.Part>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                running.add(threads.submit(() -> keepUp(first, inFlight, begin + time.toNanos(), asking)));
            }
            List<ClosedLoop.Part> parts = new ArrayList<>();
            for (Future<ClosedLoop.Part> future : running) {
                parts.add(future.get());
            }
            return ClosedLoop.sample(parts, System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static ClosedLoop.Part keepUp(int first, int inFlight, long end, Asking asking)
            throws InterruptedException {
        Latencies decided = new Latencies();
        long turnedAway = 0;
        BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
        int open = 0;
        for (int number = first; number < inFlight; number += THREADS) {
            ask(asking, number, answers);
            open++;
        }
        while (open > 0) {
            Answered answer = answers.take();
            if (answer.failure() != null) {
                throw new IllegalStateException("a call failed", answer.failure());
            }
            if (answer.real()) {
                decided.add(answer.ended() - answer.began());
            } else {
                turnedAway++;
            }
            if (answer.ended() < end) {
                ask(asking, answer.number(), answers);
            } else {
                open--;
            }
        }
        return new ClosedLoop.Part(decided, turnedAway);
    }

    private static void ask(Asking asking, int number, BlockingQueue<Answered> answers) {
        long began = System.nanoTime();
        CompletableFuture<?> unused = asking.ask(number).whenComplete((real, failure) -> {
            boolean decided = failure == null && real;
            answers.add(new Answered(number, began, System.nanoTime(), decided, failure));
        });
    }
}
