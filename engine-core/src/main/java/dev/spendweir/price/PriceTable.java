package dev.spendweir.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of prices: by key, or by size in steps.
 *
 * @param name its name in the sheet
 * @param source id of the source of its figures
 * @param foldCase whether keys are compared without regard to A-Z or a-z
 * @param prices by key; empty when it is a table of steps
 * @param steps ascending; empty when it is a table of keys
 */
record PriceTable(String name, String source, boolean foldCase, Map<String, BigDecimal> prices, List<Step> steps) {

    PriceTable {
        prices = Map.copyOf(prices);
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param upTo the largest size it covers, inclusive
     * @param price its price
     */
    record Step(BigDecimal upTo, BigDecimal price) {}

    @Nullable
    BigDecimal byKey(String key) {
        return prices.get(foldCase ? key.toLowerCase(Locale.ROOT) : key);
    }

    /** The price of the smallest step that covers the size; null when none does. */
    @Nullable
    BigDecimal bySize(BigDecimal size) {
        for (Step step : steps) {
            if (size.compareTo(step.upTo()) <= 0) {
                return step.price();
            }
        }
        return null;
    }
}
