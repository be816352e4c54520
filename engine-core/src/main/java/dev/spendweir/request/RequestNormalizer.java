package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks and normalises raw requests, and makes their fingerprints (spec 1.2, 10 A16-A26d). Thread-safe.
 *
 * <p>The good path is hot: it uses no exception, pattern or stream, and reuses every text that is already normal.
 */
public final class RequestNormalizer {

    /** Every field of a request. */
    static final Set<String> FIELDS = Set.of(
            "tenant_id",
            "source",
            "project_id",
            "environment",
            "action",
            "resource_reference",
            "currency",
            "estimated_monthly_delta",
            "estimated_hourly_delta",
            "requester_id",
            "idempotency_key",
            "dry_run",
            "unpriced_resources",
            "metadata");

    private RequestNormalizer() {}

    /**
     * Normalises a request under a policy, which gives the currency and places the environment.
     *
     * @param raw the request as it came; null stands for an absent one
     * @throws RejectedException with all findings: {@code FIELD_REQUIRED} for a required field that is absent or null,
     *     {@code UNKNOWN_FIELD}, {@code INVALID_AMOUNT} and {@code AMOUNT_OUT_OF_RANGE} for amounts, {@code
     *     CURRENCY_MISMATCH}, {@code INVALID_FIELD} for everything else
     */
    public static GateRequest normalize(@Nullable JsonValue raw, PolicyDocument policy) {
        return normalize(object(raw), policy.currency(), policy.environments());
    }

    /**
     * Normalises a request when no policy is known, for a fail-safe decision (spec 10 A84): the default aliases place
     * the environment, and the currency is the request's when it is well-formed, else USD.
     *
     * @throws RejectedException as {@link #normalize(JsonValue, PolicyDocument)}
     */
    public static GateRequest normalizeWithoutPolicy(@Nullable JsonValue raw) {
        PolicyDocument defaults = PolicyReader.defaults().document();
        JsonObject request = object(raw);
        String currency = defaults.currency();
        if (request.get("currency") instanceof JsonString given) {
            String stripped = TextRules.strip(given.value());
            currency = TextRules.CURRENCY.problem(stripped) == null ? stripped : currency;
        }
        return normalize(request, currency, defaults.environments());
    }

    private static JsonObject object(@Nullable JsonValue raw) {
        if (raw instanceof JsonObject object) {
            return object;
        }
        throw new RejectedException(ErrorCode.INVALID_FIELD, "the request must be a JSON object");
    }

    private static GateRequest normalize(
            JsonObject raw, String policyCurrency, PolicyDocument.Environments environments) {
        RequestFields in = new RequestFields(raw);
        String tenantId = in.text("tenant_id", RequestTexts.TENANT_ID);
        Source source = in.source("source");
        String projectId = in.text("project_id", RequestTexts.PROJECT_ID);
        String environment = in.lowerCaseText("environment", RequestTexts.ENVIRONMENT);
        String action = in.lowerCaseText("action", RequestTexts.ACTION);
        String resource = in.text("resource_reference", RequestTexts.RESOURCE_REFERENCE);
        String currency = in.currency("currency", policyCurrency);
        Amount monthly = in.amount("estimated_monthly_delta");
        Amount hourly = in.amountOrZero("estimated_hourly_delta");
        String requesterId = in.text("requester_id", RequestTexts.REQUESTER_ID);
        String idempotencyKey = in.text("idempotency_key", RequestTexts.IDEMPOTENCY_KEY);
        boolean dryRun = in.flag("dry_run");
        int unpriced = in.count("unpriced_resources");
        Metadata metadata = in.metadata("metadata");
        in.finish();
        Fingerprints fingerprints = Fingerprints.of(
                tenantId, source, projectId, environment, action, resource, monthly, hourly, unpriced, metadata);
        return new GateRequest(
                tenantId,
                source,
                projectId,
                environment,
                action,
                resource,
                currency,
                monthly,
                hourly,
                requesterId,
                idempotencyKey,
                dryRun,
                unpriced,
                metadata,
                environments.classOf(environment),
                fingerprints.fingerprint(),
                fingerprints.scope());
    }
}
