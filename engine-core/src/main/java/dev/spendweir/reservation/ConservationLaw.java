package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import java.util.List;

/**
 * The two laws of money (spec 3.2, 7.3). They are checked in every constructor of a value that has parts; a violation is a
 * broken invariant of ours, never a caller's mistake, and therefore an {@link IllegalStateException}.
 */
public final class ConservationLaw {
    private ConservationLaw() {}

    /**
     * A named amount.
     *
     * @param name what it is called in a message
     */
    public record Part(String name, Amount amount) {}

    /** The parts sum exactly to the total. */
    public static void balance(String what, Amount total, List<Part> parts) {
        Amount sum = Amount.ZERO;
        for (Part part : parts) {
            sum = sum.plus(part.amount());
        }
        if (!sum.equals(total)) {
            throw new IllegalStateException(what + ": the parts " + parts + " sum to " + sum + ", not to " + total);
        }
    }

    /** No part is below zero. */
    public static void nonNegative(String what, List<Part> parts) {
        for (Part part : parts) {
            if (part.amount().isNegative()) {
                throw new IllegalStateException(what + ": " + part.name() + " is " + part.amount());
            }
        }
    }
}
