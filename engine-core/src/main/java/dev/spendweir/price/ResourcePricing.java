package dev.spendweir.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one resource type is priced.
 *
 * @param type the resource type
 * @param region how its region counts; null: prices are the same everywhere
 * @param freeWhen the resource costs nothing when one of these holds
 * @param unknownWhen the sheet does not know the price when one of these holds
 * @param components what it is billed for; at least one must apply, else the price is unknown
 */
record ResourcePricing(
        String type,
        @Nullable RegionRule region,
        List<Condition> freeWhen,
        List<Condition> unknownWhen,
        List<Component> components) {

    /** Hours in a month of the providers' price pages: 365 * 24 / 12. */
    static final BigDecimal HOURS_PER_MONTH = new BigDecimal(730);

    ResourcePricing {
        freeWhen = List.copyOf(freeWhen);
        unknownWhen = List.copyOf(unknownWhen);
        components = List.copyOf(components);
    }

    Price price(ResourceAttributes attributes) {
        PricingTrace trace = new PricingTrace();
        if (freeWhen.stream().anyMatch(condition -> condition.holds(attributes, trace))) {
            return new Price.Free();
        }
        for (Condition condition : unknownWhen) {
            if (condition.holds(attributes, trace)) {
                return new Price.Unknown(
                        "the sheet has no price for this " + condition.lookup().name());
            }
        }
        BigDecimal hourly = BigDecimal.ZERO;
        BigDecimal monthly = BigDecimal.ZERO;
        boolean applied = false;
        for (Component component : components) {
            BigDecimal cost = component.cost(attributes, trace);
            if (cost != null) {
                applied = true;
                hourly = component.hourly() ? hourly.add(cost) : hourly;
                monthly = monthly.add(component.hourly() ? cost.multiply(HOURS_PER_MONTH) : cost);
            }
        }
        BigDecimal factor = region == null ? BigDecimal.ONE : region.factor(attributes, trace);
        String reason = trace.unknownReason();
        if (reason != null || !applied) {
            return new Price.Unknown(reason != null ? reason : "no component of the sheet's entry applies");
        }
        return new Price.Priced(
                monthly.multiply(factor),
                hourly.multiply(factor),
                List.copyOf(trace.assumptions),
                List.copyOf(trace.sources));
    }

    /** Every attribute that the price can depend on. */
    List<AttributePath> paths() {
        List<AttributePath> paths = new ArrayList<>();
        freeWhen.forEach(condition -> paths.addAll(condition.lookup().paths()));
        unknownWhen.forEach(condition -> paths.addAll(condition.lookup().paths()));
        if (region != null) {
            region.from().forEach(lookup -> paths.addAll(lookup.paths()));
        }
        for (Component component : components) {
            component
                    .when()
                    .forEach(condition -> paths.addAll(condition.lookup().paths()));
            measured(component.outer()).forEach(lookup -> paths.addAll(lookup.paths()));
            List<Lookup> inner = new ArrayList<>(component.price().lookups());
            inner.addAll(measured(component.quantity()));
            AttributePath each = component.each();
            inner.forEach(lookup -> lookup.paths().forEach(p -> paths.add(each == null ? p : p.under(each))));
            if (each != null && inner.isEmpty()) {
                paths.add(each);
            }
        }
        return paths.stream().distinct().toList();
    }

    private static List<Lookup> measured(List<Factor> factors) {
        List<Lookup> lookups = new ArrayList<>();
        for (Factor factor : factors) {
            if (factor instanceof Factor.Measured measured) {
                lookups.add(measured.lookup());
            }
        }
        return lookups;
    }
}
