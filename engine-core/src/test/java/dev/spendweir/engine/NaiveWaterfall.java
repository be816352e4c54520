package dev.spendweir.engine;

import static dev.spendweir.engine.NaiveValues.amount;
import static dev.spendweir.engine.NaiveValues.at;
import static dev.spendweir.engine.NaiveValues.checked;
import static dev.spendweir.engine.NaiveValues.integer;
import static dev.spendweir.engine.NaiveValues.micros;
import static dev.spendweir.engine.NaiveValues.text;
import static java.math.BigInteger.ZERO;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The five stages, straight from the text of spec 1.7. */
final class NaiveWaterfall {

    private final JsonObject policy;
    private final JsonObject request;
    private final JsonObject snapshot;
    private final Instant clock;
    private final BigInteger amount;
    private final NaiveContext context;
    private final Map<String, String> status = new TreeMap<>();
    private BigInteger allocation = ZERO;
    private BigInteger uncovered = ZERO;
    private final List<JsonValue> draws = new ArrayList<>();
    private boolean emergencyDrawn;
    private String limiting;
    private String waterfallReason = "";
    private final JsonObject json;

    NaiveWaterfall(NaiveInput input, NaiveContext context) {
        policy = input.policy();
        request = input.request();
        snapshot = input.snapshot();
        clock = input.clock();
        amount = input.amount();
        this.context = context;
        json = compute();
    }

    BigInteger allocated() {
        return allocation;
    }

    BigInteger uncovered() {
        return uncovered;
    }

    List<JsonValue> draws() {
        return draws;
    }

    boolean drawsOnEmergency() {
        return emergencyDrawn;
    }

    /** Null: no stage stops the change. */
    String limiting() {
        return limiting;
    }

    String reason() {
        return waterfallReason;
    }

    JsonObject json() {
        return json;
    }

    private BigInteger usage(String name) {
        JsonValue usage = snapshot.getNonNull("usage");
        BigInteger value = usage == null ? null : micros(((JsonObject) usage).get(name));
        return value == null ? ZERO : value;
    }

    private BigInteger committed(String section, String prefix, NaiveContext.Series series) {
        String basis = text(at(policy, section, "basis"));
        BigInteger reserved = usage(prefix + "_reserved");
        return checked(
                switch (basis) {
                    case "commitments" -> reserved.add(usage(prefix + "_consumed"));
                    case "forecast" -> series.forecast.add(reserved).add(usage(prefix + "_settling"));
                    default -> series.upper.add(reserved).add(usage(prefix + "_settling"));
                });
    }

    private JsonObject compute() {
        BigInteger tenantCommitted = committed("ceilings", "tenant", context.tenant());
        List<JsonValue> stages = new ArrayList<>();
        stages.add(ceiling("plan_limit", "plan_monthly", tenantCommitted, amount));
        stages.add(allocation());
        List<JsonObject> reserved = eligible("reserved");
        List<JsonObject> emergency = eligible("emergency");
        stages.add(credits("reserved_credits", "reserved", reserved));
        BigInteger beforeEmergency = uncovered;
        stages.add(credits("emergency_credits", "emergency", emergency));
        emergencyDrawn = uncovered.compareTo(beforeEmergency) < 0;
        stages.add(ceiling("enterprise_ceiling", "enterprise_monthly", tenantCommitted, uncovered));
        if (status.get("plan_limit").equals("fail")) {
            limiting = "plan_limit";
            waterfallReason = "plan_limit_exceeded";
        } else if (uncovered.signum() > 0) {
            boolean none = reserved.isEmpty() && emergency.isEmpty();
            limiting = none ? "project_allocation" : "emergency_credits";
            waterfallReason = none ? "budget_exceeded" : "credits_exhausted";
        } else if (status.get("enterprise_ceiling").equals("fail")) {
            limiting = "enterprise_ceiling";
            waterfallReason = "enterprise_ceiling_exceeded";
        } else if (amount.signum() == 0) {
            waterfallReason = "no_cost_increase";
        } else if (status.get("project_allocation").equals("not_configured")) {
            waterfallReason = "no_budget_configured";
        } else if (draws.isEmpty()) {
            waterfallReason = "within_allocation";
        } else {
            waterfallReason = emergencyDrawn ? "covered_by_emergency_credits" : "covered_by_reserved_credits";
        }
        return JsonObject.builder()
                .put("stages", new JsonArray(stages))
                .put("draws", new JsonArray(draws))
                .put("limiting_stage", limiting)
                .put("reason", waterfallReason)
                .build();
    }

    private JsonObject stage(
            String name,
            String result,
            BigInteger limit,
            BigInteger committed,
            BigInteger headroom,
            BigInteger consumed,
            BigInteger remaining) {
        status.put(name, result);
        return JsonObject.builder()
                .put("stage", name)
                .put("status", result)
                .put("limit", amount(limit))
                .put("committed", amount(committed))
                .put("headroom", amount(headroom))
                .put("consumed", amount(consumed))
                .put("remaining", amount(remaining))
                .build();
    }

    private JsonObject ceiling(String name, String field, BigInteger committed, BigInteger remaining) {
        BigInteger limit = micros(at(policy, "ceilings", field));
        if (limit == null) {
            return stage(name, "not_configured", null, null, null, null, remaining);
        }
        BigInteger headroom = checked(limit.subtract(committed));
        boolean fits = amount.signum() == 0 || amount.compareTo(headroom) <= 0;
        return stage(name, fits ? "pass" : "fail", limit, committed, headroom, null, remaining);
    }

    private JsonObject allocation() {
        JsonValue budget = snapshot.getNonNull("budget");
        if (budget == null) {
            allocation = amount;
            uncovered = ZERO;
            return stage("project_allocation", "not_configured", null, null, null, amount, ZERO);
        }
        BigInteger limit = micros(((JsonObject) budget).get("monthly_limit"));
        BigInteger committed = committed("budgets", "project", context.project());
        BigInteger headroom = checked(limit.subtract(committed)).max(ZERO);
        allocation = amount.min(headroom);
        uncovered = amount.subtract(allocation);
        String result = "partial";
        if (uncovered.signum() == 0) {
            result = "covered";
        } else if (allocation.signum() == 0) {
            result = "exhausted";
        }
        return stage("project_allocation", result, limit, committed, headroom, allocation, uncovered);
    }

    private List<JsonObject> eligible(String pool) {
        JsonValue grants = snapshot.getNonNull("grants");
        List<JsonObject> eligible = new ArrayList<>();
        for (JsonValue element : grants == null ? List.<JsonValue>of() : ((JsonArray) grants).elements()) {
            JsonObject grant = (JsonObject) element;
            String project = text(grant.getNonNull("project_id"));
            boolean mine = project == null || project.equals(text(request.get("project_id")));
            boolean alive = expiry(grant).isAfter(clock);
            if (pool.equals(text(grant.get("pool")))
                    && micros(grant.get("remaining")).signum() > 0
                    && mine
                    && alive) {
                eligible.add(grant);
            }
        }
        eligible.sort(Comparator.<JsonObject>comparingLong(
                        g -> g.getNonNull("priority") == null ? 100 : integer(g.get("priority")))
                .thenComparing(NaiveWaterfall::expiry)
                .thenComparing(g -> g.getNonNull("project_id") == null ? 1 : 0)
                .thenComparing(g -> millis(text(g.get("created_at"))))
                .thenComparing(g -> text(g.get("grant_id"))));
        return eligible;
    }

    private static Instant expiry(JsonObject grant) {
        String expires = text(grant.getNonNull("expires_at"));
        return expires == null ? Instant.MAX : millis(expires);
    }

    private static Instant millis(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.MILLIS);
    }

    private JsonObject credits(String name, String pool, List<JsonObject> eligible) {
        BigInteger headroom = ZERO;
        for (JsonObject grant : eligible) {
            headroom = checked(headroom.add(micros(grant.get("remaining"))));
        }
        if (uncovered.signum() == 0) {
            return stage(name, "not_needed", null, null, headroom, ZERO, ZERO);
        }
        BigInteger before = uncovered;
        for (JsonObject grant : eligible) {
            BigInteger taken = uncovered.min(micros(grant.get("remaining")));
            if (taken.signum() > 0) {
                uncovered = uncovered.subtract(taken);
                draws.add(JsonObject.builder()
                        .put("grant_id", text(grant.get("grant_id")))
                        .put("pool", pool)
                        .put("amount", amount(taken))
                        .build());
            }
        }
        String result = uncovered.signum() == 0 ? "covered" : eligible.isEmpty() ? "none_available" : "partial";
        return stage(name, result, null, null, headroom, before.subtract(uncovered), uncovered);
    }
}
