package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage 3 or 4: what a credit pool gives. In micro-units.
 *
 * @param needed what was to be covered when the stage began
 * @param headroom sum of the eligible grants; 0 exactly when there is none, as an eligible grant has something left
 * @param consumed what the pool covers
 * @param draws in the order of drawing
 */
record PoolDraw(long needed, long headroom, long consumed, List<Draw> draws) {

    static PoolDraw of(CreditPool pool, Snapshot snapshot, String projectId, long clockMillis, long needed) {
        List<Grant> grants = snapshot.grantsInDrawOrder();
        List<Draw> draws = List.of();
        long headroom = 0;
        long open = needed;
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            if (grant.pool() == pool && grant.isEligible(projectId, clockMillis)) {
                long remaining = grant.remaining().micros();
                headroom += remaining;
                if (headroom < 0) {
                    throw Amount.outOfRange();
                }
                if (open > 0) {
                    long taken = Math.min(open, remaining);
                    open -= taken;
                    draws = draws.isEmpty() ? new ArrayList<>(4) : draws;
                    draws.add(new Draw(grant.grantId(), pool, Amount.ofMicros(taken)));
                }
            }
        }
        return new PoolDraw(needed, headroom, needed - open, draws);
    }

    long remaining() {
        return needed - consumed;
    }

    StageResult result(Stage stage) {
        return new StageResult(
                stage,
                status(),
                null,
                null,
                Amount.ofMicros(headroom),
                Amount.ofMicros(consumed),
                Amount.ofMicros(remaining()));
    }

    private StageStatus status() {
        if (needed == 0) {
            return StageStatus.NOT_NEEDED;
        }
        if (remaining() == 0) {
            return StageStatus.COVERED;
        }
        return headroom == 0 ? StageStatus.NONE_AVAILABLE : StageStatus.PARTIAL;
    }
}
