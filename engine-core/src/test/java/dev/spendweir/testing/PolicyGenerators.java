package dev.spendweir.testing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random valid policies: each field absent, null or some good value, with all contradictions avoided. They shrink to {@code {}}. */
public final class PolicyGenerators {

    private final Arbitrary<Long> micros;

    private PolicyGenerators(Arbitrary<Long> micros) {
        this.micros = micros;
    }

    /** Valid policies of every section, with amounts of the whole range. */
    public static Arbitrary<JsonObject> policies() {
        return policies(MoneyGenerators.anyMicros());
    }

    /** Valid policies of every section, with such amounts of at least 0. */
    public static Arbitrary<JsonObject> policies(Arbitrary<Long> micros) {
        return new PolicyGenerators(micros).policy();
    }

    private Arbitrary<JsonObject> policy() {
        Map<String, Arbitrary<? extends JsonValue>> sections = new LinkedHashMap<>();
        sections.put("schema", Arbitraries.just(new JsonString("spendweir.policy/v1")));
        sections.put("currency", texts("USD", "EUR", "JPY"));
        sections.put("environments", environments());
        sections.put("modes", modes());
        sections.put("thresholds", ascending("auto_approve_up_to", "hard_deny_above"));
        sections.put("ceilings", ceilings());
        sections.put("budgets", members(Map.of("basis", basis(), "missing", guard())));
        sections.put("data_quality", dataQuality());
        sections.put("credits", members(Map.of("emergency_requires_approval", booleans())));
        sections.put("approvals", approvals());
        sections.put("context", context());
        sections.put("risk", risk());
        sections.put("rules", rules());
        sections.put("reservations", members(Map.of("ttl_seconds", integers(1, Integer.MAX_VALUE))));
        sections.put("actions", actions());
        return members(sections);
    }

    /** Objects with some of the members, in any order; each may also be null. */
    public static Arbitrary<JsonObject> members(Map<String, ? extends Arbitrary<? extends JsonValue>> fields) {
        List<String> names = List.copyOf(new TreeSet<>(fields.keySet()));
        List<Arbitrary<JsonValue>> values = new ArrayList<>();
        for (String name : names) {
            values.add(fields.get(name).map(value -> (JsonValue) value).injectNull(0.4));
        }
        return Combinators.combine(
                        Arbitraries.shuffle(names), Combinators.combine(values).as(chosen -> chosen))
                .as((order, chosen) -> object(order, names, chosen));
    }

    /** A Java null leaves the member out half of the time by its position, else writes a JSON null. */
    private static JsonObject object(List<String> order, List<String> names, List<JsonValue> values) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < order.size(); i++) {
            String name = order.get(i);
            JsonValue value = values.get(names.indexOf(name));
            if (value != null || i % 2 == 0) {
                builder.put(name, value == null ? JsonNull.NULL : value);
            }
        }
        return builder.build();
    }

    private Arbitrary<JsonValue> amounts() {
        return MoneyGenerators.spelled(micros);
    }

    /** Two amounts under these names, the first not above the second; either may be missing. */
    private Arbitrary<JsonObject> ascending(String lower, String upper) {
        Arbitrary<JsonObject> both = Combinators.combine(micros, micros)
                .as((a, b) -> JsonObject.builder()
                        .put(lower, MoneyGenerators.wire(Math.min(a, b)))
                        .put(upper, MoneyGenerators.decimal(Math.max(a, b)))
                        .build());
        // auto_approve_up_to is 0 by default, so an upper bound alone never contradicts it.
        return Arbitraries.oneOf(both, members(Map.of(upper, amounts())), members(Map.of(lower, amounts())));
    }

    private Arbitrary<JsonObject> ceilings() {
        return Combinators.combine(ascending("plan_monthly", "enterprise_monthly"), basis().injectNull(0.3))
                .as((amounts, basis) -> basis == null ? amounts : amounts.with("basis", basis));
    }

    private static Arbitrary<JsonObject> environments() {
        Arbitrary<JsonValue> aliases =
                list(texts("prod", "live", "staging", "dev-eu", "\u00fcber", "a/b", "x y"), 0, 4);
        return members(Map.of("prod_aliases", aliases, "nonprod_aliases", aliases));
    }

    private static Arbitrary<JsonObject> modes() {
        Arbitrary<JsonValue> mode = texts("shadow", "soft", "hard");
        Arbitrary<JsonObject> source = members(Map.of("default", mode, "prod", mode, "nonprod", mode));
        return members(Map.of(
                "default", mode,
                "terraform", source,
                "k8s_admission", source,
                "cloud_event", source,
                "llm_call", source,
                "custom", source));
    }

    private static Arbitrary<JsonObject> dataQuality() {
        return members(Map.of(
                "unpriced", guard(), "stale", guard(), "unavailable", guard(), "stale_after_days", integers(1, 60)));
    }

    private Arbitrary<JsonObject> context() {
        return members(Map.of(
                "forecast_method", texts("robust_weekday", "run_rate"),
                "baseline_days", integers(7, 90),
                "anomaly",
                        members(Map.of(
                                "min_percent", amounts(), "min_delta", amounts(), "mad_multiplier", amounts()))));
    }

    private static Arbitrary<JsonObject> actions() {
        return members(Map.of(
                "max_attempts", integers(1, Integer.MAX_VALUE),
                "retry_backoff_seconds", integers(0, Integer.MAX_VALUE),
                "lease_ttl_seconds", integers(1, Integer.MAX_VALUE)));
    }

    private Arbitrary<JsonObject> approvals() {
        Arbitrary<JsonObject> perClass = members(Map.of("prod", booleans(), "nonprod", booleans()));
        return members(Map.of(
                "required_for", perClass,
                "separation_of_duties", perClass,
                "default_ttl_seconds", integers(60, 2_592_000),
                "execution_ttl_seconds", integers(60, 2_592_000),
                "token_binding", texts("exact", "cap"),
                "routing", route().list().ofMaxSize(5).map(routes -> withIds(routes, "route-"))));
    }

    private Arbitrary<JsonObject> route() {
        return members(Map.of(
                "match", match(),
                "reviewer_roles", list(texts("owner", "admin", "member"), 1, 3),
                "required_permission", texts("approve.prod", "approve.big money"),
                "required_approvals", integers(1, 5),
                "ttl_seconds", integers(60, 2_592_000)));
    }

    private Arbitrary<JsonObject> match() {
        Arbitrary<JsonObject> lists = members(Map.of(
                "source", list(texts("terraform", "k8s_admission", "cloud_event", "llm_call", "custom"), 1, 5),
                "environment_class", list(texts("prod", "nonprod"), 1, 2),
                "project_id", list(texts("payments", "Search", "a\u00e9"), 1, 3),
                "risk_class", list(texts("low", "medium", "high", "critical"), 1, 4),
                "action_prefix", list(texts("vm", "vm.create", "db."), 1, 3)));
        return Combinators.combine(lists, ascending("monthly_delta_min", "monthly_delta_max"))
                .as((given, bounds) -> {
                    JsonObject both = given;
                    for (String name : bounds.names()) {
                        both = both.with(name, bounds.get(name));
                    }
                    return both;
                });
    }

    private Arbitrary<JsonObject> risk() {
        Arbitrary<JsonValue> points = integers(0, 100);
        Arbitrary<JsonArray> bands = micros.set()
                .ofMaxSize(5)
                .map(mins -> new JsonArray(
                        new TreeSet<>(mins).stream().map(PolicyGenerators::band).toList()));
        Arbitrary<JsonObject> classes = Arbitraries.integers()
                .between(0, 100)
                .set()
                .ofSize(3)
                .map(bounds -> {
                    List<Integer> sorted = new ArrayList<>(new TreeSet<>(bounds));
                    return JsonObject.builder()
                            .put("medium", sorted.get(0))
                            .put("high", sorted.get(1))
                            .put("critical", sorted.get(2))
                            .build();
                });
        return members(Map.of(
                "points",
                members(Map.of(
                        "env_prod", points,
                        "forecast_over_plan", points,
                        "anomaly_spike", points,
                        "destructive_action", points,
                        "cost_data_missing", points)),
                "delta_bands",
                bands,
                "classes",
                classes,
                "destructive_verbs",
                list(texts("destroy", "drop", "l\u00f6schen"), 0, 3)));
    }

    private static JsonValue band(long micros) {
        return JsonObject.builder()
                .put("points", micros % 101)
                .put("min", MoneyGenerators.wire(micros))
                .build();
    }

    private static Arbitrary<JsonValue> rules() {
        Arbitrary<JsonObject> required = Combinators.combine(
                        texts("monthly_delta > amount('10')", "true", "\u20ac != source"),
                        texts("deny", "require_approval", "warn"))
                .as((when, effect) -> JsonObject.builder()
                        .put("when", when)
                        .put("effect", effect)
                        .build());
        Arbitrary<JsonObject> optional = Arbitraries.oneOf(
                members(Map.of("message", texts("", "too \"much\""), "on_error", texts("apply", "skip"))),
                members(Map.of("message_expression", texts("'x'"), "reason", texts("too_much", "rule_error"))));
        return Combinators.combine(required, optional)
                .as((given, more) -> {
                    JsonObject rule = given;
                    for (String name : more.names()) {
                        rule = rule.with(name, more.get(name));
                    }
                    return rule;
                })
                .list()
                .ofMaxSize(4)
                .map(list -> withIds(list, "r_"));
    }

    private static JsonArray withIds(List<JsonObject> objects, String prefix) {
        List<JsonValue> named = new ArrayList<>();
        for (JsonObject object : objects) {
            named.add(object.with("id", new JsonString(prefix + named.size())));
        }
        return new JsonArray(named);
    }

    private static Arbitrary<JsonValue> basis() {
        return texts("commitments", "forecast", "forecast_upper");
    }

    private static Arbitrary<JsonValue> guard() {
        return texts("allow", "require_approval", "deny");
    }

    private static Arbitrary<JsonValue> texts(String... texts) {
        return Arbitraries.of(texts).map(JsonString::new);
    }

    private static Arbitrary<JsonValue> booleans() {
        return Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE);
    }

    private static Arbitrary<JsonValue> integers(int min, int max) {
        return Arbitraries.integers().between(min, max).map(JsonNumber::of);
    }

    private static Arbitrary<JsonValue> list(Arbitrary<JsonValue> elements, int min, int max) {
        return elements.list().ofMinSize(min).ofMaxSize(max).map(JsonArray::new);
    }
}
