package dev.spendweir.server.store.audit;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.store.Rows;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision in a list (spec 11, Gate and decisions). */
public record DecisionItem(
        String decisionId,
        Instant decidedAt,
        Source source,
        String projectId,
        String environment,
        EnvironmentClass environmentClass,
        String action,
        String resourceReference,
        Amount estimatedMonthlyDelta,
        String requesterId,
        String submitterId,
        String outcome,
        String baseOutcome,
        List<String> reasonCodes,
        String mode,
        long policyVersion,
        @Nullable String approvalId,
        @Nullable String reservationId,
        String decisionSha256) {
    public DecisionItem {
        reasonCodes = List.copyOf(reasonCodes);
    }

    static DecisionItem of(ResultSet row) throws SQLException {
        return new DecisionItem(
                row.getString("decision_id"),
                Rows.instant(row, "decided_at"),
                Source.ofWireName(row.getString("source")).orElseThrow(),
                row.getString("project_id"),
                row.getString("environment"),
                EnvironmentClass.ofWireName(row.getString("environment_class")).orElseThrow(),
                row.getString("action"),
                row.getString("resource_reference"),
                Rows.amount(row, "monthly_delta_micros"),
                row.getString("requester_id"),
                row.getString("submitter_id"),
                row.getString("outcome"),
                row.getString("base_outcome"),
                Rows.texts(row, "reason_codes"),
                row.getString("mode"),
                row.getLong("policy_version"),
                row.getString("approval_id"),
                row.getString("reservation_id"),
                HexFormat.of().formatHex(row.getBytes("decision_sha256")));
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("decision_id", decisionId)
                .put("decided_at", ClockTime.format(decidedAt))
                .put("source", source.wireName())
                .put("project_id", projectId)
                .put("environment", environment)
                .put("action", action)
                .put("resource_reference", resourceReference)
                .put("estimated_monthly_delta", Amount.toJson(estimatedMonthlyDelta))
                .put("requester_id", requesterId)
                .put("submitter_id", submitterId)
                .put("outcome", outcome)
                .put("base_outcome", baseOutcome)
                .put("reason_codes", reasonCodes)
                .put("mode", mode)
                .put("policy_version", policyVersion)
                .put("approval_id", approvalId)
                .put("reservation_id", reservationId)
                .put("decision_sha256", decisionSha256)
                .build();
    }
}
