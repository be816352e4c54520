package dev.spendweir.plan;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a plan does, in numbers and names: the metadata of the gate request (spec 5.1). Nothing in it changes from run to
 * run, so an identical re-plan has the same fingerprint. Immutable.
 *
 * @param planContentSha256 the plan's content digest
 * @param actions how many changes of each kind; reads and no-ops are no changes
 * @param types how many changes of each resource type
 * @param addresses the addresses of all changes, one for each, sorted by UTF-16 code units
 */
public record ChangeSummary(
        String planContentSha256, Map<String, Integer> actions, Map<String, Integer> types, List<String> addresses) {

    /** The JCS form of the metadata stays under this: a quarter of the 16 KiB is left for the caller's own. */
    public static final int MAX_METADATA_BYTES = 12 * 1024;

    public ChangeSummary {
        actions = Map.copyOf(actions);
        types = Map.copyOf(types);
        addresses = List.copyOf(addresses);
    }

    /** The summary of a plan. */
    public static ChangeSummary of(TerraformPlan plan) {
        Map<String, Integer> actions = new TreeMap<>();
        Map<String, Integer> types = new TreeMap<>();
        for (ResourceChange change : plan.changes()) {
            if (change.kind().summarised()) {
                actions.merge(change.kind().wireName(), 1, Integer::sum);
                types.merge(change.type(), 1, Integer::sum);
            }
        }
        List<String> addresses = plan.changes().stream()
                .filter(change -> change.kind().summarised())
                .map(ResourceChange::address)
                .sorted()
                .toList();
        return new ChangeSummary(plan.contentSha256(), actions, types, addresses);
    }

    /**
     * The metadata: plan_content_sha256, price_basis, actions, types, addresses, addresses_total, addresses_sha256 and
     * labels. When its JCS form would not be under {@link #MAX_METADATA_BYTES}, late addresses are cut first, then rare
     * types (of equally rare ones the later name first); totals and digest always speak of all.
     *
     * @param priced the plan's price
     * @param labels what the caller gives; {} for nothing. Not cut: labels that are too large make the whole too large,
     *     which the request's own limit then refuses
     */
    public JsonObject metadata(PricedPlan priced, JsonObject labels) {
        int addressCount = largest(addresses.size(), n -> metadata(priced, labels, types.size(), n));
        int typeCount = addressCount > 0 || fits(metadata(priced, labels, types.size(), 0))
                ? types.size()
                : largest(types.size(), n -> metadata(priced, labels, n, 0));
        return metadata(priced, labels, typeCount, addressCount);
    }

    private interface Cut {
        JsonObject at(int count);
    }

    /** The largest count up to {@code max} that fits, or 0: the size grows with the count. */
    private static int largest(int max, Cut cut) {
        int low = 0;
        int high = max;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fits(cut.at(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static boolean fits(JsonObject metadata) {
        return CanonicalJson.bytes(metadata).length < MAX_METADATA_BYTES;
    }

    private JsonObject metadata(PricedPlan priced, JsonObject labels, int typeCount, int addressCount) {
        return JsonObject.builder()
                .put("plan_content_sha256", planContentSha256)
                .put("price_basis", priced.basisJson())
                .put("actions", counts(actions, actions.size()))
                .put("types", counts(types, typeCount))
                .put("addresses", addresses.subList(0, addressCount))
                .put("addresses_total", addresses.size())
                .put("addresses_sha256", CanonicalJson.sha256(JsonArray.ofStrings(addresses)))
                .put("labels", labels)
                .build();
    }

    private static JsonObject counts(Map<String, Integer> counts, int keep) {
        JsonObject.Builder kept = JsonObject.builder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(keep)
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept.build();
    }
}
