package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.snapshot.CostSource;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.Usage;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.WaterfallResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A decision's inputs in a few words; what a test does not name is unremarkable. JSON may use ' for ". */
public final class Scenario {

    /** A member of a policy: nobody has to be asked in production. */
    static final String NO_APPROVAL = "'approvals':{'required_for':{'prod':false}}";

    private String policy = "{'modes':{'default':'hard'},'approvals':{'required_for':{'prod':false}}}";
    private String request = "";
    private String action = "terraform.apply";
    private String environment = "prod";
    private String delta = "10";
    private Instant clock = Instant.parse("2026-03-18T12:00:00Z");
    private final Snapshot.Builder snapshot = Snapshot.builder().policyVersion(3);
    private final List<Grant> grants = new ArrayList<>();
    private List<RuleResult> ruleResults = List.of();

    public static Scenario given() {
        return new Scenario();
    }

    /** In hard mode, with further members of the policy. */
    static Scenario hard(String policyMembers) {
        return given().policy("{'modes':{'default':'hard'}," + policyMembers + "}");
    }

    static void assertDecision(Decision decision, Outcome outcome, String... reasons) {
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.reasonCodes()).containsExactly(reasons);
    }

    /** The whole policy. */
    public Scenario policy(String json) {
        policy = json;
        return this;
    }

    /** Members of the request besides the usual ones, with a comma before each. */
    public Scenario request(String members) {
        request = members;
        return this;
    }

    public Scenario action(String name) {
        action = name;
        return this;
    }

    public Scenario environment(String name) {
        environment = name;
        return this;
    }

    public Scenario delta(String amount) {
        delta = amount;
        return this;
    }

    public Scenario clock(String time) {
        clock = Instant.parse(time);
        return this;
    }

    public Scenario budget(String limit) {
        snapshot.budget(new Budget(Amount.parse(limit)));
        return this;
    }

    public Scenario usage(
            String tenantReserved,
            String tenantConsumed,
            String tenantSettling,
            String projectReserved,
            String projectConsumed,
            String projectSettling) {
        snapshot.usage(new Usage(
                Amount.parse(tenantReserved),
                Amount.parse(tenantConsumed),
                Amount.parse(tenantSettling),
                Amount.parse(projectReserved),
                Amount.parse(projectConsumed),
                Amount.parse(projectSettling)));
        return this;
    }

    public Scenario usage(Amount tenantReserved, Amount tenantConsumed) {
        snapshot.usage(new Usage(tenantReserved, tenantConsumed, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO));
        return this;
    }

    public Scenario grant(String id, CreditPool pool, String remaining) {
        return grant(id, pool, remaining, null, null);
    }

    public Scenario grant(String id, CreditPool pool, String remaining, String project, String expiresAt) {
        Instant expiry = expiresAt == null ? null : Instant.parse(expiresAt);
        grants.add(new Grant(
                id,
                pool,
                project,
                Amount.parse(remaining),
                Grant.DEFAULT_PRIORITY,
                expiry,
                Instant.parse("2026-01-01T00:00:00Z")));
        return this;
    }

    public Scenario costs(CostHistory history) {
        snapshot.costHistory(history);
        return this;
    }

    public Scenario projectCosts(CostHistory history) {
        snapshot.projectCostHistory(history);
        return this;
    }

    public Scenario completeThrough(String date) {
        snapshot.completeThrough(LocalDate.parse(date));
        return this;
    }

    public Scenario costSource(CostSource source) {
        snapshot.costSource(source);
        return this;
    }

    public Scenario ruleResults(RuleResult... results) {
        ruleResults = List.of(results);
        return this;
    }

    /** A row for each day from first to last; the cost is a function of the day of the month. */
    public static CostHistory daily(String first, String last, IntFunction<String> costOfDay) {
        List<CostRow> rows = new ArrayList<>();
        LocalDate end = LocalDate.parse(last);
        for (LocalDate date = LocalDate.parse(first); !date.isAfter(end); date = date.plusDays(1)) {
            rows.add(new CostRow(date, Amount.parse(costOfDay.apply(date.getDayOfMonth())), true));
        }
        return CostHistory.of(rows);
    }

    /** Rows of dates and amounts in turn. */
    public static CostHistory rows(String... datesAndAmounts) {
        List<CostRow> rows = new ArrayList<>();
        for (int i = 0; i < datesAndAmounts.length; i += 2) {
            rows.add(new CostRow(LocalDate.parse(datesAndAmounts[i]), Amount.parse(datesAndAmounts[i + 1]), true));
        }
        return CostHistory.of(rows);
    }

    public Policy readPolicy() {
        return PolicyReader.read(JsonReader.read(policy.replace('\'', '"')));
    }

    public GateRequest readRequest() {
        String text =
                "{'tenant_id':'acme','source':'terraform','project_id':'payments','environment':'" + environment + "',"
                        + "'action':'" + action + "','resource_reference':'workspace/a','requester_id':'alice',"
                        + "'idempotency_key':'run-1','estimated_monthly_delta':'" + delta + "'" + request + "}";
        return RequestNormalizer.normalize(
                JsonReader.read(text.replace('\'', '"')), readPolicy().document());
    }

    public Snapshot snapshot() {
        return snapshot.grants(grants).build();
    }

    public Instant clockTime() {
        return clock;
    }

    public GateEngine engine() {
        return GateEngine.create(compiled -> input -> ruleResults);
    }

    public Decision decide() {
        return engine().decide(readPolicy(), readRequest(), snapshot(), clock);
    }

    public ComputedContext context() {
        return engine().computeContext(readPolicy(), readRequest(), snapshot(), clock);
    }

    public WaterfallResult waterfall() {
        return engine().evaluateWaterfall(readPolicy(), readRequest(), snapshot(), clock);
    }

    public JsonObject record() {
        return decide().record();
    }
}
