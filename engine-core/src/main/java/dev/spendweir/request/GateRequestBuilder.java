package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds the raw request of spec 1.2 from Java values. Nothing is checked before {@link #normalize}; a later call for
 * the same field wins. Not thread-safe.
 */
public final class GateRequestBuilder {

    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    GateRequestBuilder() {}

    /** Whose budget and policy it is; required. */
    public GateRequestBuilder tenantId(String tenantId) {
        return text("tenant_id", tenantId);
    }

    /** Where the request comes from; required. */
    public GateRequestBuilder source(Source source) {
        return text("source", source.wireName());
    }

    /** The project that pays; required. */
    public GateRequestBuilder projectId(String projectId) {
        return text("project_id", projectId);
    }

    /** Where the change lands, such as {@code prod}; required. */
    public GateRequestBuilder environment(String environment) {
        return text("environment", environment);
    }

    /** What is done, such as {@code vm.create}; required. */
    public GateRequestBuilder action(String action) {
        return text("action", action);
    }

    /** What it is done to; required. */
    public GateRequestBuilder resourceReference(String resourceReference) {
        return text("resource_reference", resourceReference);
    }

    /** The currency of the amounts; the policy's by default. */
    public GateRequestBuilder currency(String currency) {
        return text("currency", currency);
    }

    /** What the change adds to the cost of a month; required, negative for a saving. */
    public GateRequestBuilder estimatedMonthlyDelta(Amount delta) {
        return text("estimated_monthly_delta", delta.toString());
    }

    /** As {@link #estimatedMonthlyDelta(Amount)}, as a decimal text such as {@code "12.50"}. */
    public GateRequestBuilder estimatedMonthlyDelta(String delta) {
        return text("estimated_monthly_delta", delta);
    }

    /** What the change adds to the cost of an hour; 0 by default. */
    public GateRequestBuilder estimatedHourlyDelta(Amount delta) {
        return text("estimated_hourly_delta", delta.toString());
    }

    /** As {@link #estimatedHourlyDelta(Amount)}, as a decimal text. */
    public GateRequestBuilder estimatedHourlyDelta(String delta) {
        return text("estimated_hourly_delta", delta);
    }

    /** Who asks; required. */
    public GateRequestBuilder requesterId(String requesterId) {
        return text("requester_id", requesterId);
    }

    /** The key under which the same request gets the same answer; required, 4..255 code points. */
    public GateRequestBuilder idempotencyKey(String idempotencyKey) {
        return text("idempotency_key", idempotencyKey);
    }

    /** Whether nothing shall be held; false by default. */
    public GateRequestBuilder dryRun(boolean dryRun) {
        return member("dry_run", JsonBoolean.of(dryRun));
    }

    /** How many resources of the change have no known price; 0 by default. */
    public GateRequestBuilder unpricedResources(int unpricedResources) {
        return member("unpriced_resources", JsonNumber.of(unpricedResources));
    }

    /** Free data, at most 16 KiB in canonical form; empty by default. */
    public GateRequestBuilder metadata(JsonObject metadata) {
        return member("metadata", metadata);
    }

    private GateRequestBuilder text(String name, String text) {
        return member(name, new JsonString(text));
    }

    private GateRequestBuilder member(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    /** The raw request. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        members.forEach(json::put);
        return json.build();
    }

    /**
     * The normalised request.
     *
     * @throws RejectedException as {@link RequestNormalizer#normalize}
     */
    public GateRequest normalize(PolicyDocument policy) {
        return RequestNormalizer.normalize(toJson(), policy);
    }
}
