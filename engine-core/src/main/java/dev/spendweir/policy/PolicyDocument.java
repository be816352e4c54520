package dev.spendweir.policy;

import dev.spendweir.amount.Amount;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked policy with every default filled in: the values of {@code spendweir.policy/v1} (spec 1.3). Made by
 * {@link PolicyReader}; immutable.
 *
 * @param currency ISO 4217 shape {@code [A-Z]{3}}
 * @param rules in document order
 */
public record PolicyDocument(
        String currency,
        Environments environments,
        Modes modes,
        Thresholds thresholds,
        Ceilings ceilings,
        Budgets budgets,
        DataQuality dataQuality,
        Credits credits,
        Approvals approvals,
        ContextSettings context,
        RiskSettings risk,
        List<Rule> rules,
        Reservations reservations,
        Actions actions) {

    /** The schema id of this version of the document. */
    public static final String SCHEMA = "spendweir.policy/v1";

    public PolicyDocument {
        rules = List.copyOf(rules);
    }

    /** What a missing or doubtful fact does to a decision: nothing, a question, or a denial. */
    public enum Guard {
        ALLOW("allow"),
        REQUIRE_APPROVAL("require_approval"),
        DENY("deny");

        private final String wireName;

        Guard(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /** What counts against a limit (spec 1.7). */
    public enum Basis {
        /** The limit is an allowance for cost increases granted in a calendar month. */
        COMMITMENTS("commitments"),
        /** The limit is a cap on what is spent in the month: forecast plus what is promised. */
        FORECAST("forecast"),
        /** Like {@link #FORECAST} with the upper edge of the forecast's band. */
        FORECAST_UPPER("forecast_upper");

        private final String wireName;

        Basis(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /** How the end of the month is forecast (spec 1.5). */
    public enum ForecastMethod {
        ROBUST_WEEKDAY("robust_weekday"),
        RUN_RATE("run_rate");

        private final String wireName;

        ForecastMethod(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /** What an approval carries: this very change, or the same change up to a price (spec 2.3). */
    public enum TokenBinding {
        EXACT("exact"),
        CAP("cap");

        private final String wireName;

        TokenBinding(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /** What a matched rule asks for (spec 1.6). */
    public enum RuleEffect {
        DENY("deny"),
        REQUIRE_APPROVAL("require_approval"),
        WARN("warn");

        private final String wireName;

        RuleEffect(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /** What becomes of a rule whose evaluation fails (spec 1.6). */
    public enum OnError {
        APPLY("apply"),
        SKIP("skip");

        private final String wireName;

        OnError(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * How environments are placed.
     *
     * @param nonprodAliases null: whatever is not prod is nonprod
     */
    public record Environments(
            List<String> prodAliases, @Nullable List<String> nonprodAliases) {
        public Environments {
            prodAliases = List.copyOf(prodAliases);
            nonprodAliases = nonprodAliases == null ? null : List.copyOf(nonprodAliases);
        }

        /** The class of a normalised environment name (spec 1.2): equal to an alias, or an alias and one of {@code -_./}. */
        public EnvironmentClass classOf(String environment) {
            if (namesOneOf(prodAliases, environment)) {
                return EnvironmentClass.PROD;
            }
            boolean nonprod = nonprodAliases == null || namesOneOf(nonprodAliases, environment);
            return nonprod ? EnvironmentClass.NONPROD : EnvironmentClass.PROD;
        }

        private static boolean namesOneOf(List<String> aliases, String environment) {
            for (int i = 0; i < aliases.size(); i++) {
                String alias = aliases.get(i);
                if (environment.startsWith(alias) && endsOrSeparates(environment, alias.length())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean endsOrSeparates(String environment, int at) {
            return environment.length() == at || "-_./".indexOf(environment.charAt(at)) >= 0;
        }
    }

    /** The modes; a source without entry, or a null in it, falls back (spec 1.3). */
    public record Modes(Mode defaultMode, Map<Source, SourceModes> bySource) {
        public Modes {
            bySource = Map.copyOf(bySource);
        }
    }

    /** The modes of one source, each null when not given. */
    public record SourceModes(
            @Nullable Mode defaultMode,
            @Nullable Mode prod,
            @Nullable Mode nonprod) {}

    /**
     * Amounts at which a change goes by itself, or not at all (spec 1.8); both are at least 0.
     *
     * @param autoApproveUpTo inclusive; not more than {@code hardDenyAbove}
     * @param hardDenyAbove exclusive; null: no such limit
     */
    public record Thresholds(
            Amount autoApproveUpTo, @Nullable Amount hardDenyAbove) {}

    /**
     * The tenant's two limits (spec 1.7).
     *
     * @param planMonthly null: not configured
     * @param enterpriseMonthly null: not configured; not less than {@code planMonthly}
     */
    public record Ceilings(
            @Nullable Amount planMonthly, @Nullable Amount enterpriseMonthly, Basis basis) {}

    /**
     * How project budgets count (spec 1.7).
     *
     * @param missing what a project without a budget does to a decision
     */
    public record Budgets(Basis basis, Guard missing) {}

    /**
     * What doubtful data does to a decision (spec 1.8).
     *
     * @param staleAfterDays 1..60
     */
    public record DataQuality(Guard unpriced, Guard stale, Guard unavailable, int staleAfterDays) {}

    /** How credits may be drawn: whether people must agree to emergency credits. */
    public record Credits(boolean emergencyRequiresApproval) {}

    /** A switch per environment class. */
    public record PerClass(boolean prod, boolean nonprod) {
        /** The switch of a class. */
        public boolean of(EnvironmentClass environmentClass) {
            return switch (environmentClass) {
                case PROD -> prod;
                case NONPROD -> nonprod;
            };
        }
    }

    /**
     * How approvals are asked for.
     *
     * @param defaultTtlSeconds 60..2592000; how long one may stay pending
     * @param executionTtlSeconds 60..2592000; how long after approval it may be consumed
     */
    public record Approvals(
            PerClass requiredFor,
            PerClass separationOfDuties,
            int defaultTtlSeconds,
            int executionTtlSeconds,
            TokenBinding tokenBinding,
            List<RoutingRule> routing) {
        public Approvals {
            routing = List.copyOf(routing);
        }
    }

    /**
     * One routing rule (spec 1.8, 10 A35).
     *
     * @param requiredPermission null: {@code approve.prod} or {@code approve.nonprod} by class
     * @param requiredApprovals 1..5
     * @param ttlSeconds null: the policy's default; 60..2592000
     */
    public record RoutingRule(
            String id,
            RoutingMatch match,
            List<Role> reviewerRoles,
            @Nullable String requiredPermission,
            int requiredApprovals,
            @Nullable Integer ttlSeconds) {
        public RoutingRule {
            reviewerRoles = List.copyOf(reviewerRoles);
        }
    }

    /**
     * The conditions of a routing rule (spec 1.8, 10 A77); null is not given, a list is never empty.
     *
     * @param actionPrefix plain prefixes of the action
     * @param monthlyDeltaMin inclusive, compared with the signed monthly delta
     * @param monthlyDeltaMax exclusive, compared with the signed monthly delta
     */
    public record RoutingMatch(
            @Nullable List<Source> source,
            @Nullable List<EnvironmentClass> environmentClass,
            @Nullable List<String> projectId,
            @Nullable List<RiskClass> riskClass,
            @Nullable List<String> actionPrefix,
            @Nullable Amount monthlyDeltaMin,
            @Nullable Amount monthlyDeltaMax) {

        /** No condition at all: every request matches. */
        public static final RoutingMatch ANY = new RoutingMatch(null, null, null, null, null, null, null);

        public RoutingMatch {
            source = copy(source);
            environmentClass = copy(environmentClass);
            projectId = copy(projectId);
            riskClass = copy(riskClass);
            actionPrefix = copy(actionPrefix);
        }

        private static <T> @Nullable List<T> copy(@Nullable List<T> list) {
            return list == null ? null : List.copyOf(list);
        }
    }

    /**
     * How the context is computed (spec 1.5).
     *
     * @param baselineDays 7..90
     */
    public record ContextSettings(ForecastMethod forecastMethod, int baselineDays, AnomalySettings anomaly) {}

    /**
     * When a day's cost is an anomaly (spec 1.5); none is negative.
     *
     * @param minPercent percent with at most 6 fraction digits, such as {@code 30}
     */
    public record AnomalySettings(Amount minPercent, Amount minDelta, Amount madMultiplier) {}

    /**
     * How risk is scored (spec 1.5); points 0..100.
     *
     * @param deltaBands strictly ascending by min
     */
    public record RiskSettings(
            RiskPoints points, List<DeltaBand> deltaBands, RiskClasses classes, List<String> destructiveVerbs) {
        public RiskSettings {
            deltaBands = List.copyOf(deltaBands);
            destructiveVerbs = List.copyOf(destructiveVerbs);
        }
    }

    /** The points of each risk factor but the delta bands, 0..100. */
    public record RiskPoints(
            int envProd, int forecastOverPlan, int anomalySpike, int destructiveAction, int costDataMissing) {}

    /**
     * Points for a monthly delta of at least {@code min}.
     *
     * @param min at least 0
     * @param points 0..100
     */
    public record DeltaBand(Amount min, int points) {}

    /** Lower bounds of the classes above {@code low}, 0..100, strictly ascending. */
    public record RiskClasses(int medium, int high, int critical) {}

    /**
     * One rule (spec 1.6).
     *
     * @param reason the reason it gives, default already filled in
     * @param messageExpression at most one of the two messages is set
     */
    public record Rule(
            String id,
            String when,
            RuleEffect effect,
            String reason,
            @Nullable String message,
            @Nullable String messageExpression,
            OnError onError) {}

    /**
     * How long holds may stand.
     *
     * @param ttlSeconds 1..2147483647; age at which an unreconciled reservation is overdue
     */
    public record Reservations(int ttlSeconds) {}

    /**
     * How queued actions are worked off (spec 5).
     *
     * @param maxAttempts 1..2147483647
     * @param retryBackoffSeconds 0..2147483647
     * @param leaseTtlSeconds 1..2147483647
     */
    public record Actions(int maxAttempts, int retryBackoffSeconds, int leaseTtlSeconds) {}
}
