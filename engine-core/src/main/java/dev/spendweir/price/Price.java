package dev.spendweir.price;

import java.math.BigDecimal;
import java.util.List;

/** What a price sheet says of one resource. */
public sealed interface Price {

    /**
     * A price.
     *
     * @param monthly per month of 730 hours, exact
     * @param hourly the part that is billed by the hour, per hour, exact; 0 when everything is billed by the month
     * @param assumptions the usage assumptions and stand-ins it rests on, in words; empty for a plain price
     * @param sources the ids of the sources whose figures were used, without repeats
     */
    record Priced(BigDecimal monthly, BigDecimal hourly, List<String> assumptions, List<String> sources)
            implements Price {
        public Priced {
            assumptions = List.copyOf(assumptions);
            sources = List.copyOf(sources);
        }

        /** Whether it rests on an assumption. */
        public boolean assumed() {
            return !assumptions.isEmpty();
        }
    }

    /** The type is known to cost nothing. */
    record Free() implements Price {}

    /**
     * The sheet cannot tell; this is not 0.
     *
     * @param reason why, naming types and attributes but no values
     */
    record Unknown(String reason) implements Price {}
}
