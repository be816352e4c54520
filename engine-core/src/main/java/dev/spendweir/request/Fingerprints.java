package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.MemberName;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.vocabulary.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The two fingerprints of a request (spec 1.2). What both have in common is written once: the scope's canonical form is
 * the fingerprint's without some members and with another schema, so its bytes are ranges of the same buffer.
 *
 * @param fingerprint of everything that is asked
 * @param scope of what is changed and where
 */
record Fingerprints(String fingerprint, String scope) {

    private static final String FINGERPRINT_SCHEMA = "spendweir.fingerprint/v1";
    private static final String SCOPE_SCHEMA = "spendweir.scope/v1";

    /** Names, punctuation, schema, source and amounts, generously; the rest is as long as its texts. */
    static final int FIXED_BYTES = 320;

    private static final MemberName SCHEMA = MemberName.of("schema");
    private static final byte[] SCOPE_SCHEMA_MEMBER =
            (",\"schema\":\"" + SCOPE_SCHEMA + "\"").getBytes(StandardCharsets.US_ASCII);

    static Fingerprints of(
            String tenantId,
            Source source,
            String projectId,
            String environment,
            String action,
            String resourceReference,
            Amount monthlyDelta,
            Amount hourlyDelta,
            int unpricedResources,
            Metadata metadata) {
        int texts = tenantId.length()
                + projectId.length()
                + environment.length()
                + action.length()
                + resourceReference.length();
        CanonicalWriter out = new CanonicalWriter(FIXED_BYTES + texts + metadata.canonical().length);
        out.beginObject().name(RequestJson.ACTION).string(action);
        out.name(RequestJson.ENVIRONMENT).string(environment);
        int place = out.size();
        hourlyDelta.writeTo(out.name(RequestJson.HOURLY_DELTA));
        monthlyDelta.writeTo(out.name(RequestJson.MONTHLY_DELTA));
        out.name(RequestJson.METADATA).raw(metadata.canonical());
        int project = out.size();
        out.name(RequestJson.PROJECT_ID).string(projectId);
        out.name(RequestJson.RESOURCE_REFERENCE).string(resourceReference);
        int schema = out.size();
        out.name(SCHEMA).string(FINGERPRINT_SCHEMA);
        int origin = out.size();
        out.name(RequestJson.SOURCE).string(source.wireName());
        out.name(RequestJson.TENANT_ID).string(tenantId);
        int amounts = out.size();
        out.name(RequestJson.UNPRICED_RESOURCES).integer(unpricedResources).endObject();

        MessageDigest digest = Sha256Hex.newDigest();
        out.feed(digest, 0, out.size());
        String fingerprint = Sha256Hex.finish(digest);
        out.feed(digest, 0, place);
        out.feed(digest, project, schema);
        digest.update(SCOPE_SCHEMA_MEMBER);
        out.feed(digest, origin, amounts);
        digest.update((byte) '}');
        return new Fingerprints(fingerprint, Sha256Hex.finish(digest));
    }
}
