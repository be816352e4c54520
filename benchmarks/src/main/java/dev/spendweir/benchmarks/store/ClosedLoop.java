package dev.spendweir.benchmarks.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A number of callers, each asking again as soon as it has its answer: what is in flight never changes. */
final class ClosedLoop {
    private ClosedLoop() {}

    /** One caller's way to ask. */
    @FunctionalInterface
    interface Caller extends AutoCloseable {
        /** Asks once; false when the answer was no decision. */
        boolean call() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** Makes the caller with that number, from 0. */
    @FunctionalInterface
    interface Callers {
        Caller caller(int number) throws IOException;
    }

    record Part(Latencies decided, long turnedAway) {}

    /** Runs for a while and gives what came back. What a caller throws ends the run. */
    static Sample run(int inFlight, Duration time, Callers callers) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        try {
            long begin = System.nanoTime();
            long end = begin + time.toNanos();
            List<Future<Part>> running = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                int number = i;
                running.add(threads.submit(() -> ask(callers, number, end)));
            }
            List<Part> parts = new ArrayList<>();
            for (Future<Part> future : running) {
                parts.add(future.get());
            }
            return sample(parts, System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Part ask(Callers callers, int number, long end) throws IOException {
        Latencies decided = new Latencies();
        long turnedAway = 0;
        try (Caller caller = callers.caller(number)) {
            long now = System.nanoTime();
            while (now < end) {
                boolean real = caller.call();
                long after = System.nanoTime();
                if (real) {
                    decided.add(after - now);
                } else {
                    turnedAway++;
                }
                now = after;
            }
        }
        return new Part(decided, turnedAway);
    }

    static Sample sample(List<Part> parts, long elapsedNanos) {
        long[] nanos = Latencies.sorted(parts.stream().map(Part::decided).toList());
        long turnedAway = parts.stream().mapToLong(Part::turnedAway).sum();
        Runtime heap = Runtime.getRuntime();
        return new Sample(
                nanos.length * 1e9 / elapsedNanos,
                Latencies.micros(nanos, 50),
                Latencies.micros(nanos, 99),
                turnedAway,
                (heap.totalMemory() - heap.freeMemory()) >> 20,
                0,
                0);
    }
}
