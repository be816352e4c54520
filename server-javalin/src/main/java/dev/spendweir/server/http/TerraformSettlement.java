package dev.spendweir.server.http;

import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.GateService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stage {@code post_apply}: what was applied settles its hold, at the actual amount when that is given (spec 3.2, 5.1). */
final class TerraformSettlement {

    private static final List<String> PLACE = List.of("project_id", "environment", "resource_reference", "change_id");

    private final GateService service;

    TerraformSettlement(GateService service) {
        this.service = service;
    }

    /** Settles and answers the reservation. */
    Reply settle(Call call, TerraformBody body, @Nullable String headerKey) {
        body.refuse(
                "stage post_apply decides nothing and takes no plan, price, label or dry_run",
                "plan",
                "infracost",
                "estimated_monthly_delta",
                "estimated_hourly_delta",
                "plan_file_sha256",
                "labels",
                "currency",
                "dry_run");
        RequestBodies.given(body.request(), "tenant_id")
                .ifPresent(named -> call.identity().checkTenant(named, "/tenant_id"));
        TerraformBody.Fields fields = body.fields();
        if (fields.reservationId() == null) {
            requirePlace(body);
        }
        String bodyKey = RequestBodies.given(body.request(), "idempotency_key").orElse(null);
        String key = headerKey != null ? headerKey : bodyKey;
        return Reply.ok(service.settleApplied(new AppliedCall(
                        call.caller(),
                        fields.reservationId(),
                        place(body, "project_id"),
                        place(body, "environment"),
                        place(body, "resource_reference"),
                        fields.changeId(),
                        fields.actualMonthlyDelta(),
                        key != null ? key : "terraform:" + fields.runId() + ":post_apply",
                        (place, environmentClass) ->
                                call.identity().checkBindings(place.source(), place.projectId(), environmentClass)))
                .toJson());
    }

    private static @Nullable String place(TerraformBody body, String name) {
        return RequestBodies.text(body.request(), name).map(TextRules::strip).orElse(null);
    }

    private static void requirePlace(TerraformBody body) {
        List<Finding> findings = new ArrayList<>();
        for (String name : PLACE) {
            if (body.request().getNonNull(name) == null) {
                findings.add(new Finding(
                        ErrorCode.FIELD_REQUIRED,
                        "/" + name,
                        "without reservation_id the place and change are needed"));
            }
        }
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }
}
