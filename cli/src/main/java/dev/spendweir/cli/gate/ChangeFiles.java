package dev.spendweir.cli.gate;

import dev.spendweir.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gives to be priced, as it was read.
 *
 * @param plan the bytes of the plan's JSON; null without a plan. Not copied
 * @param infracost the bytes of the Infracost output; null without one. Not copied
 * @param planFileSha256 hash of the binary plan; null without one
 * @param monthlyDelta stated by the caller; null unless there is no plan
 * @param hourlyDelta stated by the caller; null unless there is no plan
 */
@SuppressWarnings("ArrayRecordComponent") // tens of megabytes, compared by nobody
public record ChangeFiles(
        byte @Nullable [] plan,
        byte @Nullable [] infracost,
        @Nullable String planFileSha256,
        @Nullable Amount monthlyDelta,
        @Nullable Amount hourlyDelta) {}
