package dev.spendweir.price;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes to light while one resource is priced: assumptions, sources, and the first thing that is unknown. */
final class PricingTrace {

    final Set<String> assumptions = new LinkedHashSet<>();
    final Set<String> sources = new LinkedHashSet<>();
    private @Nullable String unknown;

    void assume(@Nullable String text) {
        if (text != null) {
            assumptions.add(text);
        }
    }

    void unknown(String reason) {
        if (unknown == null) {
            unknown = reason;
        }
    }

    @Nullable
    String unknownReason() {
        return unknown;
    }
}
