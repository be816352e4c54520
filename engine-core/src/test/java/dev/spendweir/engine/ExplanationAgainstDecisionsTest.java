package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.outcome.Explanation;
import dev.spendweir.outcome.Remedy;
import dev.spendweir.outcome.RemedyKind;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.StageStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every figure of an explanation, put into the raw inputs as somebody would who follows it: with it the decision is what
 * the explanation says, with one micro-unit less (or more, for the delta) it is not.
 */
class ExplanationAgainstDecisionsTest {

    private static final long SEED = 77_001L;
    private static final Amount MICRO = Amount.ofMicros(1);
    private static final Amount MAX = Amount.parse("1000000000000");

    private final Map<RemedyKind, Integer> seen = new EnumMap<>(RemedyKind.class);
    private int deltas;

    @Test
    void figures_ofRandomDecisions_holdAndAreTheLeast() {
        RandomCases cases = new RandomCases(SEED);
        for (int i = 0; i < 4_000; i++) {
            RandomCases.Case next = cases.next();
            Decision decision = decide(next);
            if (decision != null) {
                try {
                    check(next, decision);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + SEED + ", case " + i + "\n" + next.describe(), e);
                }
            }
        }
        assertThat(seen).containsOnlyKeys(RemedyKind.values());
        assertThat(deltas).isGreaterThan(100);
    }

    private void check(RandomCases.Case asked, Decision decision) {
        Explanation explanation = decision.explanation();
        RandomCases.Case applied = asked;
        boolean budgetApplied = false;
        for (Remedy remedy : explanation.remedies()) {
            seen.merge(remedy.kind(), 1, Integer::sum);
            if (remedy.kind() != RemedyKind.APPROVAL) {
                checkMoney(asked, remedy);
                boolean alternative = budgetApplied && remedy.kind() == RemedyKind.ADD_RESERVED_CREDITS;
                applied = alternative ? applied : with(applied, remedy.kind(), remedy.amount());
                budgetApplied |= remedy.kind() == RemedyKind.ADD_BUDGET;
            }
        }
        if (decision.mode() != Mode.SHADOW) {
            assertThat(decide(applied).outcome()).isEqualTo(explanation.outcomeIfApplied());
        } else if (decide(applied).baseOutcome() != explanation.outcomeIfApplied()) {
            assertThat(decide(applied).baseOutcome()).isEqualTo(explanation.outcomeIfApplied());
        }
        checkDelta(asked, explanation.maxAllowedDelta());
        boolean asks = decision.outcome() == Outcome.REQUIRE_APPROVAL;
        if (asks) {
            Remedy last = explanation.remedies().get(explanation.remedies().size() - 1);
            assertThat(last.route()).isEqualTo(decision.routing());
        }
    }

    private static void checkMoney(RandomCases.Case asked, Remedy remedy) {
        Amount amount = remedy.amount();
        assertThat(passes(decide(with(asked, remedy.kind(), amount)), remedy.kind()))
                .as("%s %s", remedy.kind(), amount)
                .isTrue();
        if (amount.isPositive()) {
            assertThat(passes(decide(with(asked, remedy.kind(), amount.minus(MICRO))), remedy.kind()))
                    .as("%s one less than %s", remedy.kind(), amount)
                    .isFalse();
        } else {
            // A first budget of 0: the least there is. Without it the budget is missing.
            assertThat(decide(asked).reasonCodes()).contains("no_budget_configured");
        }
    }

    private static boolean passes(Decision decision, RemedyKind kind) {
        return switch (kind) {
            case RAISE_PLAN_LIMIT ->
                decision.waterfall().stage(Stage.PLAN_LIMIT).status() == StageStatus.PASS;
            case RAISE_ENTERPRISE_CEILING ->
                decision.waterfall().stage(Stage.ENTERPRISE_CEILING).status() == StageStatus.PASS;
            case ADD_BUDGET, ADD_RESERVED_CREDITS ->
                decision.waterfall().uncovered().isZero();
            case APPROVAL -> true;
        };
    }

    private void checkDelta(RandomCases.Case asked, Amount max) {
        if (max == null) {
            assertThat(goesThrough(withDelta(asked, MICRO))).isFalse();
            return;
        }
        deltas++;
        assertThat(max).isGreaterThan(Amount.ZERO);
        assertThat(goesThrough(withDelta(asked, max))).isTrue();
        if (max.compareTo(MAX) < 0) {
            assertThat(goesThrough(withDelta(asked, max.plus(MICRO)))).isFalse();
        }
    }

    private static boolean goesThrough(RandomCases.Case changed) {
        Decision decision = decide(changed);
        return decision != null && decision.baseOutcome().compareTo(Outcome.ALLOW_WITH_CREDITS) <= 0;
    }

    /** Null when an amount leaves its range. */
    private static Decision decide(RandomCases.Case asked) {
        Policy policy = asked.readPolicy();
        try {
            return GateEngine.create(asked.rules())
                    .decide(
                            policy,
                            asked.readRequest(policy),
                            SnapshotParser.parse(asked.snapshot()),
                            asked.clockTime());
        } catch (RejectedException e) {
            return null;
        }
    }

    // ---- changes of the raw inputs ----

    private static Amount amount(JsonValue value) {
        return value == null || value == JsonNull.NULL ? Amount.ZERO : Amount.read(value);
    }

    private static RandomCases.Case with(RandomCases.Case asked, RemedyKind kind, Amount amount) {
        return switch (kind) {
            case RAISE_PLAN_LIMIT -> withCeiling(asked, "plan_monthly", amount);
            case RAISE_ENTERPRISE_CEILING -> withCeiling(asked, "enterprise_monthly", amount);
            case ADD_BUDGET -> withBudget(asked, amount);
            case ADD_RESERVED_CREDITS -> withCredit(asked, amount);
            case APPROVAL -> asked;
        };
    }

    private static RandomCases.Case withCeiling(RandomCases.Case asked, String name, Amount added) {
        JsonObject ceilings = (JsonObject) asked.policy().get("ceilings");
        Amount raised = amount(ceilings.get(name)).plus(added);
        ceilings = ceilings.with(name, Amount.toJson(raised));
        // A policy wants the enterprise's ceiling at least as high as the plan's; one above it stands in no way.
        Amount plan = amount(ceilings.get("plan_monthly"));
        JsonValue enterprise = ceilings.getNonNull("enterprise_monthly");
        if (enterprise != null && amount(enterprise).compareTo(plan) < 0) {
            assertThat(name).isEqualTo("plan_monthly");
            ceilings = ceilings.with("enterprise_monthly", Amount.toJson(plan));
        }
        return new RandomCases.Case(
                asked.policy().with("ceilings", ceilings),
                asked.request(),
                asked.snapshot(),
                asked.clockTime(),
                asked.ruleResults());
    }

    private static RandomCases.Case withSnapshot(RandomCases.Case asked, String name, JsonValue value) {
        return new RandomCases.Case(
                asked.policy(),
                asked.request(),
                asked.snapshot().with(name, value),
                asked.clockTime(),
                asked.ruleResults());
    }

    private static RandomCases.Case withBudget(RandomCases.Case asked, Amount added) {
        JsonValue budget = asked.snapshot().getNonNull("budget");
        Amount limit = budget == null ? Amount.ZERO : amount(((JsonObject) budget).get("monthly_limit"));
        JsonObject raised = JsonObject.builder()
                .put("monthly_limit", Amount.toJson(limit.plus(added)))
                .build();
        return withSnapshot(asked, "budget", raised);
    }

    private static RandomCases.Case withCredit(RandomCases.Case asked, Amount added) {
        List<JsonValue> grants = new ArrayList<>(((JsonArray) asked.snapshot().get("grants")).elements());
        grants.add(JsonObject.builder()
                .put("grant_id", "added")
                .put("pool", "reserved")
                .put("remaining", Amount.toJson(added))
                .put("created_at", "2020-01-01T00:00:00Z")
                .build());
        return withSnapshot(asked, "grants", new JsonArray(grants));
    }

    private static RandomCases.Case withDelta(RandomCases.Case asked, Amount delta) {
        return new RandomCases.Case(
                asked.policy(),
                asked.request().with("estimated_monthly_delta", new JsonString(delta.toString())),
                asked.snapshot(),
                asked.clockTime(),
                asked.ruleResults());
    }

    @Test
    void explanation_changesNothingInTheRecord() {
        RandomCases cases = new RandomCases(SEED + 1);
        for (int i = 0; i < 200; i++) {
            RandomCases.Case next = cases.next();
            Decision explained = decide(next);
            if (explained != null) {
                explained.explanation();
                assertThat(CanonicalJson.text(explained.record()))
                        .isEqualTo(CanonicalJson.text(decide(next).record()));
            }
        }
    }
}
