package dev.spendweir.server.store.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.ledger.Chain;
import dev.spendweir.server.sealing.OutsideCopies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Honest writers, sealers and auditors at the same time: nothing is ever reported. */
class HonestAppendsTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static final int WRITERS = 8;
    private static final int BATCH = 100;

    @TempDir
    Path directory;

    @Test
    void concurrentAppends_areNeverReported() throws Exception {
        run(20_000);
    }

    @Test
    @Tag("long")
    void aMillionConcurrentAppends_areNeverReported() throws Exception {
        run(1_000_000);
    }

    private void run(int entries) throws Exception {
        OutsideCopies outside = OutsideCopies.in(directory);
        try (SealedStore sealed = SealedStore.open(outside)) {
            AtomicBoolean writing = new AtomicBoolean(true);
            AtomicReference<Sealed> newest = new AtomicReference<>();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
            Future<?> sealer = threads.submit(() -> seal(sealed, outside, writing, newest));
            Future<Integer> auditor = threads.submit(() -> audit(sealed, writing, newest));
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < entries / WRITERS / BATCH; n++) {
                        sealed.append(BATCH);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            sealer.get();
            assertThat(auditor.get()).as("audits while the chain grew").isPositive();
            threads.shutdown();
            sealed.seal(CHAIN);
            assertThat(sealed.verify(CHAIN, false, null).report().failure()).isNull();
            assertThat(sealed.verify(CHAIN, false, null).report().entries()).isEqualTo(entries);
        }
    }

    private static void seal(
            SealedStore sealed, OutsideCopies outside, AtomicBoolean writing, AtomicReference<Sealed> newest) {
        while (writing.get()) {
            sealed.seal(CHAIN).ifPresent(made -> {
                newest.set(made);
                outside.keep(made.chain().tenantId(), CHAIN, made.size(), made.note());
            });
        }
    }

    private static int audit(SealedStore sealed, AtomicBoolean writing, AtomicReference<Sealed> newest) {
        int audits = 0;
        while (writing.get()) {
            Sealed kept = newest.get();
            String trusted = kept == null ? null : kept.note();
            assertThat(sealed.verify(CHAIN, audits % 4 != 0, trusted).report().failure())
                    .isNull();
            audits++;
        }
        return audits;
    }
}
