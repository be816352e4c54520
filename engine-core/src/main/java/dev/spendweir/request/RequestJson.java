package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.MemberName;

/** The normalised request on the wire: as values, and straight as canonical bytes (spec 1.8, 10 A81). */
final class RequestJson {

    static final MemberName ACTION = MemberName.of("action");
    static final MemberName CURRENCY = MemberName.of("currency");
    static final MemberName DRY_RUN = MemberName.of("dry_run");
    static final MemberName ENVIRONMENT = MemberName.of("environment");
    static final MemberName HOURLY_DELTA = MemberName.of("estimated_hourly_delta");
    static final MemberName MONTHLY_DELTA = MemberName.of("estimated_monthly_delta");
    static final MemberName IDEMPOTENCY_KEY = MemberName.of("idempotency_key");
    static final MemberName METADATA = MemberName.of("metadata");
    static final MemberName PROJECT_ID = MemberName.of("project_id");
    static final MemberName REQUESTER_ID = MemberName.of("requester_id");
    static final MemberName RESOURCE_REFERENCE = MemberName.of("resource_reference");
    static final MemberName SOURCE = MemberName.of("source");
    static final MemberName TENANT_ID = MemberName.of("tenant_id");
    static final MemberName UNPRICED_RESOURCES = MemberName.of("unpriced_resources");

    private RequestJson() {}

    static JsonObject of(GateRequest request) {
        return JsonObject.builder()
                .put("action", request.action())
                .put("currency", request.currency())
                .put("dry_run", request.dryRun())
                .put("environment", request.environment())
                .put("estimated_hourly_delta", Amount.toJson(request.estimatedHourlyDelta()))
                .put("estimated_monthly_delta", Amount.toJson(request.estimatedMonthlyDelta()))
                .put("idempotency_key", request.idempotencyKey())
                .put("metadata", request.metadata())
                .put("project_id", request.projectId())
                .put("requester_id", request.requesterId())
                .put("resource_reference", request.resourceReference())
                .put("source", request.source().wireName())
                .put("tenant_id", request.tenantId())
                .put("unpriced_resources", request.unpricedResources())
                .build();
    }

    static CanonicalWriter write(GateRequest request) {
        CanonicalWriter out = new CanonicalWriter(
                Fingerprints.FIXED_BYTES * 2 + request.checkedMetadata().canonical().length);
        write(request, out);
        return out;
    }

    static void write(GateRequest request, CanonicalWriter out) {
        byte[] metadata = request.checkedMetadata().canonical();
        out.beginObject()
                .name(ACTION)
                .string(request.action())
                .name(CURRENCY)
                .string(request.currency())
                .name(DRY_RUN)
                .bool(request.dryRun())
                .name(ENVIRONMENT)
                .string(request.environment())
                .name(HOURLY_DELTA)
                .decimalString(request.estimatedHourlyDelta().micros(), Amount.SCALE)
                .name(MONTHLY_DELTA)
                .decimalString(request.estimatedMonthlyDelta().micros(), Amount.SCALE)
                .name(IDEMPOTENCY_KEY)
                .string(request.idempotencyKey())
                .name(METADATA)
                .raw(metadata)
                .name(PROJECT_ID)
                .string(request.projectId())
                .name(REQUESTER_ID)
                .string(request.requesterId())
                .name(RESOURCE_REFERENCE)
                .string(request.resourceReference())
                .name(SOURCE)
                .string(request.source().wireName())
                .name(TENANT_ID)
                .string(request.tenantId())
                .name(UNPRICED_RESOURCES)
                .integer(request.unpricedResources())
                .endObject();
    }
}
