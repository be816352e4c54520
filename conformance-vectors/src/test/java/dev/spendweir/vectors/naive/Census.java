package dev.spendweir.vectors.naive;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a set of cases reaches: outcomes, reasons, statuses, branches, error codes. */
final class Census {
    final Map<String, Integer> counts = new TreeMap<>();

    void add(String op, Map<String, Object> input, NaiveEngine.Answer answer) {
        count("op " + op);
        if (answer.error() != null) {
            count("error " + answer.error().get("code"));
            Object findings = answer.error().get("errors");
            for (Object finding : findings == null ? List.of() : Json.asList(findings)) {
                count("finding " + Json.at(finding, "code"));
            }
            return;
        }
        count("answered " + op);
        Object result = answer.result();
        switch (op) {
            case "decision.decide" -> {
                decision(result);
                context(Json.at(result, "computed_context"));
                waterfall(Json.at(result, "waterfall"));
                Contexts.forecastBranches(Case.read(input)).forEach(branch -> count("forecast " + branch));
            }
            case "decision.failsafe" -> decision(result);
            case "context.compute" -> context(result);
            case "waterfall.evaluate" -> waterfall(result);
            case "approval.apply" -> {
                count("approval " + Json.at(result, "status"));
                each(Json.at(result, "refusals"), "code", "refusal approval ");
            }
            case "reservation.apply" -> {
                each(Json.at(result, "reservations"), "status", "reservation ");
                each(Json.at(result, "refusals"), "code", "refusal reservation ");
            }
            case "policy.canonicalize" -> each(Json.at(result, "warnings"), "code", "lint ");
            case "request.normalize" -> count("class " + Json.at(result, "environment_class"));
            case "merkle.inclusion", "merkle.consistency" -> count(op + " valid " + Json.at(result, "valid"));
            default -> {}
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void each(Object list, String key, String prefix) {
        Json.asList(list).forEach(item -> count(prefix + Json.at(item, key)));
    }

    private void decision(Object record) {
        count("outcome " + Json.at(record, "outcome"));
        count("base_outcome " + Json.at(record, "base_outcome"));
        count("mode " + Json.at(record, "mode"));
        Json.asList(Json.at(record, "reason_codes")).forEach(reason -> count("reason " + reason));
        Json.asList(Json.at(record, "warnings")).forEach(warning -> count("warning " + warning));
        count("hold " + Json.at(record, "reservation_plan", "hold"));
        Object rule = Json.at(record, "routing", "rule_id");
        count("route " + (rule == null || rule.equals("default") ? rule : "own"));
    }

    private void context(Object context) {
        count("source " + Json.at(context, "data_source_mode"));
        count("anomaly " + Json.at(context, "anomaly_kind"));
        count("risk " + Json.at(context, "risk_class"));
        count("stale " + Json.at(context, "stale"));
        each(Json.at(context, "risk_factors"), "factor", "factor ");
    }

    private void waterfall(Object waterfall) {
        Json.asList(Json.at(waterfall, "stages"))
                .forEach(stage -> count("stage " + Json.at(stage, "stage") + " " + Json.at(stage, "status")));
        count("limiting " + Json.at(waterfall, "limiting_stage"));
    }
}
