package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.SnapshotParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine and the naive reading of the spec decide the same, to the last byte, on random cases. */
class GateEngineAgainstNaiveTest {

    private static final List<String> HASHES = List.of(
            "decision_sha256",
            "fingerprint",
            "scope_fingerprint",
            "request_sha256",
            "snapshot_sha256",
            "policy_sha256");

    @Test
    void decide_onRandomCases_isWhatTheSpecSays() {
        Map<String, Integer> seen = compare(20_260_321L, 8_000);
        // The cases must reach every corner, or the comparison says little.
        assertThat(seen)
                .containsKeys("ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY", "OUT_OF_RANGE")
                .containsKeys("spike", "drop", "none", "insufficient_data")
                .containsKeys(
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
                        "shadow_mode_observed",
                        "rule_error");
    }

    @Test
    @Tag("long")
    void decide_onManyRandomCases_isWhatTheSpecSays() {
        for (long seed = 1; seed <= 50; seed++) {
            compare(seed, 10_000);
        }
    }

    private static Map<String, Integer> compare(long seed, int count) {
        RandomCases cases = new RandomCases(seed);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            RandomCases.Case next = cases.next();
            String where = "seed " + seed + ", case " + i;
            compare(next, where, seen);
        }
        return seen;
    }

    private static void compare(RandomCases.Case next, String where, Map<String, Integer> seen) {
        Policy policy = next.readPolicy();
        GateRequest request = next.readRequest(policy);
        Snapshot snapshot = SnapshotParser.parse(next.snapshot());
        NaiveInput input = new NaiveInput(
                policy.canonicalJson(),
                request.toJson(),
                next.snapshot(),
                request.environmentClass().wireName(),
                next.clockTime());
        String expected = expected(input, next.ruleResults());
        String actual = actual(policy, request, snapshot, next, seen);
        if (!actual.equals(expected)) {
            assertThat(actual).as("%s%n%s", where, next.describe()).isEqualTo(expected);
        }
    }

    private static String expected(NaiveInput input, Map<String, Boolean> ruleResults) {
        try {
            return CanonicalJson.text(new NaiveEngine(input).decide(ruleResults));
        } catch (NaiveValues.OutOfRange e) {
            return "OUT_OF_RANGE";
        }
    }

    private static String actual(
            Policy policy, GateRequest request, Snapshot snapshot, RandomCases.Case next, Map<String, Integer> seen) {
        try {
            Decision decision = GateEngine.create(next.rules()).decide(policy, request, snapshot, next.clockTime());
            seen.merge(decision.outcome().wireName(), 1, Integer::sum);
            seen.merge(decision.context().anomalyKind().wireName(), 1, Integer::sum);
            decision.reasonCodes().forEach(code -> seen.merge(code, 1, Integer::sum));
            return CanonicalJson.text(withoutHashes(decision.record()));
        } catch (RejectedException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.AMOUNT_OUT_OF_RANGE);
            seen.merge("OUT_OF_RANGE", 1, Integer::sum);
            return "OUT_OF_RANGE";
        }
    }

    private static JsonObject withoutHashes(JsonObject record) {
        JsonObject plain = record;
        for (String name : HASHES) {
            assertThat(((JsonString) plain.get(name)).value()).matches("[0-9a-f]{64}");
            plain = plain.without(name);
        }
        JsonObject context = (JsonObject) plain.get("computed_context");
        return plain.with("computed_context", context.without("policy_sha256"));
    }
}
