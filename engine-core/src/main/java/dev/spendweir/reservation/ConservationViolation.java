package dev.spendweir.reservation;

/**
 * Money would have appeared or vanished. This is a broken invariant of ours, never a caller's mistake: nobody catches it,
 * and the transaction that it happens in must not commit.
 */
public final class ConservationViolation extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final Law law;

    /** Which law was broken. */
    public enum Law {
        /** The parts sum exactly to the total. */
        BALANCE,
        /** No part is below zero. */
        NON_NEGATIVE
    }

    ConservationViolation(Law law, String message) {
        super(message);
        this.law = law;
    }

    /** The law that was broken. */
    public Law law() {
        return law;
    }
}
