package dev.spendweir.cli.demo;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sample data: a policy, 60 days of cost up to yesterday, budgets, a credit and three plans. Made from the day
 * alone, and such that on every day of every month the first two plans fit and the third does not.
 */
final class SampleData {

    /** The project that the priced plans are about. */
    static final String PROJECT = "payments";

    /** What budgets allow each project to spend in a month. */
    static final Map<String, String> BUDGETS = Map.of(PROJECT, "4000", "search", "2600", "platform", "1500");

    /** A credit that covers a part of what the second plan lacks. */
    static final String CREDIT = "150";

    private static final int DAYS = 60;

    /** Providers correct the last days of a bill. */
    private static final int DAYS_NOT_FINAL = 3;

    private SampleData() {}

    /**
     * The cost of a project on a day.
     *
     * @param isFinal whether the provider will not correct it any more
     */
    record Cost(LocalDate date, String project, Amount amount, boolean isFinal) {}

    /** Costs of the days before today, the oldest first. */
    static List<Cost> costs(LocalDate today) {
        List<Cost> costs = new ArrayList<>();
        for (int back = DAYS; back >= 1; back--) {
            LocalDate date = today.minusDays(back);
            boolean isFinal = back > DAYS_NOT_FINAL;
            costs.add(new Cost(date, PROJECT, daily(date, 104, 88, 7), isFinal));
            costs.add(new Cost(date, "search", daily(date, 66, 61, 5), isFinal));
            costs.add(new Cost(date, "platform", daily(date, 31, 31, 3), isFinal));
        }
        return costs;
    }

    /** Less at week-ends, a little up and down, and a support fee on the first of the month. */
    private static Amount daily(LocalDate date, int weekday, int weekend, int spread) {
        DayOfWeek day = date.getDayOfWeek();
        int base = day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY ? weekend : weekday;
        long wobbleCents = Math.floorMod(date.toEpochDay() * 37 + spread, spread * 100L);
        long cents = base * 100L + wobbleCents - spread * 50L + (date.getDayOfMonth() == 1 ? 4_000 : 0);
        return Amount.ofMicros(cents * (Amount.MICROS_PER_UNIT / 100));
    }

    /** The costs as {@code POST /v1/ingest} takes them, one envelope a line. */
    static String costLines(LocalDate today, String tenant, Instant now) {
        StringBuilder lines = new StringBuilder();
        for (Cost cost : costs(today)) {
            JsonObject payload = JsonObject.builder()
                    .put("date", cost.date().toString())
                    .put("project_id", cost.project())
                    .put("amount", Amount.toJson(cost.amount()))
                    .put("currency", "USD")
                    .put("final", cost.isFinal())
                    .build();
            JsonObject envelope = JsonObject.builder()
                    .put("tenant_id", tenant)
                    .put("event_id", "demo-" + cost.project() + "-" + cost.date())
                    .put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                    .put("agent_id", "spendweir-demo")
                    .put("schema_version", "1.0")
                    .put("created_at", now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("source", "demo")
                    .put("type", "cost.daily")
                    .put("payload", payload)
                    .build();
            lines.append(CanonicalJson.text(envelope)).append('\n');
        }
        return lines.toString();
    }

    /** The day in UTC, which is the gate's day. */
    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** The policy, YAML. */
    static byte[] policy() {
        return resource("policy.yaml");
    }

    /** A plan that {@code terraform} made of {@code release-plan.tf}, from built-in resources, which cost nothing. */
    static byte[] releasePlan() {
        return resource("release-plan.json");
    }

    /** A plan that fits: a database, two web servers, a load balancer and what belongs to them. */
    static byte[] checkoutPlan() {
        return resource("checkout-plan.json");
    }

    /** A plan that does not fit: three large machines with their disks. */
    static byte[] fraudPlan() {
        return resource("fraud-plan.json");
    }

    private static byte[] resource(String name) {
        try (InputStream in = SampleData.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
