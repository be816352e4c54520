package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The five stages that an amount has to pass (spec 1.7, spec 10 A60-A65). */
final class Waterfall {
    private final Case given;
    private final Map<String, Object> context;
    private final BigInteger amount;
    private final List<Object> stages = new ArrayList<>();
    private final List<Object> draws = new ArrayList<>();
    private BigInteger allocation;
    private BigInteger remaining;
    private String limitingStage;
    private String reason;

    private Waterfall(Case given, Map<String, Object> context) {
        this.given = given;
        this.context = context;
        amount = Requests.amount(given.request());
    }

    /** Runs all stages on a context that was computed from the same case. */
    static Waterfall run(Case given, Map<String, Object> context) {
        Waterfall waterfall = new Waterfall(given, context);
        waterfall.run();
        return waterfall;
    }

    private void run() {
        remaining = amount;
        BigInteger committed = committed("ceilings", "tenant_", "");
        boolean planFails = ceiling("plan_limit", "plan_monthly", committed);
        projectAllocation();
        boolean anyGrant = credits("reserved_credits", "reserved");
        anyGrant |= credits("emergency_credits", "emergency");
        boolean enterpriseFails = ceiling("enterprise_ceiling", "enterprise_monthly", committed);
        if (planFails) {
            limit("plan_limit", "plan_limit_exceeded");
        } else if (remaining.signum() > 0) {
            limit(
                    anyGrant ? "emergency_credits" : "project_allocation",
                    anyGrant ? "credits_exhausted" : "budget_exceeded");
        } else if (enterpriseFails) {
            limit("enterprise_ceiling", "enterprise_ceiling_exceeded");
        } else {
            reason = passingReason();
        }
    }

    private void limit(String stage, String code) {
        limitingStage = stage;
        reason = code;
    }

    private String passingReason() {
        if (amount.signum() == 0) {
            return "no_cost_increase";
        }
        if (!given.hasBudget()) {
            return "no_budget_configured";
        }
        if (draws.isEmpty()) {
            return "within_allocation";
        }
        return drewFrom("emergency") ? "covered_by_emergency_credits" : "covered_by_reserved_credits";
    }

    /** What already counts against a limit, by the basis of the policy's section. */
    private BigInteger committed(String section, String usagePrefix, String contextPrefix) {
        String basis = (String) Json.at(given.policy(), section, "basis");
        BigInteger reserved = usage(usagePrefix + "reserved");
        BigInteger committed;
        if (basis.equals("commitments")) {
            committed = reserved.add(usage(usagePrefix + "consumed"));
        } else {
            String forecast = contextPrefix + (basis.equals("forecast") ? "forecast_eom" : "forecast_upper");
            committed = Micros.of(context.get(forecast)).add(reserved).add(usage(usagePrefix + "settling"));
        }
        return Micros.finished(committed);
    }

    private BigInteger usage(String key) {
        return Micros.of(Json.at(given.snapshot(), "usage", key));
    }

    private boolean ceiling(String stage, String policyKey, BigInteger committed) {
        BigInteger limit = Micros.of(Json.at(given.policy(), "ceilings", policyKey));
        if (limit == null) {
            report(stage, "not_configured", null, null, null, null);
            return false;
        }
        BigInteger headroom = Micros.finished(limit.subtract(committed));
        boolean passes = amount.signum() == 0 || amount.compareTo(headroom) <= 0;
        report(stage, passes ? "pass" : "fail", limit, committed, headroom, null);
        return !passes;
    }

    private void projectAllocation() {
        if (!given.hasBudget()) {
            allocation = amount;
            remaining = Micros.ZERO;
            report("project_allocation", "not_configured", null, null, null, allocation);
            return;
        }
        BigInteger limit = Micros.of(Json.at(given.snapshot(), "budget", "monthly_limit"));
        BigInteger committed = committed("budgets", "project_", "project_");
        BigInteger headroom = Micros.finished(limit.subtract(committed).max(Micros.ZERO));
        allocation = amount.min(headroom);
        remaining = amount.subtract(allocation);
        String shortOf = allocation.signum() == 0 ? "exhausted" : "partial";
        report(
                "project_allocation",
                remaining.signum() == 0 ? "covered" : shortOf,
                limit,
                committed,
                headroom,
                allocation);
    }

    /** Draws what is still to cover from one pool; true when the pool has an eligible grant. */
    private boolean credits(String stage, String pool) {
        List<Object> eligible = Json.asList(given.snapshot().get("grants")).stream()
                .filter(grant -> isEligible(grant, pool))
                .sorted(drawOrder())
                .toList();
        BigInteger headroom = Micros.finished(Micros.sum(eligible.stream()
                .map(grant -> Micros.of(Json.at(grant, "remaining")))
                .toList()));
        if (remaining.signum() == 0) {
            report(stage, "not_needed", null, null, headroom, Micros.ZERO);
            return !eligible.isEmpty();
        }
        BigInteger before = remaining;
        for (Object grant : eligible) {
            BigInteger drawn = remaining.min(Micros.of(Json.at(grant, "remaining")));
            if (drawn.signum() > 0) {
                draws.add(Json.object(
                        "grant_id", Json.at(grant, "grant_id"), "pool", pool, "amount", Micros.format(drawn)));
                remaining = remaining.subtract(drawn);
            }
        }
        String some = remaining.signum() == 0 ? "covered" : "partial";
        report(stage, eligible.isEmpty() ? "none_available" : some, null, null, headroom, before.subtract(remaining));
        return !eligible.isEmpty();
    }

    private boolean isEligible(Object grant, String pool) {
        Long expires = Moments.parseTime(Json.at(grant, "expires_at"));
        Object project = Json.at(grant, "project_id");
        return pool.equals(Json.at(grant, "pool"))
                && Micros.of(Json.at(grant, "remaining")).signum() > 0
                && (expires == null || expires > given.clockTime())
                && (project == null || project.equals(given.request().get("project_id")));
    }

    private static Comparator<Object> drawOrder() {
        // Times are written with a fixed width, so their texts sort as the times do.
        Comparator<String> nullLast = Comparator.nullsLast(Comparator.naturalOrder());
        return Comparator.comparing((Object grant) -> ((JsonNumber) Json.at(grant, "priority")).integerValue())
                .thenComparing(grant -> (String) Json.at(grant, "expires_at"), nullLast)
                .thenComparing(grant -> Json.at(grant, "project_id") == null ? 1 : 0)
                .thenComparing(grant -> (String) Json.at(grant, "created_at"))
                .thenComparing(grant -> (String) Json.at(grant, "grant_id"));
    }

    private void report(
            String stage,
            String status,
            BigInteger limit,
            BigInteger committed,
            BigInteger headroom,
            BigInteger consumed) {
        stages.add(Json.object(
                "stage", stage,
                "status", status,
                "limit", Micros.format(limit),
                "committed", Micros.format(committed),
                "headroom", Micros.format(headroom),
                "consumed", Micros.format(consumed),
                "remaining", Micros.format(remaining)));
    }

    boolean drewFrom(String pool) {
        return draws.stream().anyMatch(draw -> pool.equals(Json.at(draw, "pool")));
    }

    boolean drewCredits() {
        return !draws.isEmpty();
    }

    String limitingStage() {
        return limitingStage;
    }

    String reason() {
        return reason;
    }

    /** The part of a reservation that this waterfall would hold (spec 1.8). */
    Map<String, Object> plan(String hold) {
        return Json.object(
                "hold",
                hold,
                "allocation",
                Micros.format(allocation),
                "draws",
                draws,
                "uncovered",
                Micros.format(remaining));
    }

    Map<String, Object> result() {
        return Json.object("stages", stages, "draws", draws, "limiting_stage", limitingStage, "reason", reason);
    }
}
