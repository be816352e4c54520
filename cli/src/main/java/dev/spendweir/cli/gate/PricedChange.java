package dev.spendweir.cli.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.output.CostTable;
import dev.spendweir.plan.ChangeKind;
import dev.spendweir.plan.ChangeSummary;
import dev.spendweir.plan.InfracostReader;
import dev.spendweir.plan.InfracostReport;
import dev.spendweir.plan.PlanNotice;
import dev.spendweir.plan.PlanPricer;
import dev.spendweir.plan.PlanReader;
import dev.spendweir.plan.PlanWarning;
import dev.spendweir.plan.PriceBasis;
import dev.spendweir.plan.PricedPlan;
import dev.spendweir.plan.PricingInput;
import dev.spendweir.plan.ResourcePrice;
import dev.spendweir.plan.TerraformPlan;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change with its price, derived on this machine. A server derives its own by the same code and decides on that; here
 * it is what the cost table shows and what {@code --local} decides on.
 *
 * @param plan the plan; null without one
 * @param priced the price
 */
public record PricedChange(@Nullable TerraformPlan plan, PricedPlan priced) {

    /** Longer lists are not read; how many there are is. */
    private static final int MAX_SUBJECTS = 5;

    /** What a change without a plan is called; a plan says it itself. */
    private static final String DEFAULT_ACTION = "terraform.apply";

    /**
     * Reads and prices a change.
     *
     * @param currency null takes that of the Infracost output, else US dollars
     * @throws RejectedException for a plan, Infracost output or combination that must not be decided on (spec 5.1)
     */
    public static PricedChange of(ChangeFiles files, PriceSheet sheet, @Nullable String currency) {
        TerraformPlan plan = files.plan() == null ? null : PlanReader.read(files.plan(), sheet);
        InfracostReport infracost = files.infracost() == null ? null : InfracostReader.read(files.infracost());
        String of = currency != null ? currency : infracost != null ? infracost.currency() : sheet.currency();
        PricingInput input = new PricingInput(plan, infracost, files.monthlyDelta(), files.hourlyDelta());
        return new PricedChange(plan, PlanPricer.price(input, sheet, of));
    }

    /** The currency of every figure. */
    public String currency() {
        return priced.currency();
    }

    /** The request's action. */
    public String action() {
        return plan == null ? DEFAULT_ACTION : plan.action();
    }

    /** The request's metadata (spec 5.1). */
    public JsonObject metadata(JsonObject labels) {
        if (plan != null) {
            return ChangeSummary.of(plan).metadata(priced, labels);
        }
        return JsonObject.builder()
                .put("price_basis", priced.basisJson())
                .put("labels", labels)
                .build();
    }

    /** What a reader should know about the plan and its figures: a sentence for each kind, with what it is about. */
    public List<String> notes() {
        Map<PlanWarning, List<String>> subjects = new LinkedHashMap<>();
        for (PlanNotice notice : priced.warnings()) {
            List<String> about = subjects.computeIfAbsent(notice.warning(), warning -> new ArrayList<>());
            if (!notice.subject().isEmpty()) {
                about.add(notice.subject());
            }
        }
        List<String> notes = new ArrayList<>();
        subjects.forEach((warning, about) -> notes.add(warning.meaning() + inBrackets(about)));
        return notes;
    }

    private static String inBrackets(List<String> subjects) {
        if (subjects.isEmpty()) {
            return "";
        }
        int shown = Math.min(subjects.size(), MAX_SUBJECTS);
        String more = subjects.size() > shown ? " and " + (subjects.size() - shown) + " more" : "";
        return " (" + String.join(", ", subjects.subList(0, shown)) + more + ")";
    }

    /** The cost table, when there are resources to show. */
    public Optional<CostTable> costTable() {
        if (plan == null && priced.resources().isEmpty()) {
            return Optional.empty();
        }
        List<CostTable.Line> lines = priced.resources().stream()
                .filter(price -> price.basis() == PriceBasis.UNKNOWN
                        || !price.monthlyDelta().isZero())
                .map(PricedChange::line)
                .toList();
        Map<String, Integer> bases = new LinkedHashMap<>();
        priced.basis().forEach((basis, count) -> bases.put(basis.wireName(), count));
        return Optional.of(new CostTable(lines, priced.monthlyDelta(), changes(), bases));
    }

    private int changes() {
        return plan == null
                ? priced.resources().size()
                : (int) plan.changes().stream()
                        .filter(change -> change.kind().summarised())
                        .count();
    }

    private static CostTable.Line line(ResourcePrice price) {
        ChangeKind kind = price.kind();
        return new CostTable.Line(
                price.address(),
                kind == null ? ChangeKind.UPDATE.wireName() : kind.wireName(),
                price.basis() == PriceBasis.UNKNOWN ? null : price.monthlyDelta(),
                price.basis().wireName(),
                String.join("; ", price.notes()));
    }
}
