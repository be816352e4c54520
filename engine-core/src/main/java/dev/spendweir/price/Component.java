package dev.spendweir.price;

import dev.spendweir.canonical.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a resource is billed for.
 *
 * @param name what it is called in explanations
 * @param when conditions that must all hold, on the resource itself
 * @param each path of a list of blocks, each of which is billed; null: the resource itself is billed once
 * @param ifNone attributes that stand for a block when there is none or the list is not known; null: none is billed
 * @param noneIfUnknown the assumption that there is no block when the list is not known; null: not assumed
 * @param price price of one unit
 * @param hourly whether the price is per hour, else per month
 * @param quantity factors that are multiplied, in order; none: 1. Behind a factor of 0 nothing is read, so that what
 *     does not matter is not missed
 * @param outer factors read from the resource itself also where {@code each} names blocks
 * @param assume the usage assumption that the quantity rests on; null: none
 */
record Component(
        String name,
        List<Condition> when,
        @Nullable AttributePath each,
        @Nullable Substitute ifNone,
        @Nullable String noneIfUnknown,
        UnitPrice price,
        boolean hourly,
        List<Factor> quantity,
        List<Factor> outer,
        @Nullable String assume) {

    Component {
        when = List.copyOf(when);
        quantity = List.copyOf(quantity);
        outer = List.copyOf(outer);
    }

    /**
     * A block that stands in.
     *
     * @param attributes its attributes
     * @param assume why it may be taken; null when it is the provider's documented default
     */
    record Substitute(JsonObject attributes, @Nullable String assume) {}

    /** Cost per its period; null when it does not apply or cannot be told, and in the latter case the trace says why. */
    @Nullable
    BigDecimal cost(ResourceAttributes resource, PricingTrace trace) {
        for (Condition condition : when) {
            if (!condition.holds(resource, trace)) {
                return null;
            }
        }
        BigDecimal factor = product(outer, resource, trace);
        if (factor == null) {
            return null;
        }
        if (each == null) {
            BigDecimal own = one(resource, trace);
            return own == null ? null : own.multiply(factor);
        }
        List<ResourceAttributes> blocks = blocks(resource, each, trace);
        BigDecimal sum = BigDecimal.ZERO;
        for (ResourceAttributes block : blocks) {
            BigDecimal cost = one(block, trace);
            if (cost == null) {
                return null;
            }
            sum = sum.add(cost);
        }
        return sum.multiply(factor);
    }

    private List<ResourceAttributes> blocks(ResourceAttributes resource, AttributePath path, PricingTrace trace) {
        List<ResourceAttributes> blocks = resource.blocks(path);
        if (blocks != null && !blocks.isEmpty()) {
            return blocks;
        }
        if (ifNone != null) {
            trace.assume(ifNone.assume());
            return List.of(ResourceAttributes.known(ifNone.attributes()));
        }
        if (blocks == null && noneIfUnknown != null) {
            trace.assume(noneIfUnknown);
        } else if (blocks == null) {
            trace.unknown(path.dotted() + " is not known before the apply");
        }
        return List.of();
    }

    private @Nullable BigDecimal one(ResourceAttributes attributes, PricingTrace trace) {
        BigDecimal count = product(quantity, attributes, trace);
        if (count == null || count.signum() == 0) {
            return count;
        }
        BigDecimal unit = price.of(attributes, trace);
        if (unit == null) {
            return null;
        }
        trace.assume(assume);
        return unit.multiply(count);
    }

    private static @Nullable BigDecimal product(
            List<Factor> factors, ResourceAttributes attributes, PricingTrace trace) {
        BigDecimal product = BigDecimal.ONE;
        for (Factor factor : factors) {
            BigDecimal value = factor.of(attributes, trace);
            if (value == null || value.signum() == 0) {
                return value;
            }
            product = product.multiply(value);
        }
        return product;
    }
}
