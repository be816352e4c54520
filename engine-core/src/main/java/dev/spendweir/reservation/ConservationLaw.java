package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.ConservationViolation.Law;
import java.math.BigInteger;
import java.util.List;

/**
 * The two laws of money (spec 3.2, 7.3), checked in the constructor of every value that has parts. Pure functions.
 */
public final class ConservationLaw {
    private ConservationLaw() {}

    /**
     * A named amount.
     *
     * @param name what it is called in a message
     */
    public record Part(String name, Amount amount) {}

    /**
     * The parts sum exactly to the total; the sum may be beyond 64 bits on the way.
     *
     * @throws ConservationViolation when they do not
     */
    public static void balance(String what, Amount total, List<Part> parts) {
        BigInteger sum = Micros.sum(parts.stream().map(Part::amount));
        if (!sum.equals(Micros.of(total))) {
            throw new ConservationViolation(
                    Law.BALANCE, what + ": the parts " + parts + " do not sum to the total " + total);
        }
    }

    /**
     * No part is below zero.
     *
     * @throws ConservationViolation when one is
     */
    public static void nonNegative(String what, List<Part> parts) {
        for (Part part : parts) {
            if (part.amount().isNegative()) {
                throw new ConservationViolation(
                        Law.NON_NEGATIVE, what + ": " + part.name() + " is " + part.amount() + ", below 0");
            }
        }
    }
}
