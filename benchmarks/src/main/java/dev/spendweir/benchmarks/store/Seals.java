package dev.spendweir.benchmarks.store;

import dev.spendweir.note.SigningKey;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.CheckpointSealer;
import dev.spendweir.server.store.sealing.Sealed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Seals what has grown, as a server's job does, and remembers how old the oldest entry of each checkpoint was when the
 * checkpoint was durable. To be run again and again by one thread.
 */
final class Seals implements Runnable {
    /** As the server's default. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final int CHAINS = 1000;

    private final CheckpointSealer sealer;
    private final Clock clock = Clock.systemUTC();
    private Latencies ages = new Latencies();
    private long checkpoints;

    Seals(CheckpointSealer sealer) {
        this.sealer = sealer;
    }

    /** Keys for a store that lives as long as the benchmark. */
    static Sealing keys() {
        return new Sealing(LedgerKeys.of(SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]), List.of()), null);
    }

    @Override
    public synchronized void run() {
        for (ChainId chain : sealer.unsealed(CHAINS)) {
            Optional<Sealed> sealed = sealer.seal(chain);
            while (sealed.isPresent()) {
                checkpoints++;
                ages.add(Duration.between(sealed.get().oldestEntry(), clock.instant())
                        .toNanos());
                sealed = sealed.get().hasMore() ? sealer.seal(chain) : Optional.empty();
            }
        }
    }

    /** What was left from before counts for nothing. */
    synchronized void catchUp() {
        run();
        ages = new Latencies();
        checkpoints = 0;
    }

    /** How far checkpoints lag behind. */
    synchronized String lag() {
        long[] sorted = Latencies.sorted(List.of(ages));
        return String.format(
                Locale.ROOT,
                "checkpoints: %d, lag p50 %d ms, p99 %d ms, longest %d ms (must hold: p99 2000)",
                checkpoints,
                Latencies.micros(sorted, 50) / 1000,
                Latencies.micros(sorted, 99) / 1000,
                Latencies.micros(sorted, 100) / 1000);
    }
}
