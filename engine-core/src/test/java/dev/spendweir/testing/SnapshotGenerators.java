package dev.spendweir.testing;

import static dev.spendweir.testing.MoneyGenerators.meetingMicros;
import static dev.spendweir.testing.MoneyGenerators.wire;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Valid snapshots around a time. They shrink to one without rows, grants, budget and usage. */
public final class SnapshotGenerators {

    private static final int MAX_ROWS = 75;
    private static final int MAX_GRANTS = 5;

    private static final List<String> USAGE = List.of(
            "tenant_reserved",
            "tenant_consumed",
            "tenant_settling",
            "project_reserved",
            "project_consumed",
            "project_settling");

    private SnapshotGenerators() {}

    /** Whole snapshots, for a decision at that time about project {@code payments}. */
    public static Arbitrary<JsonObject> snapshots(Instant clockTime) {
        return snapshots().map(snapshot -> snapshot.apply(clockTime));
    }

    /** Snapshots that are yet to be told their time. */
    static Arbitrary<Function<Instant, JsonObject>> snapshots() {
        Arbitrary<JsonObject> fixed = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(9, "available"), Tuple.of(1, "unavailable")),
                        usage(),
                        meetingMicros()
                                .map(limit -> (JsonValue) JsonObject.builder()
                                        .put("monthly_limit", wire(limit))
                                        .build())
                                .injectNull(0.25),
                        Arbitraries.integers().between(0, 99))
                .as((source, usage, budget, version) -> JsonObject.builder()
                        .put("policy_version", version)
                        .put("cost_source", source)
                        .put("usage", usage)
                        .put("budget", budget == null ? JsonNull.NULL : budget)
                        .build());
        return Combinators.combine(
                        fixed,
                        histories(),
                        histories().injectNull(0.3),
                        Arbitraries.integers().between(-1, 9).injectNull(0.5),
                        grants())
                .as((snapshot, rows, projectRows, behind, grants) -> (Function<Instant, JsonObject>) clock -> {
                    LocalDate day = LocalDate.ofInstant(clock, ZoneOffset.UTC);
                    return snapshot.with("cost_history", rows.apply(day))
                            .with("project_cost_history", projectRows == null ? JsonNull.NULL : projectRows.apply(day))
                            .with("complete_through", behind == null ? JsonNull.NULL : date(day.minusDays(behind)))
                            .with("grants", grants.apply(clock));
                })
                .withoutEdgeCases();
    }

    private static JsonString date(LocalDate date) {
        return new JsonString(date.toString());
    }

    /** As {@link #histories()}, around that day. */
    public static Arbitrary<JsonArray> histories(LocalDate day) {
        return histories().map(rows -> rows.apply(day));
    }

    /**
     * Cost histories that end around a day: up to {@value #MAX_ROWS} days with gaps, refunds, in either order, some rows after
     * the day.
     */
    private static Arbitrary<Function<LocalDate, JsonArray>> histories() {
        Arbitrary<Long> amounts = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.longs().between(1, 9).map(tens -> tens * 10_000_000L)),
                Tuple.of(3, meetingMicros()),
                Tuple.of(1, meetingMicros().map(micros -> -micros)));
        Arbitrary<Day> days = Combinators.combine(
                        amounts.injectNull(0.1), Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
                .as(Day::new);
        Arbitrary<Integer> ends = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(-3, 50)));
        return Combinators.combine(days.list().ofMaxSize(MAX_ROWS), ends, Arbitraries.of(false, true))
                .as((costs, end, newestFirst) -> day -> rows(costs, day.minusDays(end), newestFirst));
    }

    /** A day's cost; none for a gap. */
    private record Day(Long micros, boolean isFinal) {}

    private static JsonArray rows(List<Day> days, LocalDate last, boolean newestFirst) {
        List<JsonValue> rows = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            Day cost = days.get(i);
            if (cost.micros() != null) {
                rows.add(JsonObject.builder()
                        .put("date", last.minusDays(i).toString())
                        .put("amount", signed(cost.micros()))
                        .put("final", JsonBoolean.of(cost.isFinal()))
                        .build());
            }
        }
        if (!newestFirst) {
            Collections.reverse(rows);
        }
        return new JsonArray(rows);
    }

    private static String signed(long micros) {
        return micros < 0 ? "-" + wire(-micros) : wire(micros);
    }

    private static Arbitrary<JsonObject> usage() {
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0L)), Tuple.of(1, meetingMicros()))
                .list()
                .ofSize(USAGE.size())
                .map(amounts -> {
                    JsonObject.Builder usage = JsonObject.builder();
                    for (int i = 0; i < amounts.size(); i++) {
                        usage.put(USAGE.get(i), wire(amounts.get(i)));
                    }
                    return usage.build();
                });
    }

    /** As {@link #grants()}, at that time. */
    public static Arbitrary<JsonArray> grants(Instant clockTime) {
        return grants().map(grants -> grants.apply(clockTime));
    }

    /** Lists of grants of both pools, some of other projects, some expiring at the time or a millisecond beside it. */
    private static Arbitrary<Function<Instant, JsonArray>> grants() {
        Arbitrary<JsonObject> optional = PolicyGenerators.members(Map.of(
                "project_id", Arbitraries.of("payments", "search").map(JsonString::new),
                "priority", Arbitraries.of(1, 100, 7).map(JsonNumber::of)));
        Arbitrary<Function<Instant, JsonObject>> grant = Combinators.combine(
                        optional,
                        Arbitraries.of("reserved", "emergency"),
                        meetingMicros(),
                        Arbitraries.of(-1L, 0L, 1L, 86_400_000L).injectNull(0.4),
                        Arbitraries.integers().between(1, 3))
                .as((given, pool, remaining, expiry, created) -> clock -> given.with("pool", new JsonString(pool))
                        .with("remaining", new JsonString(wire(remaining)))
                        .with("expires_at", expiry == null ? JsonNull.NULL : time(clock.plusMillis(expiry)))
                        .with("created_at", new JsonString("2020-01-0" + created + "T00:00:00Z")));
        return grant.list().ofMaxSize(MAX_GRANTS).map(grants -> clock -> {
            List<JsonValue> named = new ArrayList<>();
            for (Function<Instant, JsonObject> each : grants) {
                named.add(each.apply(clock).with("grant_id", new JsonString("g" + named.size())));
            }
            return new JsonArray(named);
        });
    }

    private static JsonString time(Instant time) {
        return new JsonString(ClockTime.format(time));
    }
}
