package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The risk score of a request and what it is made of (spec 1.5). */
final class Risk {
    private static final int CAP = 100;

    final List<Object> factors = new ArrayList<>();
    final int score;
    final String riskClass;

    Risk(
            Object policy,
            Map<String, Object> request,
            String environmentClass,
            String dataSourceMode,
            BigInteger eom,
            Anomaly anomaly) {
        Object risk = policy(policy);
        add("env_prod", environmentClass.equals("prod"), points(risk, "env_prod"));
        add("delta_band", true, bandPoints(risk, Requests.monthlyDelta(request)));
        boolean overPlan = isOverPlan(Json.at(policy, "ceilings", "plan_monthly"), eom, request);
        add("forecast_over_plan", overPlan, points(risk, "forecast_over_plan"));
        add("anomaly_spike", anomaly.kind().equals("spike"), points(risk, "anomaly_spike"));
        String action = (String) request.get("action");
        String verb = action.substring(action.lastIndexOf('.') + 1);
        boolean destructive = Json.asList(Json.at(risk, "destructive_verbs")).contains(verb);
        add("destructive_action", destructive, points(risk, "destructive_action"));
        boolean missing = dataSourceMode.equals("none") || dataSourceMode.equals("unavailable");
        add("cost_data_missing", missing, points(risk, "cost_data_missing"));
        score = Math.min(
                CAP,
                factors.stream().mapToInt(f -> integer(Json.at(f, "points"))).sum());
        riskClass = classOf(Json.at(risk, "classes"));
    }

    private static Object policy(Object policy) {
        return Json.at(policy, "risk");
    }

    private void add(String factor, boolean holds, int points) {
        if (holds && points > 0) {
            factors.add(Json.object("factor", factor, "points", JsonNumber.of(points)));
        }
    }

    private static int points(Object risk, String factor) {
        return integer(Json.at(risk, "points", factor));
    }

    private static int integer(Object number) {
        return ((JsonNumber) number).integerValue().intValueExact();
    }

    private static int bandPoints(Object risk, BigInteger delta) {
        int points = 0;
        for (Object band : Json.asList(Json.at(risk, "delta_bands"))) {
            if (Micros.of(Json.at(band, "min")).compareTo(delta) <= 0) {
                points = integer(Json.at(band, "points"));
            }
        }
        return points;
    }

    private static boolean isOverPlan(Object planLimit, BigInteger eom, Map<String, Object> request) {
        return planLimit != null
                && Micros.finished(eom.add(Requests.amount(request))).compareTo(Micros.of(planLimit)) > 0;
    }

    private String classOf(Object classes) {
        String reached = "low";
        for (String name : List.of("medium", "high", "critical")) {
            if (score >= integer(Json.at(classes, name))) {
                reached = name;
            }
        }
        return reached;
    }
}
