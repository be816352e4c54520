package dev.spendweir.vectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.vectors.author.Quoted;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every word of the specification that an answer can hold is met by at least three vectors; what is missing is listed. */
class CoverageTest {
    private static final int FLOOR = 3;
    private static final Map<String, Integer> COUNTS = new HashMap<>();

    @BeforeAll
    static void count() throws IOException {
        for (ConformanceVector vector : VectorFiles.load(VectorFiles.root())) {
            Set<String> seen = new HashSet<>();
            collect("", vector.expect().getOrDefault("result", vector.expect().get("error")), seen);
            String prefix = vector.op() + " ";
            seen.forEach(word -> {
                COUNTS.merge(word, 1, Integer::sum);
                COUNTS.merge(prefix + word, 1, Integer::sum);
            });
        }
    }

    /** Notes "key=value" for every scalar, and for every element of a list the key of the list. */
    private static void collect(String key, Object value, Set<String> seen) {
        if (value instanceof Map) {
            Json.asObject(value).forEach((name, member) -> collect(name, member, seen));
        } else if (value instanceof List) {
            Json.asList(value).forEach(item -> collect(key, item, seen));
        } else {
            seen.add(key + "=" + (value instanceof String text ? text : Json.write(value)));
        }
    }

    private static void met(String key, String... values) {
        List<String> missing = new ArrayList<>();
        for (String value : values) {
            int count = COUNTS.getOrDefault(key + "=" + value, 0);
            if (count < FLOOR) {
                missing.add(value + " (" + count + ")");
            }
        }
        assertThat(missing)
                .as("values of " + key + " in fewer than " + FLOOR + " vectors")
                .isEmpty();
    }

    /** Each class of damage that entries and checkpoints show; replay needs the engine that decided. */
    @Test
    void classesOfDamage_areMet() {
        for (String kind : List.of(
                "gap",
                "fork",
                "entry",
                "payload",
                "link",
                "head",
                "checkpoint_signature",
                "unknown_key",
                "cut_tail",
                "deleted_chain",
                "rollback",
                "split_view")) {
            assertThat(COUNTS).as(kind).containsKey("ledger.verify class=" + kind);
        }
    }

    /** A window has no gap to be rolled back over, and none of its entries are all gone: those two are the whole chain's. */
    @Test
    void classesOfDamageInExports_areMet() {
        for (String kind : List.of(
                "gap",
                "fork",
                "entry",
                "payload",
                "link",
                "head",
                "checkpoint_signature",
                "unknown_key",
                "cut_tail",
                "split_view")) {
            assertThat(COUNTS).as(kind).containsKey("export.verify class=" + kind);
        }
        met("export.verify code", "EXPORT_INVALID", "INVALID_FIELD");
        met("export.build code", "LEDGER_DAMAGED");
        met("export.parity code", "INVALID_FIELD");
    }

    @Test
    void reasonCodes_ofDecisionsWithoutRules_areMet() {
        // rule_error and the rules' own reasons need a rule engine; their vectors come with the family rules_cel.
        met(
                "decision.decide reason_codes",
                "plan_limit_exceeded",
                "budget_exceeded",
                "credits_exhausted",
                "enterprise_ceiling_exceeded",
                "no_cost_increase",
                "no_budget_configured",
                "within_allocation",
                "covered_by_reserved_credits",
                "covered_by_emergency_credits",
                "hard_deny_threshold_exceeded",
                "emergency_credits_require_approval",
                "unpriced_resources",
                "cost_data_stale",
                "cost_data_unavailable",
                "auto_approved_below_threshold",
                "approval_required_prod",
                "approval_required_nonprod",
                "soft_mode_escalated",
                "shadow_mode_observed");
        met(
                "decision.failsafe reason_codes",
                "failsafe_timeout",
                "failsafe_lock_contended",
                "failsafe_lock_timeout",
                "failsafe_store_unavailable",
                "failsafe_overload",
                "failsafe_error");
    }

    @Test
    void outcomesModesAndWarnings_areMet() {
        met("decision.decide outcome", "ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY");
        met("decision.decide base_outcome", "ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY");
        met("decision.failsafe outcome", "ALLOW", "REQUIRE_APPROVAL", "DENY");
        met("decision.decide mode", "shadow", "soft", "hard");
        met("decision.failsafe mode_scope", "fallback");
        met("decision.decide hold", "now", "on_approval");
        met("warnings", "unpriced_resources", "cost_data_stale", "cost_data_unavailable");
        met("policy.canonicalize code", "route_unreachable", "reason_shadows_builtin");
    }

    @Test
    void stagesAndTheirStatuses_areMet() {
        met(
                "waterfall.evaluate status",
                "not_configured",
                "pass",
                "fail",
                "covered",
                "exhausted",
                "partial",
                "not_needed",
                "none_available");
        met(
                "waterfall.evaluate limiting_stage",
                "null",
                "plan_limit",
                "project_allocation",
                "emergency_credits",
                "enterprise_ceiling");
        met(
                "waterfall.evaluate reason",
                "plan_limit_exceeded",
                "budget_exceeded",
                "credits_exhausted",
                "enterprise_ceiling_exceeded",
                "no_cost_increase",
                "no_budget_configured",
                "within_allocation",
                "covered_by_reserved_credits",
                "covered_by_emergency_credits");
    }

    @Test
    void wordsOfTheContext_areMet() {
        met("context.compute data_source_mode", "unavailable", "none", "final", "all_status");
        met("context.compute anomaly_kind", "insufficient_data", "none", "spike", "drop");
        met("context.compute risk_class", "low", "medium", "high", "critical");
        met(
                "context.compute factor",
                "env_prod",
                "delta_band",
                "forecast_over_plan",
                "anomaly_spike",
                "destructive_action",
                "cost_data_missing");
        met("context.compute stale", "true", "false");
        met("request.normalize environment_class", "prod", "nonprod");
    }

    /** MALFORMED_REQUEST belongs to lines and OP_UNSUPPORTED to what an implementation lacks: no vector can have them. */
    @Test
    void errorCodes_areMet() {
        met(
                "code",
                "INVALID_AMOUNT",
                "AMOUNT_OUT_OF_RANGE",
                "INVALID_JSON",
                "INVALID_FIELD",
                "FIELD_REQUIRED",
                "UNKNOWN_FIELD",
                "CURRENCY_MISMATCH",
                "POLICY_INVALID",
                "POLICY_UNKNOWN_FIELD",
                "POLICY_SCHEMA_UNSUPPORTED",
                "INVALID_SNAPSHOT",
                "INVALID_CLOCK_TIME");
    }

    /** MALFORMED_CSV is left out: no op reads a file's bytes. */
    @Test
    void errorCodesOfIngest_areMet() {
        met(
                "ingest.accept code",
                "TENANT_ID_REQUIRED",
                "EVENT_ID_REQUIRED",
                "TRACE_ID_REQUIRED",
                "AGENT_ID_REQUIRED",
                "SCHEMA_VERSION_REQUIRED",
                "CREATED_AT_REQUIRED",
                "SOURCE_REQUIRED",
                "INTEGRITY_HASH_REQUIRED",
                "INTEGRITY_HASH_MISMATCH",
                "SCHEMA_VERSION_UNSUPPORTED",
                "CREATED_AT_IN_FUTURE",
                "TENANT_MISMATCH",
                "CURRENCY_MISMATCH",
                "AMOUNT_OUT_OF_RANGE",
                "INVALID_AMOUNT",
                "INVALID_FIELD",
                "FIELD_REQUIRED",
                "UNKNOWN_FIELD");
        met("ingest.accept type", "cost.daily", "cost.watermark", "usage.actual");
        met(
                "ingest.focus code",
                "FIELD_REQUIRED",
                "INVALID_FIELD",
                "INVALID_AMOUNT",
                "AMOUNT_OUT_OF_RANGE",
                "CURRENCY_MISMATCH");
    }

    @Test
    void statusesAndRefusalsOfApprovals_areMet() {
        met("approval.apply status", "pending", "approved", "denied", "expired", "cancelled", "consumed");
        met("approval.apply verdict", "approve", "deny");
        met(
                "approval.apply code",
                "REVIEWER_ROLE_NOT_ALLOWED",
                "PERMISSION_MISSING",
                "SEPARATION_OF_DUTIES",
                "ALREADY_REVIEWED",
                "APPROVAL_NOT_PENDING",
                "APPROVAL_NOT_APPROVED",
                "TOKEN_ALREADY_CONSUMED",
                "APPROVAL_EXPIRED",
                "APPROVAL_NOT_EXPIRED");
    }

    @Test
    void refusalsOfTokens_areMet() {
        met(
                "token.verify code",
                "TOKEN_MALFORMED",
                "TOKEN_HEADER_REJECTED",
                "TOKEN_KEY_UNKNOWN",
                "TOKEN_SIGNATURE_INVALID",
                "TOKEN_CLAIMS_INVALID",
                "TOKEN_NOT_YET_VALID",
                "TOKEN_EXPIRED",
                "TOKEN_BINDING_MISMATCH",
                "COST_BOUND_EXCEEDED",
                "INVALID_FIELD");
        met("token.verify binding", "exact", "cap");
    }

    @Test
    void statusesAndRefusalsOfReservations_areMet() {
        met("reservation.apply status", "tentative", "confirmed", "released", "settled");
        met(
                "reservation.apply code",
                "RESERVATION_EXISTS",
                "BUDGET_EXCEEDED",
                "GRANT_UNKNOWN",
                "GRANT_NOT_ALLOWED",
                "GRANT_EXPIRED",
                "GRANT_EXHAUSTED",
                "RESERVATION_UNKNOWN",
                "RESERVATION_NOT_ACTIVE",
                "RESERVATION_NOT_CONFIRMED");
    }

    @Test
    void defaultsOfThePolicy_areEachMet() throws IOException {
        Object defaults = Json.at(
                NaiveEngine.apply("policy.canonicalize", Quoted.object("{'policy':{}}"))
                        .result(),
                "policy");
        Map<String, Integer> counts = new HashMap<>();
        for (ConformanceVector vector : VectorFiles.load(VectorFiles.root())) {
            Object policy = Json.at(vector.expect(), "result", "policy");
            if (policy != null) {
                countDefaults("", defaults, policy, counts);
            }
        }
        List<String> missing = new ArrayList<>();
        counts.forEach((path, count) -> {
            if (count < FLOOR) {
                missing.add(path + " (" + count + ")");
            }
        });
        assertThat(missing).isEmpty();
        assertThat(counts).as("fields of the canonical document").hasSize(60);
    }

    private static void countDefaults(String path, Object byDefault, Object actual, Map<String, Integer> counts) {
        if (byDefault instanceof Map) {
            Json.asObject(byDefault)
                    .forEach((key, value) -> countDefaults(path + "/" + key, value, Json.at(actual, key), counts));
        } else {
            counts.merge(path, Json.same(byDefault, actual) ? 1 : 0, Integer::sum);
        }
    }
}
