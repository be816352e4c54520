package dev.spendweir.price;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one attribute.
 *
 * @param lookup the attribute; its stand-ins do not count here
 * @param in values for which it holds, compared without regard to A-Z or a-z
 * @param prefixes beginnings for which it holds too
 * @param ifAbsent whether it holds when the attribute is not set
 * @param ifUnknown whether it holds when only the apply will tell; null: the resource is then unknown
 */
record Condition(
        Lookup lookup,
        List<String> in,
        List<String> prefixes,
        boolean ifAbsent,
        @Nullable Boolean ifUnknown) {

    Condition {
        in = List.copyOf(in);
        prefixes = List.copyOf(prefixes);
    }

    /** Whether it holds; false with an unknown in the trace when it cannot be told. */
    boolean holds(ResourceAttributes attributes, PricingTrace trace) {
        String text = lookup.peek(attributes);
        if (text != null) {
            String folded = text.toLowerCase(Locale.ROOT);
            return in.stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).equals(folded))
                    || prefixes.stream().anyMatch(p -> folded.startsWith(p.toLowerCase(Locale.ROOT)));
        }
        if (!lookup.isUnknown(attributes)) {
            return ifAbsent;
        }
        if (ifUnknown == null) {
            trace.unknown(lookup.name() + " is not known before the apply");
            return false;
        }
        return ifUnknown;
    }
}
