package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real plans and Infracost outputs in the directory {@code -Dspendweir.corpus=DIR} (profile corpus): every file gives a
 * result or a coded refusal, totals agree with what the files state, and nothing unknown is priced as 0.
 */
@Tag("corpus")
class TerraformCorpusTest {

    private static final Path CORPUS =
            Path.of(System.getProperty("spendweir.corpus", "")).resolve("terraform");

    /** Share of the managed resources of a provider that must be priced, assumed or free. */
    private static final int REQUIRED_PERCENT = 80;

    private static final Set<String> CLOUDS = Set.of("aws", "google", "azurerm");

    @Test
    void everyPlan_priced_givesAResultOrACode() throws IOException {
        Map<String, Map<PriceBasis, Integer>> byProvider = new TreeMap<>();
        Map<String, Integer> unknown = new TreeMap<>();
        Map<String, ErrorCode> refused = new TreeMap<>();
        List<Path> files = new ArrayList<>(files("plans"));
        files.addAll(files("own-plans"));
        for (Path file : files) {
            try {
                TerraformPlan plan = PlanReader.read(Files.readAllBytes(file), SHEET);
                for (ResourcePrice price : bySheet(plan)) {
                    count(byProvider, price);
                    if (price.basis() == PriceBasis.UNKNOWN) {
                        unknown.merge(price.type() + ": " + price.notes(), 1, Integer::sum);
                    }
                }
                PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD");
                assertThat(priced.resources().stream()
                                .filter(p -> p.basis() == PriceBasis.UNKNOWN && p.kind() != ChangeKind.DELETE))
                        .as("unknown prices of %s", file)
                        .hasSize(priced.unpricedResources());
            } catch (RejectedException e) {
                refused.put(file.getFileName().toString(), e.code());
            }
        }
        print(byProvider, unknown, refused, files.size());
        assertThat(refused)
                .containsOnly(
                        Map.entry("hashicorp__testdata__invalid__plan.json", ErrorCode.PLAN_INVALID),
                        Map.entry("10-target.json", ErrorCode.PLAN_INCOMPLETE),
                        Map.entry("19-precondition-fail.json", ErrorCode.PLAN_ERRORED));
        assertThat(byProvider.keySet()).containsAll(CLOUDS);
        for (String cloud : CLOUDS) {
            assertThat(coverage(byProvider.get(cloud))).as(cloud).isGreaterThanOrEqualTo(REQUIRED_PERCENT);
        }
    }

    /** The price of every change by the sheet alone, also of plans that must not be allowed. */
    private static List<ResourcePrice> bySheet(TerraformPlan plan) {
        SheetPricing pricing = new SheetPricing(SHEET, "USD", null);
        return plan.changes().stream()
                .filter(change -> change.kind().priced())
                .map(pricing::price)
                .toList();
    }

    private static void count(Map<String, Map<PriceBasis, Integer>> byProvider, ResourcePrice price) {
        String provider = price.type().split("_", 2)[0];
        byProvider
                .computeIfAbsent(provider, p -> new EnumMap<>(PriceBasis.class))
                .merge(price.basis(), 1, Integer::sum);
    }

    private static int coverage(Map<PriceBasis, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return 100 * (all - counts.getOrDefault(PriceBasis.UNKNOWN, 0)) / all;
    }

    private static void print(
            Map<String, Map<PriceBasis, Integer>> byProvider,
            Map<String, Integer> unknown,
            Map<String, ErrorCode> refused,
            int files) {
        System.out.println(files + " plans; refused: " + refused);
        Map<PriceBasis, Integer> all = new EnumMap<>(PriceBasis.class);
        byProvider.forEach((provider, counts) -> {
            System.out.printf("%-10s %3d %% known  %s%n", provider, coverage(counts), counts);
            counts.forEach((basis, n) -> all.merge(basis, n, Integer::sum));
        });
        System.out.println("all        " + all);
        unknown.forEach((what, n) -> System.out.println("unknown " + n + " x " + what));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    01-create               | terraform.apply   | create=6
                    02-noop                 | terraform.apply   |
                    04-replace              | terraform.replace | replace=1, update=1
                    05-delete-partial       | terraform.destroy | delete=2
                    07-replace-forced       | terraform.replace | replace=1
                    08-sensitive-update     | terraform.apply   | update=1
                    11-refresh-only         | terraform.apply   |
                    13-missing-in-state     | terraform.apply   | create=1, update=1
                    15-moved-only           | terraform.apply   | move=1
                    16-outputs-only-create  | terraform.apply   |
                    18-check-fail           | terraform.apply   | create=2
                    21-data-read-create     | terraform.apply   | create=3
                    23-large-1000-create    | terraform.apply   | create=1000
                    """)
    void ownPlans_summarised_areWhatTheirReadmeSays(String name, String action, String counts) throws IOException {
        TerraformPlan plan =
                PlanReader.read(Files.readAllBytes(CORPUS.resolve("own-plans").resolve(name + ".json")), SHEET);
        String actions =
                new TreeMap<>(ChangeSummary.of(plan).actions()).toString().replaceAll("[{}]", "");
        assertThat(actions).isEqualTo(counts == null ? "" : counts);
        assertThat(plan.action()).isEqualTo(action);
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD");
        assertThat(priced.unpricedResources()).isZero();
        assertThat(priced.monthlyDelta().isZero()).isTrue();
    }

    @Test
    void everyPlan_redacted_readsTheSame() throws IOException {
        List<Path> files = new ArrayList<>(files("plans"));
        files.addAll(files("own-plans"));
        for (Path file : files) {
            byte[] original = Files.readAllBytes(file);
            TerraformPlan plan;
            try {
                plan = PlanReader.read(original, SHEET);
            } catch (RejectedException e) {
                continue;
            }
            byte[] redacted = PlanRedactor.redact(original);
            TerraformPlan again = PlanReader.read(redacted, SHEET);
            assertThat(again.contentSha256()).as("%s", file).isEqualTo(plan.contentSha256());
            assertThat(again.changes()).as("%s", file).isEqualTo(plan.changes());
            assertThat(PlanRedactor.redact(redacted)).as("%s", file).isEqualTo(redacted);
            TerraformPlan minimal = PlanReader.read(PlanRedactor.minimal(original, SHEET), SHEET);
            assertThat(minimal.changes()).as("%s", file).isEqualTo(plan.changes());
            assertThat(minimal.contentSha256()).as("%s", file).isEqualTo(plan.contentSha256());
        }
    }

    @Test
    void everyInfracostOutput_summed_equalsTheTotalItStates() throws IOException {
        List<Path> files = files("infracost");
        for (Path file : files) {
            InfracostReport report = InfracostReader.read(Files.readAllBytes(file));
            BigDecimal difference = report.monthly().subtract(report.pastMonthly());
            System.out.printf(
                    "%-60.60s %s sum %14s stated %14s difference %12s stated %12s errors %d%n",
                    file.getFileName(),
                    report.currency(),
                    report.monthly().toPlainString(),
                    report.statedMonthly(),
                    difference.toPlainString(),
                    report.statedDifference(),
                    report.projects().stream()
                            .filter(p -> !p.errors().isEmpty())
                            .count());
            assertThat(report.statedMonthly()).as("%s", file).isNotNull();
            assertThat(report.monthly()).as("%s", file).isEqualByComparingTo(report.statedMonthly());
            if (report.statedDifference() != null) {
                assertThat(difference).as("%s", file).isEqualByComparingTo(report.statedDifference());
            }
            for (InfracostReport.Project project : report.projects()) {
                if (project.statedDifference() != null) {
                    assertThat(project.monthly().subtract(project.pastMonthly()))
                            .as("%s %s", file, project.name())
                            .isEqualByComparingTo(project.statedDifference());
                }
            }
        }
        assertThat(files).hasSize(43);
    }

    @Test
    void everyInfracostOutput_pricedAlone_givesAResultOrACode() throws IOException {
        Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
        int results = 0;
        for (Path file : files("infracost")) {
            InfracostReport report = InfracostReader.read(Files.readAllBytes(file));
            try {
                PricedPlan priced =
                        PlanPricer.price(new PricingInput(null, report, null, null), SHEET, report.currency());
                BigDecimal unknown = priced.resources().stream()
                        .filter(price -> price.basis() == PriceBasis.UNKNOWN)
                        .map(price -> decimal(price.after()).subtract(decimal(price.before())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(new BigDecimal(priced.monthlyDelta().toString()).add(unknown))
                        .as("%s: what is known of each side of an unknown difference is all that is left out", file)
                        .isEqualByComparingTo(report.monthly().subtract(report.pastMonthly()));
                results++;
            } catch (RejectedException e) {
                codes.merge(e.code(), 1, Integer::sum);
            }
        }
        System.out.println("Infracost alone: " + results + " priced, refused " + codes);
        assertThat(codes.keySet()).isSubsetOf(ErrorCode.INFRACOST_NO_BASELINE);
    }

    private static BigDecimal decimal(@Nullable Amount amount) {
        return amount == null ? BigDecimal.ZERO : new BigDecimal(amount.toString());
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
