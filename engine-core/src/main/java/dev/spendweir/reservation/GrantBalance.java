package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.ConservationLaw.Part;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a credit so far (spec 3.2): {@code remaining + reserved + consumed + written_off = original}, each >= 0,
 * always.
 *
 * @param expiresAt exclusive; null: never
 */
public record GrantBalance(
        Amount original,
        Amount remaining,
        Amount reserved,
        Amount consumed,
        Amount writtenOff,
        @Nullable Instant expiresAt) {
    /**
     * Checks the laws.
     *
     * @throws ConservationViolation when a part is below 0 or the parts do not sum to the original
     */
    public GrantBalance {
        List<Part> parts = List.of(
                new Part("remaining", remaining),
                new Part("reserved", reserved),
                new Part("consumed", consumed),
                new Part("written_off", writtenOff));
        ConservationLaw.nonNegative("grant", parts);
        ConservationLaw.balance("grant", original, parts);
    }

    /** A credit of which nothing has been used. */
    public static GrantBalance fresh(Amount original, @Nullable Instant expiresAt) {
        return new GrantBalance(original, original, Amount.ZERO, Amount.ZERO, Amount.ZERO, expiresAt);
    }

    /** The balance after {@code amount} of what remains was reserved. */
    public GrantBalance reserve(Amount amount) {
        return with(remaining.minus(amount), reserved.plus(amount), consumed, writtenOff);
    }

    /** The balance after {@code amount} of what is reserved came back: to what remains, or written off once expired. */
    public GrantBalance giveBack(Amount amount, Instant at) {
        return isExpired(at)
                ? with(remaining, reserved.minus(amount), consumed, writtenOff.plus(amount))
                : with(remaining.plus(amount), reserved.minus(amount), consumed, writtenOff);
    }

    /** The balance after {@code amount} of what is reserved was spent. */
    public GrantBalance consume(Amount amount) {
        return with(remaining, reserved.minus(amount), consumed.plus(amount), writtenOff);
    }

    /** The balance after {@code amount} of what was spent came back: to what remains, or written off once expired. */
    public GrantBalance refund(Amount amount, Instant at) {
        return isExpired(at)
                ? with(remaining, reserved, consumed.minus(amount), writtenOff.plus(amount))
                : with(remaining.plus(amount), reserved, consumed.minus(amount), writtenOff);
    }

    /** Whether nothing can be drawn at that time any more: expiring exactly then is too late. */
    public boolean isExpired(Instant at) {
        return expiresAt != null && !expiresAt.isAfter(at);
    }

    /** The balance after what remains was written off if the credit has expired; else this very balance. */
    public GrantBalance writeOffIfExpired(Instant at) {
        return isExpired(at) && remaining.isPositive()
                ? with(Amount.ZERO, reserved, consumed, writtenOff.plus(remaining))
                : this;
    }

    private GrantBalance with(Amount newRemaining, Amount newReserved, Amount newConsumed, Amount newWrittenOff) {
        return new GrantBalance(original, newRemaining, newReserved, newConsumed, newWrittenOff, expiresAt);
    }
}
