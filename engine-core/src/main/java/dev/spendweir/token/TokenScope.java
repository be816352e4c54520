package dev.spendweir.token;

import dev.spendweir.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What a token is good for: the change that people approved, and how much it may cost at most. Immutable.
 *
 * @param environment normalised, as is {@code source}
 * @param fingerprint of the approved request, as is {@code scopeFingerprint}; 64 hex digits
 * @param currency ISO 4217
 * @param planContentSha256 of the approved plan; null for what is no Terraform plan
 * @param maxMonthlyDelta the approved delta, possibly negative, as is {@code maxHourlyDelta}
 */
public record TokenScope(
        String tenantId,
        String projectId,
        String environment,
        String source,
        String fingerprint,
        String scopeFingerprint,
        String currency,
        String resourceReference,
        @Nullable String planContentSha256,
        Amount maxMonthlyDelta,
        Amount maxHourlyDelta) {}
