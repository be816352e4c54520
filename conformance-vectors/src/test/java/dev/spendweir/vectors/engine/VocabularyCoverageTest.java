package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.context.AnomalyKind;
import dev.spendweir.context.DataSourceMode;
import dev.spendweir.context.RiskFactor;
import dev.spendweir.outcome.Hold;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.vectors.file.ConformanceVector;
import dev.spendweir.vectors.file.VectorFiles;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.StageStatus;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every word that the engine knows is in the answers of at least three vectors; a new word without vectors fails here. */
class VocabularyCoverageTest {
    private static final int FLOOR = 3;
    private static final Map<String, Integer> COUNTS = new HashMap<>();

    /** Reasons that only a rule engine can give: their vectors come with the family rules_cel. */
    private static final Set<ReasonCode> OF_RULES = EnumSet.of(ReasonCode.RULE_ERROR, ReasonCode.RULE_ERROR_SKIPPED);

    @BeforeAll
    static void count() throws IOException {
        for (ConformanceVector vector : VectorFiles.load(VectorFiles.root())) {
            Set<String> seen = new HashSet<>();
            collect("", vector.expect().get("result"), seen);
            seen.forEach(word -> COUNTS.merge(word, 1, Integer::sum));
        }
    }

    private static void collect(String key, Object value, Set<String> seen) {
        if (value instanceof Map) {
            Object stage = Json.at(value, "stage");
            if (stage != null) {
                seen.add(stage + "=" + Json.at(value, "status"));
            }
            Json.asObject(value).forEach((name, member) -> collect(name, member, seen));
        } else if (value instanceof List) {
            Json.asList(value).forEach(item -> collect(key, item, seen));
        } else if (value instanceof String text) {
            seen.add(key + "=" + text);
        }
    }

    private static int count(String key, String word) {
        return COUNTS.getOrDefault(key + "=" + word, 0);
    }

    private static <T> void met(String key, T[] words, Function<T, String> wireName) {
        assertThat(words)
                .allSatisfy(word -> assertThat(count(key, wireName.apply(word)))
                        .as("%s of %s", wireName.apply(word), key)
                        .isGreaterThanOrEqualTo(FLOOR));
    }

    @Test
    void reasonCodes_areMet_butThoseOfRules() {
        for (ReasonCode reason : ReasonCode.values()) {
            int met = count("reason_codes", reason.wireName());
            if (OF_RULES.contains(reason)) {
                assertThat(met).as("%s is no exception any more", reason).isZero();
            } else {
                assertThat(met).as(reason.wireName()).isGreaterThanOrEqualTo(FLOOR);
            }
        }
    }

    @Test
    void wordsOfDecisions_areMet() {
        met("outcome", Outcome.values(), Outcome::wireName);
        met("base_outcome", Outcome.values(), Outcome::wireName);
        met("mode", Mode.values(), Mode::wireName);
        met("hold", Hold.values(), Hold::wireName);
        met("environment_class", EnvironmentClass.values(), EnvironmentClass::wireName);
    }

    @Test
    void wordsOfContexts_areMet() {
        met("data_source_mode", DataSourceMode.values(), DataSourceMode::wireName);
        met("anomaly_kind", AnomalyKind.values(), AnomalyKind::wireName);
        met("risk_class", RiskClass.values(), RiskClass::wireName);
        met("factor", RiskFactor.values(), RiskFactor::wireName);
    }

    @Test
    void statusesOfEachStage_areMet() {
        Map<Stage, Set<StageStatus>> possible = Map.of(
                Stage.PLAN_LIMIT, EnumSet.of(StageStatus.NOT_CONFIGURED, StageStatus.PASS, StageStatus.FAIL),
                Stage.PROJECT_ALLOCATION,
                        EnumSet.of(
                                StageStatus.NOT_CONFIGURED,
                                StageStatus.COVERED,
                                StageStatus.PARTIAL,
                                StageStatus.EXHAUSTED),
                Stage.RESERVED_CREDITS, credits(),
                Stage.EMERGENCY_CREDITS, credits(),
                Stage.ENTERPRISE_CEILING, EnumSet.of(StageStatus.NOT_CONFIGURED, StageStatus.PASS, StageStatus.FAIL));
        assertThat(possible).containsOnlyKeys(Stage.values());
        assertThat(possible.values().stream().flatMap(Set::stream)).contains(StageStatus.values());
        possible.forEach((stage, statuses) ->
                statuses.forEach(status -> assertThat(count(stage.wireName(), status.wireName()))
                        .as("%s of %s", status, stage)
                        .isGreaterThanOrEqualTo(FLOOR)));
    }

    private static Set<StageStatus> credits() {
        return EnumSet.of(StageStatus.NOT_NEEDED, StageStatus.COVERED, StageStatus.PARTIAL, StageStatus.NONE_AVAILABLE);
    }

    @Test
    void statusesOfMachines_areMet() {
        met("status", ApprovalStatus.values(), ApprovalStatus::wireName);
        met("status", HoldStatus.values(), HoldStatus::wireName);
    }

    /** A default is met by an input that leaves the member out, or has a null there, and is answered with a result. */
    @Test
    void defaultsOfInputs_areMet() throws IOException {
        Map<String, Integer> left = new HashMap<>();
        for (ConformanceVector vector : VectorFiles.load(VectorFiles.root())) {
            if (vector.expect().containsKey("result")) {
                Set<String> out = new HashSet<>();
                DEFAULTED.forEach((path, members) -> each(vector.input(), path.split("/"), 0, object -> {
                    for (String member : members.split(" ")) {
                        if (object.get(member) == null) {
                            out.add(path + " " + member);
                        }
                    }
                }));
                out.forEach(member -> left.merge(member, 1, Integer::sum));
            }
        }
        List<String> rare = DEFAULTED.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getValue().split(" ")).map(member -> entry.getKey() + " " + member))
                .filter(member -> left.getOrDefault(member, 0) < FLOOR)
                .toList();
        assertThat(rare).isEmpty();
    }

    /** Members with a default by spec 1.2 to 1.8 and 10, below the inputs of ops; * is every element. */
    private static final Map<String, String> DEFAULTED = Map.of(
            "request", "currency estimated_hourly_delta dry_run unpriced_resources metadata",
            "snapshot", "cost_history project_cost_history complete_through usage budget grants",
            "snapshot/usage",
                    "tenant_reserved tenant_consumed tenant_settling project_reserved project_consumed project_settling",
            "snapshot/cost_history/*", "final",
            "snapshot/grants/*", "priority project_id expires_at",
            "policy/approvals/routing/*", "match reviewer_roles required_permission required_approvals ttl_seconds",
            "policy/approvals/routing/*/match",
                    "source environment_class project_id risk_class action_prefix monthly_delta_min monthly_delta_max",
            "policy/rules/*", "reason message message_expression on_error",
            "envelope/payload", "project_id final");

    private static void each(
            Object here, String[] path, int at, java.util.function.Consumer<Map<String, Object>> action) {
        if (at == path.length) {
            if (here instanceof Map) {
                action.accept(Json.asObject(here));
            }
        } else if (path[at].equals("*")) {
            if (here instanceof List) {
                Json.asList(here).forEach(item -> each(item, path, at + 1, action));
            }
        } else if (here instanceof Map) {
            each(Json.asObject(here).get(path[at]), path, at + 1, action);
        }
    }
}
