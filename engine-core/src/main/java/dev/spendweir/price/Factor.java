package dev.spendweir.price;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One factor of a quantity. */
sealed interface Factor {

    /** Digits of a number that an attribute may have: quantities of real resources are far below it. */
    int MAX_DIGITS = 18;

    /** The value, not negative; null when it cannot be told, and then the trace says why. */
    @Nullable
    BigDecimal of(ResourceAttributes attributes, PricingTrace trace);

    /** A figure of the sheet. */
    record Literal(BigDecimal value) implements Factor {
        @Override
        public BigDecimal of(ResourceAttributes attributes, PricingTrace trace) {
            return value;
        }
    }

    /** A number in an attribute, less what is included in the price: {@code max(0, value - above)}. */
    record Measured(Lookup lookup, BigDecimal above) implements Factor {
        @Override
        public @Nullable BigDecimal of(ResourceAttributes attributes, PricingTrace trace) {
            BigDecimal value = decimal(lookup, attributes, trace);
            return value == null ? null : value.subtract(above).max(BigDecimal.ZERO);
        }
    }

    /** The number that an attribute holds; null when it cannot be told, is negative, or is no plain decimal. */
    static @Nullable BigDecimal decimal(Lookup lookup, ResourceAttributes attributes, PricingTrace trace) {
        String text = lookup.resolve(attributes, trace);
        if (text == null) {
            return null;
        }
        if (!isPlainDecimal(text)) {
            trace.unknown(lookup.name() + " is not a plain number");
            return null;
        }
        return new BigDecimal(text);
    }

    /** Digits with at most one point between them: no sign, no exponent, so that reading it costs nothing. */
    static boolean isPlainDecimal(String text) {
        int point = text.indexOf('.');
        boolean pointInside = point < 0 || (point > 0 && point < text.length() - 1 && point == text.lastIndexOf('.'));
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && pointInside
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }
}
