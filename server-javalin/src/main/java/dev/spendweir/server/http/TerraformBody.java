package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonCursor;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.plan.InfracostReader;
import dev.spendweir.plan.InfracostReport;
import dev.spendweir.plan.PlanReader;
import dev.spendweir.plan.TerraformPlan;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.terraform.TerraformStage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a Terraform gate call (spec 5.1). The plan is read as it stands in the body, never held as a tree.
 *
 * @param plan null without one
 * @param infracost null without one
 * @param request the other members, not yet judged but for those below
 * @param fields the members that the route itself needs
 */
record TerraformBody(
        @Nullable TerraformPlan plan, @Nullable InfracostReport infracost, JsonObject request, Fields fields) {

    private static final TextRule RUN_ID = TextRules.name(1, 128);
    private static final TextRule SHA256 = TextRules.shaped(64, 64, "[0-9a-f]{64}", TerraformBody::isLowerHex);

    /** Members that go into the gate's request as they are; the request's own rules judge them. */
    private static final List<String> REQUEST_MEMBERS = List.of(
            "tenant_id",
            "project_id",
            "environment",
            "resource_reference",
            "requester_id",
            "currency",
            "dry_run",
            "idempotency_key");

    /**
     * What the route itself needs.
     *
     * @param stage where in the run the call is made, {@code pre_apply} unless given
     * @param expectedFingerprint preflight only
     */
    record Fields(
            @Nullable String runId,
            TerraformStage stage,
            @Nullable String changeId,
            @Nullable Amount monthlyDelta,
            @Nullable Amount hourlyDelta,
            @Nullable Amount actualMonthlyDelta,
            @Nullable String reservationId,
            @Nullable String planFileSha256,
            @Nullable String expectedFingerprint,
            JsonObject labels) {}

    /**
     * Reads the body.
     *
     * @param preflight whether {@code expected_request_fingerprint} is known
     * @throws RejectedException {@code MALFORMED_JSON}, {@code DUPLICATE_KEY}, the codes of plans and Infracost outputs,
     *     {@code INVALID_FIELD}, {@code FIELD_REQUIRED}, {@code UNKNOWN_FIELD}
     */
    static TerraformBody read(byte[] bytes, PriceSheet sheet, boolean preflight) {
        try {
            return readMembers(JsonCursor.of(bytes), sheet, preflight);
        } catch (JsonSyntaxException e) {
            throw Body.rejected(e);
        }
    }

    private static TerraformBody readMembers(JsonCursor cursor, PriceSheet sheet, boolean preflight) {
        if (cursor.kind() != JsonCursor.Kind.OBJECT) {
            throw new RejectedException(ErrorCode.INVALID_FIELD, "the body must be a JSON object");
        }
        TerraformPlan plan = null;
        InfracostReport infracost = null;
        JsonObject.Builder rest = JsonObject.builder();
        cursor.enterObject();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            if (cursor.kind() == JsonCursor.Kind.NULL) {
                rest.put(name, cursor.value());
            } else if (name.equals("plan")) {
                plan = below("/plan", () -> PlanReader.read(cursor, sheet));
            } else if (name.equals("infracost")) {
                JsonValue output = cursor.value();
                infracost = below("/infracost", () -> InfracostReader.read(output));
            } else {
                rest.put(name, cursor.value());
            }
        }
        cursor.end();
        JsonObject request = rest.build();
        Fields fields = RequestBodies.read(request, in -> fields(in, request, preflight));
        return new TerraformBody(plan, infracost, request, fields);
    }

    private static Fields fields(ObjectReader in, JsonObject request, boolean preflight) {
        REQUEST_MEMBERS.forEach(in::field);
        in.field("plan");
        in.field("infracost");
        return new Fields(
                in.field("run_id").required().text(RUN_ID),
                or(in.field("stage").word(TerraformStage.values(), TerraformStage::wireName), TerraformStage.PRE_APPLY),
                in.field("change_id").text(RequestBodies.CHANGE_ID),
                in.field("estimated_monthly_delta").amount(),
                in.field("estimated_hourly_delta").amount(),
                in.field("actual_monthly_delta").nonNegativeAmount(),
                in.field("reservation_id").text(TextRules.name(1, 64)),
                in.field("plan_file_sha256").text(SHA256),
                preflight ? in.field("expected_request_fingerprint").text(SHA256) : null,
                RequestBodies.labels(in.field("labels"), request));
    }

    private static boolean isLowerHex(String text) {
        return TextRules.consistsOf(text, c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Findings inside a member point into the body. */
    private static <T> T below(String pointer, Supplier<T> read) {
        try {
            return read.get();
        } catch (RejectedException e) {
            throw new RejectedException(e.findings().stream()
                    .map(f -> new Finding(
                            f.code(),
                            f.pointer().startsWith(pointer) ? f.pointer() : pointer + f.pointer(),
                            f.detail()))
                    .toList());
        }
    }

    /** The members of the gate's request that the caller gave. */
    JsonObject requestMembers() {
        JsonObject.Builder members = JsonObject.builder();
        for (String name : REQUEST_MEMBERS) {
            JsonValue value = request.getNonNull(name);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members.build();
    }

    /**
     * Refuses members that the stage does not take.
     *
     * @throws RejectedException {@code INVALID_FIELD}
     */
    void refuse(String why, String... names) {
        List<Finding> findings = List.of(names).stream()
                .filter(name -> has(name))
                .map(name -> new Finding(ErrorCode.INVALID_FIELD, JsonPointer.member("", name), why))
                .toList();
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }

    private boolean has(String name) {
        return switch (name) {
            case "plan" -> plan != null;
            case "infracost" -> infracost != null;
            default -> request.getNonNull(name) != null;
        };
    }
}
