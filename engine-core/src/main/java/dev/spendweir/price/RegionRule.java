package dev.spendweir.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a sheet's figures, which hold for one region, apply to a resource elsewhere.
 *
 * @param name its name in the sheet
 * @param from attributes that name the region or zone, the first that is set counts
 * @param listed regions for which the figures hold as they are
 * @param factors multipliers for other regions
 */
record RegionRule(String name, List<Lookup> from, List<String> listed, Map<String, BigDecimal> factors) {

    RegionRule {
        from = List.copyOf(from);
        listed = List.copyOf(listed);
        factors = Map.copyOf(factors);
    }

    /** The multiplier; a region that is not stated counts as listed, one without a factor as 1 with an assumption. */
    BigDecimal factor(ResourceAttributes attributes, PricingTrace trace) {
        for (Lookup lookup : from) {
            String stated = lookup.peek(attributes);
            if (stated != null) {
                return of(normalised(stated), trace);
            }
        }
        return BigDecimal.ONE;
    }

    private BigDecimal of(String stated, PricingTrace trace) {
        if (listed.stream().anyMatch(region -> isIn(stated, region))) {
            return BigDecimal.ONE;
        }
        for (Map.Entry<String, BigDecimal> entry : factors.entrySet()) {
            if (isIn(stated, entry.getKey())) {
                trace.assume("prices of " + listed.get(0) + " times "
                        + entry.getValue().toPlainString() + " for region " + entry.getKey());
                return entry.getValue();
            }
        }
        trace.assume("another region is priced like " + listed.get(0));
        return BigDecimal.ONE;
    }

    /** "East US" and "eastus" are the same. */
    private static String normalised(String region) {
        return region.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /** Whether a region or zone is in a region: us-east-1 and us-east-1b are in us-east-1, us-central1-a in us-central1. */
    private static boolean isIn(String stated, String region) {
        if (!stated.startsWith(region)) {
            return false;
        }
        String rest = stated.substring(region.length());
        String zone = rest.startsWith("-") ? rest.substring(1) : rest;
        return rest.isEmpty() || (zone.length() == 1 && zone.charAt(0) >= 'a' && zone.charAt(0) <= 'z');
    }
}
