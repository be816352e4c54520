package dev.spendweir.vectors.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.vectors.corpus.Corpus;
import dev.spendweir.vectors.generate.CaseGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedCasesTest {
    private static final int CASES = Corpus.CASES;
    private static final int FLOOR = 15;

    private static final String[] EXPECTED = {
        "outcome ALLOW, outcome ALLOW_WITH_CREDITS, outcome REQUIRE_APPROVAL, outcome DENY",
        "base_outcome ALLOW, base_outcome ALLOW_WITH_CREDITS, base_outcome REQUIRE_APPROVAL, base_outcome DENY",
        "mode hard, mode soft, mode shadow, hold now, hold on_approval, hold null, route own, route default, route null",
        "reason plan_limit_exceeded, reason budget_exceeded, reason credits_exhausted, reason enterprise_ceiling_exceeded, reason no_cost_increase, reason no_budget_configured",
        "reason within_allocation, reason covered_by_reserved_credits, reason covered_by_emergency_credits, reason hard_deny_threshold_exceeded, reason emergency_credits_require_approval",
        "reason unpriced_resources, reason cost_data_stale, reason cost_data_unavailable, reason auto_approved_below_threshold, reason approval_required_prod",
        "reason approval_required_nonprod, reason soft_mode_escalated, reason shadow_mode_observed, reason failsafe_timeout, reason failsafe_lock_contended",
        "reason failsafe_lock_timeout, reason failsafe_store_unavailable, reason failsafe_overload, reason failsafe_error",
        "warning unpriced_resources, warning cost_data_stale, warning cost_data_unavailable, lint route_unreachable, lint reason_shadows_builtin",
        "stage plan_limit not_configured, stage plan_limit pass, stage plan_limit fail, stage project_allocation not_configured, stage project_allocation covered",
        "stage project_allocation partial, stage project_allocation exhausted, stage reserved_credits not_needed, stage reserved_credits covered, stage reserved_credits partial",
        "stage reserved_credits none_available, stage emergency_credits not_needed, stage emergency_credits covered, stage emergency_credits partial",
        "stage emergency_credits none_available, stage enterprise_ceiling not_configured, stage enterprise_ceiling pass, stage enterprise_ceiling fail",
        "limiting null, limiting plan_limit, limiting project_allocation, limiting emergency_credits, limiting enterprise_ceiling",
        "forecast tenant.no_complete_row, forecast tenant.run_rate, forecast tenant.few_rows, forecast tenant.robust, forecast tenant.robust_with_first, forecast tenant.robust_nothing_open",
        "forecast project.no_complete_row, forecast project.run_rate, forecast project.few_rows, forecast project.robust, forecast project.robust_with_first",
        "source unavailable, source none, source final, source all_status, stale true, stale false, class prod, class nonprod",
        "anomaly insufficient_data, anomaly none, anomaly spike, anomaly drop, risk low, risk medium, risk high, risk critical",
        "factor env_prod, factor delta_band, factor forecast_over_plan, factor anomaly_spike, factor destructive_action, factor cost_data_missing",
        "error INVALID_AMOUNT, error AMOUNT_OUT_OF_RANGE, error INVALID_JSON, error INVALID_CLOCK_TIME, error POLICY_SCHEMA_UNSUPPORTED, finding INVALID_FIELD, finding FIELD_REQUIRED",
        "finding UNKNOWN_FIELD, finding CURRENCY_MISMATCH, finding POLICY_INVALID, finding POLICY_UNKNOWN_FIELD, finding INVALID_SNAPSHOT, finding INVALID_AMOUNT",
        "approval pending, approval approved, approval denied, approval expired, approval cancelled, approval consumed",
        "refusal approval REVIEWER_ROLE_NOT_ALLOWED, refusal approval PERMISSION_MISSING, refusal approval SEPARATION_OF_DUTIES, refusal approval ALREADY_REVIEWED",
        "refusal approval APPROVAL_NOT_PENDING, refusal approval APPROVAL_NOT_APPROVED, refusal approval TOKEN_ALREADY_CONSUMED, refusal approval APPROVAL_EXPIRED",
        "refusal approval APPROVAL_NOT_EXPIRED, reservation tentative, reservation confirmed, reservation released, reservation settled",
        "refusal reservation RESERVATION_EXISTS, refusal reservation BUDGET_EXCEEDED, refusal reservation GRANT_UNKNOWN, refusal reservation GRANT_NOT_ALLOWED",
        "refusal reservation GRANT_EXPIRED, refusal reservation GRANT_EXHAUSTED, refusal reservation RESERVATION_UNKNOWN, refusal reservation RESERVATION_NOT_ACTIVE",
        "refusal reservation RESERVATION_NOT_CONFIRMED, merkle.inclusion valid null, merkle.inclusion valid true, merkle.inclusion valid false",
        "merkle.consistency valid null, merkle.consistency valid true, merkle.consistency valid false, answered ledger.chain, answered ledger.entry_hash, answered merkle.root",
    };

    @Test
    void frozenCorpus_reachesEverythingOftenEnough() throws IOException {
        Census census = new Census();
        Corpus.forEach(frozen -> census.add(frozen.op(), frozen.input(), frozen.answer()));
        census.counts.forEach((what, count) -> System.out.printf("%6d %s%n", count, what));
        List<String> rare = new ArrayList<>();
        for (String expected : String.join(", ", EXPECTED).split(", ")) {
            int count = census.counts.getOrDefault(expected, 0);
            if (count < FLOOR) {
                rare.add(expected + " (" + count + ")");
            }
        }
        assertThat(rare)
                .as("reached by fewer than " + FLOOR + " of " + CASES + " cases")
                .isEmpty();
        int decided = census.counts.get("answered decision.decide");
        assertThat(decided).as("decisions that are no errors").isGreaterThan(CASES / 3);
    }

    @Test
    void case_ofASeed_isAlwaysTheSame() {
        for (long seed = 1; seed <= 200; seed++) {
            assertThat(CaseGenerator.of(seed).line())
                    .isEqualTo(CaseGenerator.of(seed).line());
        }
    }

    @Test
    void case_asALineOfTheProtocol_isAnsweredAsTheCase() {
        for (long seed = 1; seed <= 1000; seed++) {
            CaseGenerator.Case given = CaseGenerator.of(seed);
            Object answer = JsonReader.read(NaiveEngine.answer(given.line()));
            Object expected = NaiveEngine.apply(given.op(), given.input()).toJson();
            assertThat(Json.at(answer, "id")).as("seed %s", seed).isEqualTo(JsonNumber.of(seed));
            Json.asObject(answer).remove("id");
            assertThat(Json.same(answer, expected))
                    .as("seed %s: %s", seed, given.line())
                    .isTrue();
        }
    }
}
