package dev.spendweir.policy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument.Actions;
import dev.spendweir.policy.PolicyDocument.Approvals;
import dev.spendweir.policy.PolicyDocument.Ceilings;
import dev.spendweir.policy.PolicyDocument.ContextSettings;
import dev.spendweir.policy.PolicyDocument.DataQuality;
import dev.spendweir.policy.PolicyDocument.DeltaBand;
import dev.spendweir.policy.PolicyDocument.Modes;
import dev.spendweir.policy.PolicyDocument.PerClass;
import dev.spendweir.policy.PolicyDocument.RiskPoints;
import dev.spendweir.policy.PolicyDocument.RiskSettings;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.policy.PolicyDocument.Rule;
import dev.spendweir.policy.PolicyDocument.SourceModes;
import dev.spendweir.policy.PolicyDocument.Thresholds;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The canonical form of a policy as JSON values: every field, also those that are null (spec 1.3, 10 A27). */
final class PolicyJson {

    private PolicyJson() {}

    static JsonObject of(PolicyDocument policy) {
        return JsonObject.builder()
                .put("actions", actions(policy.actions()))
                .put("approvals", approvals(policy.approvals()))
                .put("budgets", budgets(policy.budgets()))
                .put("ceilings", ceilings(policy.ceilings()))
                .put("context", context(policy.context()))
                .put("credits", credits(policy.credits()))
                .put("currency", policy.currency())
                .put("data_quality", dataQuality(policy.dataQuality()))
                .put("environments", environments(policy.environments()))
                .put("modes", modes(policy.modes()))
                .put("reservations", reservations(policy.reservations()))
                .put("risk", risk(policy.risk()))
                .put("rules", list(policy.rules(), PolicyJson::rule))
                .put("schema", PolicyDocument.SCHEMA)
                .put("thresholds", thresholds(policy.thresholds()))
                .build();
    }

    private static JsonObject environments(PolicyDocument.Environments environments) {
        return JsonObject.builder()
                .put("nonprod_aliases", environments.nonprodAliases())
                .put("prod_aliases", environments.prodAliases())
                .build();
    }

    private static JsonObject modes(Modes modes) {
        JsonObject.Builder json =
                JsonObject.builder().put("default", modes.defaultMode().wireName());
        for (Source source : Source.values()) {
            json.put(source.wireName(), sourceModes(modes.bySource().get(source)));
        }
        return json.build();
    }

    private static JsonObject sourceModes(@Nullable SourceModes modes) {
        return JsonObject.builder()
                .put("default", word(modes == null ? null : modes.defaultMode(), Mode::wireName))
                .put("nonprod", word(modes == null ? null : modes.nonprod(), Mode::wireName))
                .put("prod", word(modes == null ? null : modes.prod(), Mode::wireName))
                .build();
    }

    private static JsonObject thresholds(Thresholds thresholds) {
        return JsonObject.builder()
                .put("auto_approve_up_to", Amount.toJson(thresholds.autoApproveUpTo()))
                .put("hard_deny_above", Amount.toJson(thresholds.hardDenyAbove()))
                .build();
    }

    private static JsonObject ceilings(Ceilings ceilings) {
        return JsonObject.builder()
                .put("basis", ceilings.basis().wireName())
                .put("enterprise_monthly", Amount.toJson(ceilings.enterpriseMonthly()))
                .put("plan_monthly", Amount.toJson(ceilings.planMonthly()))
                .build();
    }

    private static JsonObject budgets(PolicyDocument.Budgets budgets) {
        return JsonObject.builder()
                .put("basis", budgets.basis().wireName())
                .put("missing", budgets.missing().wireName())
                .build();
    }

    private static JsonObject dataQuality(DataQuality quality) {
        return JsonObject.builder()
                .put("stale", quality.stale().wireName())
                .put("stale_after_days", quality.staleAfterDays())
                .put("unavailable", quality.unavailable().wireName())
                .put("unpriced", quality.unpriced().wireName())
                .build();
    }

    private static JsonObject credits(PolicyDocument.Credits credits) {
        return JsonObject.builder()
                .put("emergency_requires_approval", credits.emergencyRequiresApproval())
                .build();
    }

    private static JsonObject approvals(Approvals approvals) {
        return JsonObject.builder()
                .put("default_ttl_seconds", approvals.defaultTtlSeconds())
                .put("execution_ttl_seconds", approvals.executionTtlSeconds())
                .put("required_for", perClass(approvals.requiredFor()))
                .put("routing", list(approvals.routing(), PolicyJson::route))
                .put("separation_of_duties", perClass(approvals.separationOfDuties()))
                .put("token_binding", approvals.tokenBinding().wireName())
                .build();
    }

    private static JsonObject perClass(PerClass switches) {
        return JsonObject.builder()
                .put("nonprod", switches.nonprod())
                .put("prod", switches.prod())
                .build();
    }

    private static JsonObject route(RoutingRule route) {
        Integer ttl = route.ttlSeconds();
        return JsonObject.builder()
                .put("id", route.id())
                .put("match", match(route.match()))
                .put("required_approvals", route.requiredApprovals())
                .put("required_permission", route.requiredPermission())
                .put("reviewer_roles", list(route.reviewerRoles(), role -> new JsonString(role.wireName())))
                .put("ttl_seconds", ttl == null ? JsonNull.NULL : JsonNumber.of(ttl))
                .build();
    }

    private static JsonObject match(RoutingMatch match) {
        return JsonObject.builder()
                .put("action_prefix", match.actionPrefix())
                .put("environment_class", words(match.environmentClass(), EnvironmentClass::wireName))
                .put("monthly_delta_max", Amount.toJson(match.monthlyDeltaMax()))
                .put("monthly_delta_min", Amount.toJson(match.monthlyDeltaMin()))
                .put("project_id", match.projectId())
                .put("risk_class", words(match.riskClass(), RiskClass::wireName))
                .put("source", words(match.source(), Source::wireName))
                .build();
    }

    private static JsonObject context(ContextSettings context) {
        JsonObject anomaly = JsonObject.builder()
                .put("mad_multiplier", Amount.toJson(context.anomaly().madMultiplier()))
                .put("min_delta", Amount.toJson(context.anomaly().minDelta()))
                .put("min_percent", Amount.toJson(context.anomaly().minPercent()))
                .build();
        return JsonObject.builder()
                .put("anomaly", anomaly)
                .put("baseline_days", context.baselineDays())
                .put("forecast_method", context.forecastMethod().wireName())
                .build();
    }

    private static JsonObject risk(RiskSettings risk) {
        JsonObject classes = JsonObject.builder()
                .put("critical", risk.classes().critical())
                .put("high", risk.classes().high())
                .put("medium", risk.classes().medium())
                .build();
        return JsonObject.builder()
                .put("classes", classes)
                .put("delta_bands", list(risk.deltaBands(), PolicyJson::band))
                .put("destructive_verbs", risk.destructiveVerbs())
                .put("points", points(risk.points()))
                .build();
    }

    private static JsonObject points(RiskPoints points) {
        return JsonObject.builder()
                .put("anomaly_spike", points.anomalySpike())
                .put("cost_data_missing", points.costDataMissing())
                .put("destructive_action", points.destructiveAction())
                .put("env_prod", points.envProd())
                .put("forecast_over_plan", points.forecastOverPlan())
                .build();
    }

    private static JsonObject band(DeltaBand band) {
        return JsonObject.builder()
                .put("min", Amount.toJson(band.min()))
                .put("points", band.points())
                .build();
    }

    private static JsonObject rule(Rule rule) {
        return JsonObject.builder()
                .put("effect", rule.effect().wireName())
                .put("id", rule.id())
                .put("message", rule.message())
                .put("message_expression", rule.messageExpression())
                .put("on_error", rule.onError().wireName())
                .put("reason", rule.reason())
                .put("when", rule.when())
                .build();
    }

    private static JsonObject reservations(PolicyDocument.Reservations reservations) {
        return JsonObject.builder()
                .put("ttl_seconds", reservations.ttlSeconds())
                .build();
    }

    private static JsonObject actions(Actions actions) {
        return JsonObject.builder()
                .put("lease_ttl_seconds", actions.leaseTtlSeconds())
                .put("max_attempts", actions.maxAttempts())
                .put("retry_backoff_seconds", actions.retryBackoffSeconds())
                .build();
    }

    private static <T> @Nullable String word(@Nullable T value, Function<T, String> wireName) {
        return value == null ? null : wireName.apply(value);
    }

    private static <T> JsonValue words(@Nullable List<T> values, Function<T, String> wireName) {
        return values == null ? JsonNull.NULL : list(values, value -> new JsonString(wireName.apply(value)));
    }

    private static <T> JsonArray list(List<T> values, Function<T, JsonValue> json) {
        return JsonArray.of(values.stream().map(json));
    }
}
