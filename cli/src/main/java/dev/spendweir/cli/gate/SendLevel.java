package dev.spendweir.cli.gate;

import dev.spendweir.plan.PlanRedactor;
import dev.spendweir.price.PriceSheet;
import java.util.Locale;

/** How much of a plan leaves this machine (spec 5.1, "Redaction"). */
public enum SendLevel {
    /** Every attribute that is not sensitive. */
    FULL {
        @Override
        byte[] redact(byte[] plan, PriceSheet sheet) {
            return PlanRedactor.redact(plan);
        }
    },
    /** Of the attributes only what the price sheet reads. */
    MINIMAL {
        @Override
        byte[] redact(byte[] plan, PriceSheet sheet) {
            return PlanRedactor.minimal(plan, sheet);
        }
    };

    abstract byte[] redact(byte[] plan, PriceSheet sheet);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
