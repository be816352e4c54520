package dev.spendweir.server.approval;

import dev.spendweir.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * The newest decision about an approval's change (spec 2.2, consume). Immutable.
 *
 * @param fingerprint of its request
 * @param planContentSha256 of its plan; null: it had none
 * @param monthlyDelta the server's own figure, as is {@code hourlyDelta}
 * @param movedOn whether it is neither the approved one nor continued: then the approval's token is stopped
 */
public record NewestDecision(
        String decisionId,
        String fingerprint,
        @Nullable String planContentSha256,
        Amount monthlyDelta,
        Amount hourlyDelta,
        boolean movedOn) {}
