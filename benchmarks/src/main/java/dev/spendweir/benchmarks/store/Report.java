package dev.spendweir.benchmarks.store;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects the samples of all rounds; medians and ratios in a table, everything in JSON. Not thread-safe. */
final class Report {
    private static final double MICROS_PER_MILLI = 1000.0;

    private final Map<Scenario, List<Sample>> samples = new EnumMap<>(Scenario.class);
    private long walBytesPerDecision;
    private long checkedDecisions;

    void add(Scenario scenario, Sample sample) {
        samples.computeIfAbsent(scenario, key -> new ArrayList<>()).add(sample);
    }

    void walBytesPerDecision(long bytes) {
        walBytesPerDecision = bytes;
    }

    void checkedDecisions(long count) {
        checkedDecisions = count;
    }

    /** The table for people: medians over the rounds, and the median of each round's ratio to TPC-B with 8 clients. */
    String table() {
        StringBuilder table = new StringBuilder("""
                | what | /s | x TPC-B | p50 ms | p99 ms | CPU us | PostgreSQL us | turned away | heap MB | must hold |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        samples.forEach((scenario, all) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.0f | %.0f | %.0f | %.0f | %s |%n",
                scenario.title(),
                median(all, Sample::perSecond),
                ratio(all),
                median(all, Sample::p50Micros) / MICROS_PER_MILLI,
                median(all, Sample::p99Micros) / MICROS_PER_MILLI,
                median(all, Sample::cpuMicros),
                median(all, Sample::postgresCpuMicros),
                median(all, Sample::turnedAway),
                median(all, Sample::heapMegabytes),
                scenario.bound() == null ? "" : scenario.bound())));
        table.append(String.format(
                Locale.ROOT,
                "WAL per decision without full-page images: %d bytes (must hold: 4,096)%n"
                        + "Checked after the run: %d decisions, money conserved, chains whole%n",
                walBytesPerDecision,
                checkedDecisions));
        return table.toString();
    }

    private double ratio(List<Sample> all) {
        List<Sample> base = samples.getOrDefault(Scenario.TPCB_8, List.of());
        if (base.size() != all.size()) {
            return Double.NaN;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ratios.add(all.get(i).perSecond() / base.get(i).perSecond());
        }
        return median(ratios);
    }

    private static double median(List<Sample> all, ToDoubleFunction<Sample> figure) {
        return median(all.stream().mapToDouble(figure).boxed().toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Everything, one line. */
    String json() {
        JsonObject.Builder scenarios = JsonObject.builder();
        samples.forEach((scenario, all) ->
                scenarios.put(scenario.wireName(), JsonArray.of(all.stream().map(Report::json))));
        return CanonicalJson.text(JsonObject.builder()
                .put("scenarios", scenarios.build())
                .put("wal_bytes_per_decision", walBytesPerDecision)
                .put("checked_decisions", checkedDecisions)
                .put("java", System.getProperty("java.version"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .build());
    }

    private static JsonObject json(Sample sample) {
        return JsonObject.builder()
                .put("per_second", BigDecimal.valueOf(sample.perSecond()).longValue())
                .put("p50_micros", sample.p50Micros())
                .put("p99_micros", sample.p99Micros())
                .put("turned_away", sample.turnedAway())
                .put("cpu_micros", sample.cpuMicros())
                .put("postgres_cpu_micros", sample.postgresCpuMicros())
                .put("heap_megabytes", sample.heapMegabytes())
                .build();
    }
}
