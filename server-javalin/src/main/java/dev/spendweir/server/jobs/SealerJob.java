package dev.spendweir.server.jobs;

import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.sealing.OutsideCopies;
import dev.spendweir.server.store.quarantine.QuarantineBreaker;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.CheckpointSealer;
import dev.spendweir.server.store.sealing.DiscontinuityException;
import dev.spendweir.server.store.sealing.Sealed;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look for chains to seal (spec 3.3): all that grew are sealed, and their checkpoints copied outside. Runs on one thread
 * of its own; not thread-safe.
 */
public final class SealerJob implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SealerJob.class);

    /** Chains sealed in one look, longest waiting first; more are taken at the next. */
    private static final int CHAINS = 1_000;

    private final CheckpointSealer sealer;
    private final @Nullable OutsideCopies outside;
    private final QuarantineBreaker breaker;
    private final ServerMetrics metrics;
    private final Clock clock;

    /** Checkpoints that are not outside yet, the newest of each chain. */
    private final Map<ChainId, Sealed> uncopied = new HashMap<>();

    /** Chains that were found broken and reported; they are looked at again, and not reported again. */
    private final Set<ChainId> broken = new HashSet<>();

    /**
     * @param outside null: checkpoints lie in the database alone
     * @param breaker is told of chains that do not go on
     * @param clock says how far checkpoints lag behind
     */
    public SealerJob(
            CheckpointSealer sealer,
            @Nullable OutsideCopies outside,
            QuarantineBreaker breaker,
            ServerMetrics metrics,
            Clock clock) {
        this.breaker = breaker;
        this.sealer = sealer;
        this.outside = outside;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void run() {
        for (ChainId chain : sealer.unsealed(CHAINS)) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            seal(chain);
        }
        copy();
    }

    private void seal(ChainId chain) {
        try {
            Optional<Sealed> sealed = sealer.seal(chain);
            while (sealed.isPresent()) {
                note(sealed.get());
                sealed = sealed.get().hasMore() ? sealer.seal(chain) : Optional.empty();
            }
            broken.remove(chain);
        } catch (DiscontinuityException e) {
            if (broken.add(chain)) {
                LOG.error(
                        "chain {} of tenant {} is broken: {}",
                        chain.chain().wireName(),
                        chain.tenantId(),
                        e.getMessage());
                metrics.chainVerification(false);
            }
            breaker.unsealable(chain, sealer);
        }
    }

    private void note(Sealed sealed) {
        // The checkpoint is durable now; when its making began is no matter.
        metrics.checkpointLag(Duration.between(sealed.oldestEntry(), clock.instant()));
        if (outside != null) {
            uncopied.put(sealed.chain(), sealed);
        }
    }

    /** What cannot be copied now is tried again at the next look. */
    private void copy() {
        OutsideCopies copies = outside;
        if (copies == null) {
            return;
        }
        uncopied.values().removeIf(checkpoint -> isCopied(copies, checkpoint));
        metrics.uncopiedCheckpoints(uncopied.size());
    }

    private static boolean isCopied(OutsideCopies copies, Sealed sealed) {
        try {
            copies.keep(sealed.chain().tenantId(), sealed.chain().chain(), sealed.size(), sealed.note());
            return true;
        } catch (UncheckedIOException e) {
            LOG.warn("a checkpoint could not be copied outside: {}", e.getMessage());
            return false;
        }
    }
}
