package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The four inputs of a decision, good ones, with amounts at the edges that the others set. */
final class RandomDecisions {
    private static final BigDecimal LIMIT = new BigDecimal("1000000000000");

    private final Dice dice;
    private final RandomAmounts amounts;
    private final RandomMoments moments;
    private final RandomHistories histories;
    private final RandomPolicies policies;

    /** Amounts at which something changes: a budget's headroom, with and without credits, a ceiling's. */
    private final List<BigDecimal> edges = new ArrayList<>();

    RandomDecisions(Dice dice) {
        this.dice = dice;
        amounts = new RandomAmounts(dice);
        moments = new RandomMoments(dice);
        histories = new RandomHistories(dice);
        policies = new RandomPolicies(dice);
    }

    Map<String, Object> input() {
        Map<String, Object> policy = policies.policy(false);
        LocalDate day = moments.day();
        Instant clock = moments.on(day);
        Map<String, Object> snapshot = snapshot(day, clock);
        edge(Json.at(policy, "thresholds", "auto_approve_up_to"), BigDecimal.ZERO);
        edge(Json.at(policy, "thresholds", "hard_deny_above"), BigDecimal.ZERO);
        BigDecimal committed = used(snapshot, "tenant_reserved").add(used(snapshot, "tenant_consumed"));
        edge(Json.at(policy, "ceilings", "plan_monthly"), committed);
        edge(Json.at(policy, "ceilings", "enterprise_monthly"), committed);
        return Json.object(
                "policy", policy, "request", request(), "snapshot", snapshot, "clock_time", moments.spelled(clock));
    }

    Map<String, Object> policy(boolean withRules) {
        return policies.policy(withRules);
    }

    private void edge(Object limit, BigDecimal committed) {
        if (limit != null) {
            edges.add(value(limit).subtract(committed));
        }
    }

    private static BigDecimal value(Object amount) {
        return new BigDecimal(amount instanceof JsonNumber number ? number.text() : (String) amount);
    }

    private static BigDecimal used(Map<String, Object> snapshot, String key) {
        Object amount = Json.at(snapshot, "usage", key);
        return amount == null ? BigDecimal.ZERO : value(amount);
    }

    Map<String, Object> request() {
        Map<String, Object> request = Json.object(
                "tenant_id", dice.pick("acme", " acme ", "T-1.x_y"),
                "source", dice.pick("terraform", "terraform", "k8s_admission", "cloud_event", "llm_call", "custom"),
                "project_id", dice.pick("payments", "payments", "search", "Payments", "\u00e9 \ud83d\ude00"),
                "environment", dice.pick("prod", "staging", "dev", "PROD-eu", "live", "qa", "production/x", "prodx"),
                "action",
                        dice.pick(
                                "terraform.apply",
                                "terraform.destroy",
                                "vm.create",
                                "vmx.create",
                                "k8s.delete",
                                "Terraform.Replace",
                                "apply"),
                "resource_reference", dice.pick("infra@main", "x/y z", "\uff61"),
                "estimated_monthly_delta", amounts.spelled(delta()),
                "requester_id", dice.pick("alice", "bob"),
                "idempotency_key", dice.pick("run-1", "run-2"));
        maybe(request, 20, "currency", dice.percent(90) ? dice.pick("USD", " USD", null) : "EUR");
        maybe(request, 2, "estimated_hourly_delta", amounts.anything());
        maybe(request, 30, "estimated_hourly_delta", amounts.spelled(amounts.usual()));
        maybe(request, 15, "dry_run", dice.pick(true, false, null));
        maybe(request, 25, "unpriced_resources", JsonNumber.of(dice.pick(0, 1, 7)));
        maybe(request, 25, "metadata", metadata(1));
        return request;
    }

    private void maybe(Map<String, Object> target, int percent, String key, Object value) {
        if (dice.percent(percent)) {
            target.put(key, value);
        }
    }

    private BigDecimal delta() {
        if (!edges.isEmpty() && dice.percent(45)) {
            return amounts.near(dice.pick(edges)).min(LIMIT).max(LIMIT.negate());
        }
        return switch (dice.below(10)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> amounts.usual().negate();
            case 2 ->
                dice.pick(
                        BigDecimal.valueOf(100),
                        BigDecimal.valueOf(500),
                        BigDecimal.valueOf(1000),
                        BigDecimal.valueOf(10000),
                        LIMIT);
            default -> amounts.usual();
        };
    }

    private Object metadata(int depth) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = dice.below(4); i > 0; i--) {
            metadata.put(
                    dice.pick("a", "b", "\uff61", "\ud83d\ude00", ""),
                    depth < 4 && dice.percent(40) ? metadata(depth + 1) : leaf());
        }
        return metadata;
    }

    private Object leaf() {
        return dice.pick(
                "x",
                " y ",
                null,
                true,
                new JsonNumber("1.50"),
                new JsonNumber("1e3"),
                new JsonNumber("-0"),
                new JsonNumber("9007199254740991"),
                new JsonNumber("0.1"),
                "\u0001",
                List.of());
    }

    private Map<String, Object> snapshot(LocalDate day, Instant clock) {
        Map<String, Object> snapshot = Json.object(
                "policy_version",
                JsonNumber.of(dice.below(1000)),
                "cost_source",
                dice.percent(90) ? "available" : "unavailable");
        Map<LocalDate, BigDecimal> days = histories.days(day);
        snapshot.put("cost_history", histories.rows(days, day));
        maybe(snapshot, 60, "project_cost_history", histories.rows(histories.part(days, day), day));
        maybe(
                snapshot,
                50,
                "complete_through",
                day.minusDays(dice.between(-2, 6)).toString());
        Map<String, Object> usage = new LinkedHashMap<>();
        for (String key : new String[] {
            "tenant_reserved",
            "tenant_consumed",
            "tenant_settling",
            "project_reserved",
            "project_consumed",
            "project_settling"
        }) {
            maybe(usage, 60, key, amounts.spelled(amounts.usual()));
        }
        maybe(snapshot, 70, "usage", usage);
        List<Object> grants = dice.percent(70) ? grants(clock) : new ArrayList<>();
        snapshot.put("grants", grants);
        if (dice.percent(75)) {
            BigDecimal limit = amounts.usual().multiply(BigDecimal.valueOf(dice.pick(1, 1, 20)));
            snapshot.put("budget", Json.object("monthly_limit", amounts.spelled(limit)));
            BigDecimal headroom = limit.subtract(used(snapshot, "project_reserved"))
                    .subtract(used(snapshot, "project_consumed"))
                    .max(BigDecimal.ZERO);
            edges.add(headroom);
            BigDecimal credits = BigDecimal.ZERO;
            for (Object grant : grants) {
                credits = credits.add(value(Json.at(grant, "remaining")));
                edges.add(headroom.add(credits));
            }
        }
        return snapshot;
    }

    private List<Object> grants(Instant clock) {
        List<String> ids = new ArrayList<>(List.of("a", "b", "B", "\uff61", "\ud83d\ude00", "g-1"));
        dice.shuffle(ids);
        List<Object> grants = new ArrayList<>();
        for (int i = dice.between(1, 6); i > 0; i--) {
            Map<String, Object> grant = Json.object(
                    "grant_id", ids.get(i - 1),
                    "pool", dice.pick("reserved", "reserved", "emergency"),
                    "remaining", amounts.spelled(amounts.usual()),
                    "created_at",
                            dice.pick("2025-01-01T00:00:00Z", "2025-01-01T00:00:00.0005Z", "2025-01-02T00:00:00Z"));
            maybe(grant, 40, "priority", JsonNumber.of(dice.pick(1, 100, 100, -5)));
            maybe(grant, 40, "project_id", dice.pick("payments", "payments", "search", null));
            maybe(grant, 50, "expires_at", dice.percent(80) ? moments.spelled(moments.near(clock)) : null);
            grants.add(grant);
        }
        return grants;
    }
}
