package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;

/**
 * A normalised request (spec 1.2): every string stripped and checked, every default filled in, fingerprints made. Made by
 * {@link RequestNormalizer} alone. Immutable and thread-safe.
 *
 * @param currency the request's, else the policy's
 * @param estimatedMonthlyDelta may be negative: a saving
 * @param unpricedResources 0..2147483647
 * @param checkedMetadata the metadata with its canonical form; {@link #metadata} gives the object itself
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
        Metadata checkedMetadata,
        EnvironmentClass environmentClass,
        String fingerprint,
        String scopeFingerprint) {

    /** A builder for Java programs that have no JSON at hand. */
    public static GateRequestBuilder builder() {
        return new GateRequestBuilder();
    }

    /** The metadata as it came; an empty object when there is none. */
    public JsonObject metadata() {
        return checkedMetadata.json();
    }

    /** The normalised request: all fields of spec 1.2 with defaults, in wire form, names ascending. */
    public JsonObject toJson() {
        return RequestJson.of(this);
    }

    /** The canonical (RFC 8785) bytes of {@link #toJson}, written without building it. */
    public byte[] canonicalBytes() {
        return RequestJson.write(this).toBytes();
    }

    /** Writes {@link #canonicalBytes()} as one value. */
    public void writeTo(CanonicalWriter out) {
        RequestJson.write(this, out);
    }

    /** {@code request_sha256}: lower-case hex SHA-256 of {@link #canonicalBytes}. */
    public String sha256() {
        return RequestJson.write(this).sha256();
    }

    /** The fields that say who asked for what, without metadata, which may be sensitive. */
    @Override
    public String toString() {
        return "GateRequest[" + tenantId + " " + source.wireName() + " " + projectId + " " + environment + " " + action
                + " " + estimatedMonthlyDelta + " " + currency + ", fingerprint " + fingerprint + "]";
    }
}
