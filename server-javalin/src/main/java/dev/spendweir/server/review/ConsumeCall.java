package dev.spendweir.server.review;

import dev.spendweir.amount.Amount;
import dev.spendweir.server.store.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that is about to go ahead with what people approved (spec 2.2, 11). A null is not compared.
 *
 * @param fingerprint of the change's newest decision
 * @param planContentSha256 of the plan that is about to be applied
 * @param runId of the pipeline with its attempt; a repeat in the same run is answered again
 * @param idempotencyKey likewise; null: none
 * @param planFileSha256 of the plan file that is about to be applied; for the record alone
 */
public record ConsumeCall(
        Caller caller,
        String token,
        String fingerprint,
        String scopeFingerprint,
        @Nullable String planContentSha256,
        @Nullable String projectId,
        @Nullable String environment,
        @Nullable String source,
        @Nullable String resourceReference,
        @Nullable Amount actualMonthlyDelta,
        @Nullable Amount actualHourlyDelta,
        @Nullable String runId,
        @Nullable String idempotencyKey,
        @Nullable String planFileSha256) {}
