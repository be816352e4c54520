package dev.spendweir.testing;

import static dev.spendweir.testing.MoneyGenerators.meetingMicros;
import static dev.spendweir.testing.MoneyGenerators.wire;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Inputs of whole decisions whose amounts meet: limits, usage, credits and deltas are made of few values, so that every edge
 * and every outcome is reached. They shrink to an empty policy and an empty snapshot.
 */
public final class DecisionGenerators {

    private static final LocalDate FIRST_DAY = LocalDate.parse("2023-12-25");

    private DecisionGenerators() {}

    /** Decisions under policies without rules. */
    public static Arbitrary<DecisionInputs> decisions() {
        // Edge cases of so many parts are too many to combine; the parts' values are edges already.
        return Combinators.combine(clockTimes(), policies(), requests(), SnapshotGenerators.snapshots())
                .as((clock, policy, request, snapshot) ->
                        new DecisionInputs(policy, request, snapshot.apply(clock), clock))
                .withoutEdgeCases();
    }

    /** As {@link #decisions}, all in hard mode. */
    public static Arbitrary<DecisionInputs> hardDecisions() {
        JsonObject hard = Json.object("{'default':'hard'}");
        return decisions().map(given -> given.withPolicy("modes", hard));
    }

    /** Times whose days are often the first, second or last of a month, or around a leap day. */
    public static Arbitrary<Instant> clockTimes() {
        Arbitrary<LocalDate> any = Arbitraries.integers().between(0, 1500).map(FIRST_DAY::plusDays);
        Arbitrary<LocalDate> edges = Arbitraries.of(
                        "2024-01-01",
                        "2024-02-28",
                        "2024-02-29",
                        "2024-03-01",
                        "2024-12-31",
                        "2025-02-28",
                        "2025-04-02")
                .map(LocalDate::parse);
        Arbitrary<Long> ofDay = Arbitraries.of(43_200_000L, 0L, 86_399_999L);
        return Combinators.combine(Arbitraries.frequencyOf(Tuple.of(2, any), Tuple.of(1, edges)), ofDay)
                .as((day, millis) ->
                        day.atStartOfDay(ZoneOffset.UTC).toInstant().plusMillis(millis));
    }

    private static Arbitrary<JsonObject> policies() {
        return PolicyGenerators.policies(meetingMicros())
                .map(policy -> policy.without("rules").without("currency"));
    }

    private static Arbitrary<JsonObject> requests() {
        Arbitrary<Long> deltas = Arbitraries.frequencyOf(
                Tuple.of(9, meetingMicros()), Tuple.of(1, meetingMicros().map(micros -> -micros)));
        Arbitrary<Integer> unpriced = Arbitraries.frequency(Tuple.of(7, 0), Tuple.of(1, 1));
        return Combinators.combine(
                        Arbitraries.of("custom", "terraform", "k8s_admission", "cloud_event", "llm_call"),
                        Arbitraries.of("staging", "prod", "live-eu", "x y", "dev-eu"),
                        Arbitraries.of("vm.create", "terraform.destroy", "db.scale"),
                        deltas,
                        unpriced,
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as((source, environment, action, delta, unknown, dryRun) -> RequestGenerators.sample()
                        .with("source", new JsonString(source))
                        .with("environment", new JsonString(environment))
                        .with("action", new JsonString(action))
                        .with("estimated_monthly_delta", new JsonString(signed(delta)))
                        .with("unpriced_resources", JsonNumber.of(unknown))
                        .with("dry_run", JsonBoolean.of(dryRun)));
    }

    private static String signed(long micros) {
        return micros < 0 ? "-" + wire(-micros) : wire(micros);
    }
}
