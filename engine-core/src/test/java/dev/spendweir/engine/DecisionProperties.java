package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.testing.DecisionGenerators;
import dev.spendweir.testing.DecisionInputs;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.MoneyGenerators;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Draw;
import dev.spendweir.waterfall.WaterfallResult;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The laws of whole decisions (spec 8, last point), on inputs that shrink. More tries by -Dspendweir.properties.tries=N. */
class DecisionProperties {

    private static final List<String> LISTS = List.of("cost_history", "project_cost_history", "grants");

    /** A law that holds where nothing happens says nothing: the inputs reach every outcome. */
    @Property(tries = 1000)
    void everyOutcomeIsReached(@ForAll("decisions") DecisionInputs given) {
        Statistics.collect(given.decide().baseOutcome());
        Statistics.coverage(coverage -> {
            for (Outcome outcome : Outcome.values()) {
                coverage.check(outcome).count(times -> times >= 3);
            }
        });
    }

    @Property
    void sameInputsGiveTheSameBytes(@ForAll("decisions") DecisionInputs given) {
        assertThat(given.decide().recordBytes()).isEqualTo(given.decide().recordBytes());
    }

    @Property
    void orderOfRowsAndGrantsNeverMatters(@ForAll("decisions") DecisionInputs given, @ForAll Random random) {
        DecisionInputs shuffled = given;
        for (String name : LISTS) {
            if (given.snapshot().get(name) instanceof JsonArray list) {
                List<JsonValue> elements = new ArrayList<>(list.elements());
                Collections.shuffle(elements, random);
                shuffled = shuffled.withSnapshot(name, new JsonArray(elements));
            }
        }
        assertThat(shuffled.decide().recordBytes()).isEqualTo(given.decide().recordBytes());
    }

    @Property
    void rowsAfterTheClocksDateChangeNothingButTheSnapshotsHash(@ForAll("decisions") DecisionInputs given) {
        LocalDate day = LocalDate.ofInstant(given.clockTime(), ZoneOffset.UTC);
        JsonObject row = JsonObject.builder()
                .put("date", day.plusDays(40).toString())
                .put("amount", "12345")
                .build();
        Decision other = given.withSnapshot("cost_history", appended(given, "cost_history", row))
                .decide();
        Decision decision = given.decide();
        assertThat(withoutHashes(other)).isEqualTo(withoutHashes(decision));
        assertThat(other.decisionSha256()).isNotEqualTo(decision.decisionSha256());
    }

    @Property
    void snapshotsNormaliseOnce(@ForAll("decisions") DecisionInputs given) {
        JsonObject once = SnapshotParser.parse(given.snapshot()).toJson();
        assertThat(SnapshotParser.parse(once).toJson()).isEqualTo(once);
        assertThat(SnapshotParser.parse(once).sha256())
                .isEqualTo(SnapshotParser.parse(given.snapshot()).sha256());
    }

    @Property
    void partsOfTheWaterfallSumToTheAmount(@ForAll("decisions") DecisionInputs given) {
        Decision decision = given.decide();
        WaterfallResult waterfall = decision.waterfall();
        Amount sum = waterfall.allocated().plus(waterfall.uncovered());
        for (Draw draw : waterfall.draws()) {
            assertThat(draw.amount()).isGreaterThan(Amount.ZERO);
            sum = sum.plus(draw.amount());
        }
        assertThat(sum).isEqualTo(waterfall.amount());
        if (decision.reservationPlan() != null) {
            assertThat(decision.reservationPlan().total()).isEqualTo(waterfall.amount());
        }
    }

    @Property
    void noGrantIsOverdrawn(@ForAll("decisions") DecisionInputs given) {
        JsonArray grants = (JsonArray) Json.at(given.snapshot(), "/grants");
        for (Draw draw : given.decide().waterfall().draws()) {
            JsonValue grant = grants.elements().stream()
                    .filter(each -> Json.at(each, "/grant_id").equals(new JsonString(draw.grantId())))
                    .findFirst()
                    .orElseThrow();
            assertThat(draw.amount()).isLessThanOrEqualTo(Amount.read(Json.at(grant, "/remaining")));
        }
        assertThat(given.decide().waterfall().draws()).extracting(Draw::grantId).doesNotHaveDuplicates();
    }

    @Property
    void softNeverDeniesAndShadowNeverStops(@ForAll("decisions") DecisionInputs given) {
        Outcome hard = inMode(given, "hard").outcome();
        Outcome soft = inMode(given, "soft").outcome();
        assertThat(soft).isEqualTo(hard == Outcome.DENY ? Outcome.REQUIRE_APPROVAL : hard);
        assertThat(inMode(given, "shadow").outcome()).isEqualTo(Outcome.ALLOW);
    }

    @Property
    void moreDeltaIsNeverMilder(
            @ForAll("hardDecisions") DecisionInputs given, @ForAll @From("positiveMicros") long more) {
        Amount delta = Amount.read(given.request().get("estimated_monthly_delta"));
        DecisionInputs asksMore = given.withRequest("estimated_monthly_delta", sum(delta, more));
        assertThat(outcome(asksMore)).isGreaterThanOrEqualTo(outcome(given));
    }

    @Property
    void moreBudgetIsNeverHarsher(
            @ForAll("hardDecisions") DecisionInputs given, @ForAll @From("positiveMicros") long more) {
        // No budget at all is no small budget, but no limit (spec 1.7).
        Assume.that(given.snapshot().get("budget") instanceof JsonObject);
        Amount limit = Amount.read(Json.at(given.snapshot(), "/budget/monthly_limit"));
        JsonObject larger =
                JsonObject.builder().put("monthly_limit", sum(limit, more)).build();
        assertThat(outcome(given.withSnapshot("budget", larger))).isLessThanOrEqualTo(outcome(given));
    }

    @Property
    void anotherGrantIsNeverHarsher(
            @ForAll("hardDecisions") DecisionInputs given,
            @ForAll @From("positiveMicros") long more,
            @ForAll boolean emergency) {
        JsonObject grant = JsonObject.builder()
                .put("grant_id", "more")
                .put("pool", emergency ? "emergency" : "reserved")
                .put("remaining", MoneyGenerators.wire(more))
                .put("created_at", "2019-01-01T00:00:00Z")
                .build();
        assertThat(outcome(given.withSnapshot("grants", appended(given, "grants", grant))))
                .isLessThanOrEqualTo(outcome(given));
    }

    @Property
    void largerGrantsAreNeverHarsher(
            @ForAll("hardDecisions") DecisionInputs given, @ForAll @From("positiveMicros") long more) {
        JsonArray grants = (JsonArray) Json.at(given.snapshot(), "/grants");
        JsonArray larger = JsonArray.of(grants.elements().stream()
                .map(grant ->
                        ((JsonObject) grant).with("remaining", sum(Amount.read(Json.at(grant, "/remaining")), more))));
        assertThat(outcome(given.withSnapshot("grants", larger))).isLessThanOrEqualTo(outcome(given));
    }

    @Property
    void moreIsPromisedAlreadyIsNeverMilder(
            @ForAll("hardDecisions") DecisionInputs given, @ForAll @From("positiveMicros") long more) {
        JsonObject usage = (JsonObject) Json.at(given.snapshot(), "/usage");
        for (String name : usage.names()) {
            usage = usage.with(name, sum(Amount.read(usage.get(name)), more));
        }
        assertThat(outcome(given.withSnapshot("usage", usage))).isGreaterThanOrEqualTo(outcome(given));
    }

    private static Decision inMode(DecisionInputs given, String mode) {
        return given.withPolicy("modes", Json.object("{'default':'" + mode + "'}"))
                .decide();
    }

    /** The outcome; a case whose sums leave 64 bits has none, and no place in the order (spec 10 A15b). */
    private static Outcome outcome(DecisionInputs given) {
        Optional<Outcome> outcome;
        try {
            outcome = Optional.of(given.decide().outcome());
        } catch (RejectedException e) {
            outcome = Optional.empty();
        }
        Assume.that(outcome.isPresent());
        return outcome.orElseThrow();
    }

    private static JsonValue sum(Amount amount, long more) {
        return Amount.toJson(amount.plus(Amount.ofMicros(more)));
    }

    private static JsonArray appended(DecisionInputs given, String name, JsonValue element) {
        List<JsonValue> elements = new ArrayList<>(((JsonArray) Json.at(given.snapshot(), "/" + name)).elements());
        elements.add(element);
        return new JsonArray(elements);
    }

    private static JsonObject withoutHashes(Decision decision) {
        return decision.record().without("snapshot_sha256").without("decision_sha256");
    }

    @Provide
    Arbitrary<DecisionInputs> decisions() {
        return DecisionGenerators.decisions();
    }

    @Provide
    Arbitrary<DecisionInputs> hardDecisions() {
        return DecisionGenerators.hardDecisions();
    }

    @Provide
    Arbitrary<Long> positiveMicros() {
        return MoneyGenerators.meetingMicros().filter(micros -> micros > 0);
    }
}
