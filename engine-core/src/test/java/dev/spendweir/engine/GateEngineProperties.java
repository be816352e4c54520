package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Draw;
import dev.spendweir.waterfall.WaterfallResult;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** Properties of whole decisions (spec 8); a seed stands for a case, so shrinking would lead nowhere. */
class GateEngineProperties {

    private static RandomCases.Case caseOf(long seed) {
        return new RandomCases(seed).next();
    }

    private static Decision decide(RandomCases.Case asked) {
        Policy policy = asked.readPolicy();
        return GateEngine.create(asked.rules())
                .decide(policy, asked.readRequest(policy), SnapshotParser.parse(asked.snapshot()), asked.clockTime());
    }

    private static Decision decideOrSkip(RandomCases.Case asked) {
        try {
            return decide(asked);
        } catch (RejectedException e) {
            Assume.that(false);
            throw e;
        }
    }

    private static RandomCases.Case withSnapshot(RandomCases.Case asked, JsonObject snapshot) {
        return new RandomCases.Case(asked.policy(), asked.request(), snapshot, asked.clockTime(), asked.ruleResults());
    }

    private static JsonObject shuffled(JsonObject snapshot, String name, Random random) {
        JsonValue list = snapshot.get(name);
        if (!(list instanceof JsonArray array)) {
            return snapshot;
        }
        List<JsonValue> elements = new ArrayList<>(array.elements());
        Collections.shuffle(elements, random);
        return snapshot.with(name, new JsonArray(elements));
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void orderOfRowsAndGrants_neverMatters(@ForAll long seed) {
        RandomCases.Case asked = caseOf(seed);
        Decision decision = decideOrSkip(asked);
        Random random = new Random(seed);
        JsonObject snapshot = asked.snapshot();
        for (String name : List.of("cost_history", "project_cost_history", "grants")) {
            snapshot = shuffled(snapshot, name, random);
        }
        assertThat(decide(withSnapshot(asked, snapshot)).recordBytes()).isEqualTo(decision.recordBytes());
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void rowsAfterTheClocksDate_changeNothingButTheSnapshotsHash(@ForAll long seed) {
        RandomCases.Case asked = caseOf(seed);
        Decision decision = decideOrSkip(asked);
        Assume.that(asked.clockTime().isBefore(java.time.Instant.parse("9000-01-01T00:00:00Z")));
        List<JsonValue> rows = new ArrayList<>(((JsonArray) asked.snapshot().get("cost_history")).elements());
        String future =
                NaiveValues.time(asked.clockTime().plus(40, ChronoUnit.DAYS)).substring(0, 10);
        rows.add(JsonObject.builder().put("date", future).put("amount", "12345").build());
        Decision other = decide(withSnapshot(asked, asked.snapshot().with("cost_history", new JsonArray(rows))));
        assertThat(withoutHashes(other)).isEqualTo(withoutHashes(decision));
        assertThat(other.decisionSha256()).isNotEqualTo(decision.decisionSha256());
    }

    private static JsonObject withoutHashes(Decision decision) {
        return decision.record().without("snapshot_sha256").without("decision_sha256");
    }

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    void partsOfTheWaterfall_sumToTheAmount(@ForAll long seed) {
        WaterfallResult waterfall = decideOrSkip(caseOf(seed)).waterfall();
        Amount sum = waterfall.allocated().plus(waterfall.uncovered());
        for (Draw draw : waterfall.draws()) {
            assertThat(draw.amount()).isGreaterThan(Amount.ZERO);
            sum = sum.plus(draw.amount());
        }
        assertThat(sum).isEqualTo(waterfall.amount());
    }

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    void reservationPlan_holdsExactlyTheAmountOrNothing(@ForAll long seed) {
        Decision decision = decideOrSkip(caseOf(seed));
        if (decision.reservationPlan() != null) {
            assertThat(decision.reservationPlan().total())
                    .isEqualTo(decision.waterfall().amount());
        }
    }

    // ---- monotonicity: hard mode, no rules ----

    private static RandomCases.Case hardWithoutRules(RandomCases.Case asked) {
        JsonObject modes = JsonObject.builder().put("default", "hard").build();
        return new RandomCases.Case(
                asked.policy().with("modes", modes).with("rules", JsonArray.EMPTY),
                asked.request(),
                asked.snapshot(),
                asked.clockTime(),
                asked.ruleResults());
    }

    private static Amount amount(JsonValue value) {
        return value == null || value == JsonNull.NULL ? Amount.ZERO : Amount.read(value);
    }

    @Property(tries = 800, shrinking = ShrinkingMode.OFF)
    void moreDelta_isNeverMilder(@ForAll long seed, @ForAll @LongRange(min = 1, max = 20_000_000_000L) long more) {
        RandomCases.Case asked = hardWithoutRules(caseOf(seed));
        Outcome before = decideOrSkip(asked).outcome();
        Amount delta = amount(asked.request().get("estimated_monthly_delta"));
        Amount larger = delta.plus(Amount.ofMicros(more)).min(Amount.parse("1000000000000"));
        JsonObject request = asked.request().with("estimated_monthly_delta", new JsonString(larger.toString()));
        RandomCases.Case changed =
                new RandomCases.Case(asked.policy(), request, asked.snapshot(), asked.clockTime(), asked.ruleResults());
        assertThat(decideOrSkip(changed).outcome()).isGreaterThanOrEqualTo(before);
    }

    @Property(tries = 800, shrinking = ShrinkingMode.OFF)
    void moreBudget_isNeverHarsher(@ForAll long seed, @ForAll @LongRange(min = 1, max = 20_000_000_000L) long more) {
        RandomCases.Case asked = hardWithoutRules(caseOf(seed));
        JsonValue budget = asked.snapshot().getNonNull("budget");
        Assume.that(budget != null);
        Outcome before = decideOrSkip(asked).outcome();
        Amount limit = amount(((JsonObject) budget).get("monthly_limit"));
        Amount larger = limit.plus(Amount.ofMicros(more)).min(Amount.parse("1000000000000"));
        JsonObject raised =
                JsonObject.builder().put("monthly_limit", larger.toString()).build();
        Decision after = decideOrSkip(withSnapshot(asked, asked.snapshot().with("budget", raised)));
        assertThat(after.outcome()).isLessThanOrEqualTo(before);
    }

    @Property(tries = 800, shrinking = ShrinkingMode.OFF)
    void moreReservedCredit_isNeverHarsher(
            @ForAll long seed, @ForAll @LongRange(min = 1, max = 20_000_000_000L) long more) {
        RandomCases.Case asked = hardWithoutRules(caseOf(seed));
        Outcome before = decideOrSkip(asked).outcome();
        List<JsonValue> grants = new ArrayList<>(((JsonArray) asked.snapshot().get("grants")).elements());
        grants.add(JsonObject.builder()
                .put("grant_id", "more")
                .put("pool", "reserved")
                .put("remaining", Amount.ofMicros(more).toString())
                .put("created_at", "2020-01-01T00:00:00Z")
                .build());
        Decision after = decideOrSkip(withSnapshot(asked, asked.snapshot().with("grants", new JsonArray(grants))));
        assertThat(after.outcome()).isLessThanOrEqualTo(before);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void sameInputs_giveTheSameBytes(@ForAll long seed) {
        assertThat(decideOrSkip(caseOf(seed)).recordBytes())
                .isEqualTo(decideOrSkip(caseOf(seed)).recordBytes());
    }
}
