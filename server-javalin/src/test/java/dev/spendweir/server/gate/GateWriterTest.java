package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.outcome.FailsafeCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GateWriterTest {
    private static final TenantVersions ANY = new TenantVersions(HashChain.empty(), 0, 0, null);

    /** A wake-up that comes while its thread waits for a lock is gone when the thread has the lock. */
    @Test
    void nobody_missesTheEndOfItsTransaction() throws Exception {
        GateWriter writer = new GateWriter(new Willing());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Draft draft = draft("tenant-" + i);
                running.add(threads.submit(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        assertThat(writer.await(writer.put(draft))).isEqualTo(Draft.Verdict.WRITTEN);
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Draft draft(String tenant) {
        return new Draft(
                ANY, ANY, new GateWrites(tenant), List.of(new GateResult.Unable(FailsafeCause.ERROR)), Instant.MAX);
    }

    /** Stores everything at once. */
    private static final class Willing implements GateStore {
        @Override
        public <T> T inTransaction(
                String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
            throw new UnsupportedOperationException("the writer begins no such transaction");
        }

        @Override
        public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
            return Collections.nCopies(drafts.size(), Draft.Verdict.WRITTEN);
        }

        @Override
        public Staged stage(List<Draft> drafts, Instant deadline) {
            return new Staged() {
                @Override
                public boolean finish() {
                    return true;
                }

                @Override
                public void close() {}
            };
        }
    }
}
