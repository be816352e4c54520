package dev.spendweir.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work of a shared queue is done by a bounded number of workers, tenants in turn. */
class LeasedJobTest {
    private static final Duration SOON = Duration.ofMillis(5);

    /** Work in memory, by tenant. */
    private static final class Work implements LeasedJob.Source {
        private final Map<String, Queue<Runnable>> queues = new ConcurrentHashMap<>();

        void add(String tenant, Runnable work) {
            queues.computeIfAbsent(tenant, any -> new ConcurrentLinkedQueue<>()).add(work);
        }

        @Override
        public List<String> tenants() {
            return queues.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public List<Runnable> lease(String tenantId) {
            Runnable next = queues.get(tenantId).poll();
            return next == null ? List.of() : List.of(next);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void pieceThatHangs_takesOneWorker_andTheOthersGoOn() {
        Work work = new Work();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        work.add("slow", () -> await(end));
        for (int i = 0; i < 20; i++) {
            work.add("tenant-" + i % 4, done::countDown);
        }
        LeasedJob job = LeasedJob.start("test", SOON, 2, work);
        await(done);
        end.countDown();
        job.close();
    }

    @Test
    void workersAreNeverMoreThanSaid_andAFailureEndsNone() {
        Work work = new Work();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(60);
        for (int i = 0; i < 60; i++) {
            boolean fails = i % 3 == 0;
            work.add("tenant-" + i % 5, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                done.countDown();
                if (fails) {
                    throw new IllegalStateException("as a test wants it");
                }
            });
        }
        try (LeasedJob job = LeasedJob.start("test", SOON, 3, work)) {
            await(done);
            assertThat(job).isNotNull();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void closedJob_beginsNothingMore() {
        Work work = new Work();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        work.add("tenant", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        LeasedJob job = LeasedJob.start("test", SOON, 1, work);
        await(begun);
        AtomicInteger later = new AtomicInteger();
        work.add("tenant", later::incrementAndGet);
        job.close();
        await(interrupted);
        assertThat(later).hasValue(0);
    }
}
