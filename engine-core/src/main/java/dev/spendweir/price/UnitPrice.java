package dev.spendweir.price;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the price of one unit of a component comes from. */
sealed interface UnitPrice {

    /** The price; null when it cannot be told, and then the trace says why. */
    @Nullable
    BigDecimal of(ResourceAttributes attributes, PricingTrace trace);

    /** The attributes it reads. */
    List<Lookup> lookups();

    /** One figure. */
    record Fixed(BigDecimal price, @Nullable String source) implements UnitPrice {
        @Override
        public BigDecimal of(ResourceAttributes attributes, PricingTrace trace) {
            if (source != null) {
                trace.sources.add(source);
            }
            return price;
        }

        @Override
        public List<Lookup> lookups() {
            return List.of();
        }
    }

    /** A figure from a table, by the attributes' texts joined with {@code |}. */
    record ByKey(PriceTable table, List<Lookup> key) implements UnitPrice {

        /** Stands between the parts of a key. */
        static final String SEPARATOR = "|";

        public ByKey {
            key = List.copyOf(key);
        }

        @Override
        public @Nullable BigDecimal of(ResourceAttributes attributes, PricingTrace trace) {
            StringBuilder text = new StringBuilder();
            for (Lookup lookup : key) {
                String part = lookup.resolve(attributes, trace);
                if (part == null) {
                    return null;
                }
                text.append(text.length() == 0 ? "" : SEPARATOR).append(part);
            }
            BigDecimal price = table.byKey(text.toString());
            if (price == null) {
                trace.unknown("table " + table.name() + " has no price for this "
                        + String.join(" and ", key.stream().map(Lookup::name).toList()));
            }
            trace.sources.add(table.source());
            return price;
        }

        @Override
        public List<Lookup> lookups() {
            return key;
        }
    }

    /** A figure from a table of steps, by a size. */
    record BySize(PriceTable table, Lookup size) implements UnitPrice {
        @Override
        public @Nullable BigDecimal of(ResourceAttributes attributes, PricingTrace trace) {
            BigDecimal value = Factor.decimal(size, attributes, trace);
            if (value == null) {
                return null;
            }
            BigDecimal price = table.bySize(value);
            if (price == null) {
                trace.unknown("table " + table.name() + " has no step for this " + size.name());
            }
            trace.sources.add(table.source());
            return price;
        }

        @Override
        public List<Lookup> lookups() {
            return List.of(size);
        }
    }
}
