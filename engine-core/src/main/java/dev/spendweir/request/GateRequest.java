package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;

/**
 * A normalised request (spec 1.2): every string stripped and checked, every default filled in, fingerprints made. Made by
 * {@link RequestNormalizer} alone. Immutable.
 *
 * @param currency the request's, else the policy's
 * @param estimatedMonthlyDelta may be negative: a saving
 * @param unpricedResources 0..2147483647
 * @param metadata I-JSON object, at most 16 KiB canonical
 * @param environmentClass by the policy that it was normalised with
 * @param fingerprint lower-case hex SHA-256 of what is asked
 * @param scopeFingerprint the same of what is changed and where, without how much
 */
public record GateRequest(
        String tenantId,
        Source source,
        String projectId,
        String environment,
        String action,
        String resourceReference,
        String currency,
        Amount estimatedMonthlyDelta,
        Amount estimatedHourlyDelta,
        String requesterId,
        String idempotencyKey,
        boolean dryRun,
        int unpricedResources,
        JsonObject metadata,
        EnvironmentClass environmentClass,
        String fingerprint,
        String scopeFingerprint) {}
