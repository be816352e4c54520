package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.cli.gate.PricedChange;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.vocabulary.Source;

/** Makes the gate request of a call, with the idempotency key that a server would derive (spec 5.1, "Preflight"). */
final class LocalRequest {

    /** The tenant of every state directory. */
    static final String TENANT = "local";

    /** So much of the fingerprint is in the key. */
    private static final int KEY_DIGITS = 16;

    private LocalRequest() {}

    static GateRequest of(GateSubject subject, PricedChange change, PolicyDocument policy, String actor) {
        JsonObject raw = JsonObject.builder()
                .put("tenant_id", TENANT)
                .put("source", Source.TERRAFORM.wireName())
                .put("project_id", subject.projectId())
                .put("environment", subject.environment())
                .put("action", change.action())
                .put("resource_reference", subject.resourceReference())
                .put("currency", subject.currency())
                .put("estimated_monthly_delta", Amount.toJson(change.priced().monthlyDelta()))
                .put("estimated_hourly_delta", Amount.toJson(change.priced().hourlyDelta()))
                .put("requester_id", actor)
                .put("dry_run", subject.dryRun())
                .put("unpriced_resources", change.priced().unpricedResources())
                .put("metadata", change.metadata(subject.labels()))
                .put("idempotency_key", "pending")
                .build();
        // The key is no part of the fingerprint, so the first pass may have any.
        String fingerprint = RequestNormalizer.normalize(raw, policy).fingerprint();
        String key = "terraform:" + subject.runId() + ":" + subject.stage().wireName() + ":"
                + fingerprint.substring(0, KEY_DIGITS);
        return RequestNormalizer.normalize(raw.with("idempotency_key", new JsonString(key)), policy);
    }
}
