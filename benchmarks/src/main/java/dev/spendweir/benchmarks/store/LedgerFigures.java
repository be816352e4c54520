package dev.spendweir.benchmarks.store;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.ledger.LedgerText;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.server.Store;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.audit.LedgerItem;
import dev.spendweir.server.store.audit.VerifiedChain;
import dev.spendweir.server.store.audit.VerifyCall;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast a tenant's chain of decisions is verified: from the database, by deciding everything again, and from the lines of
 * an export. Each is done once before it is timed.
 */
final class LedgerFigures {
    /** Enough that a pass takes a good part of a second. */
    private static final int LINES = 40_000;

    private final Store store;
    private final String tenantId;

    LedgerFigures(Store store, String tenantId) {
        this.store = store;
        this.tenantId = tenantId;
    }

    /** One line a figure, with what must hold. */
    String measure() throws InterruptedException {
        byte[] lines = lines(true);
        byte[] erased = lines(false);
        StringBuilder text = new StringBuilder();
        line(text, "verified from the database, one thread, entries/s", timed(1, () -> verify(false)), 50_000);
        line(text, "verified from the database, two threads, entries/s", timed(2, () -> verify(false)), 80_000);
        line(text, "decided again, two threads, decisions/s", timed(2, () -> verify(true)), 15_000);
        line(text, "verified from lines of an export, one thread, entries/s", timed(1, () -> offline(lines)), 100_000);
        line(text, "the same without payload, entries/s", timed(1, () -> offline(erased)), 200_000);
        return text.toString();
    }

    private static void line(StringBuilder text, String what, double perSecond, int bound) {
        text.append(String.format(Locale.ROOT, "%s: %.0f (must hold: %,d)%n", what, perSecond, bound));
    }

    /** Gives how many things it did. */
    private interface Work {
        long run();
    }

    private static double timed(int threads, Work work) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            together(pool, threads, work);
            long begin = System.nanoTime();
            long done = together(pool, threads, work);
            return done * 1e9 / (System.nanoTime() - begin);
        } finally {
            pool.shutdownNow();
        }
    }

    private static long together(ExecutorService pool, int threads, Work work) throws InterruptedException {
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(work::run));
        }
        long done = 0;
        for (Future<Long> part : running) {
            try {
                done += part.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a verification failed", e.getCause());
            }
        }
        return done;
    }

    private long verify(boolean replay) {
        VerifiedChain found = store.ledger()
                .verify(tenantId, new VerifyCall(List.of(Chain.DECISIONS), false, null, replay))
                .verified()
                .get(0);
        if (found.report().failure() != null) {
            throw new IllegalStateException("the chain does not verify: " + found.report());
        }
        Long replayed = found.replayed();
        return replay && replayed != null ? replayed : found.report().entries();
    }

    /** The lines of an export's {@code ledger.jsonl}; without payloads as if each had been erased. */
    private byte[] lines(boolean withPayload) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        LedgerFilter all = new LedgerFilter(Chain.DECISIONS, 1, null, null);
        String cursor = null;
        int count = 0;
        do {
            Page<LedgerItem> page = store.ledger().list(tenantId, all, new PageRequest(PageRequest.MAX_LIMIT, cursor));
            for (LedgerItem item : page.items()) {
                LedgerLine line = item.line();
                lines.writeBytes(
                        withPayload
                                ? line.bytes()
                                : new LedgerLine(line.entry(), null, null, line.entryHash(), line.chainHash()).bytes());
                lines.write('\n');
            }
            count += page.items().size();
            cursor = page.nextCursor();
        } while (cursor != null && count < LINES);
        return lines.toByteArray();
    }

    private long offline(byte[] lines) {
        ChainVerifier verifier = ChainVerifier.of(tenantId, Chain.DECISIONS);
        LedgerText text = new LedgerText(lines);
        for (StoredEntry line = text.next(); line != null; line = text.next()) {
            verifier.accept(line).ifPresent(failure -> {
                throw new IllegalStateException("a line does not verify: " + failure);
            });
        }
        return verifier.finish().entries();
    }
}
