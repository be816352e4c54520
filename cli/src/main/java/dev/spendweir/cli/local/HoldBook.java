package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.local.LocalHold.CloseReason;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.GrantBalance;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.snapshot.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All holds of a directory, and how they move (spec 3.2, 10 R2-R7). Balances of credits and usage of budgets are worked
 * out from the holds each time, so that they cannot disagree with them. Not thread-safe; a copy is independent.
 */
final class HoldBook {

    /** A forecast sees a cost only days after it began; so long a settled hold counts beside it (spec 3.2). */
    private static final int SETTLING_DAYS = 7;

    /**
     * Something that happened to a hold.
     *
     * @param type what
     * @param hold as it is after it
     * @param settlement how it was charged; null: it was given back
     */
    record Move(EntryType type, LocalHold hold, @Nullable Settlement settlement) {}

    private final Map<String, Amount> budgets;
    private final List<LocalHold> holds;

    HoldBook(Map<String, Amount> budgets, List<LocalHold> holds) {
        this.budgets = Map.copyOf(budgets);
        this.holds = new ArrayList<>(holds);
    }

    HoldBook copy() {
        return new HoldBook(budgets, holds);
    }

    List<LocalHold> holds() {
        return List.copyOf(holds);
    }

    Optional<LocalHold> find(String reservationId) {
        return holds.stream()
                .filter(hold -> hold.reservationId().equals(reservationId))
                .findFirst();
    }

    /** The confirmed hold of a change. */
    Optional<LocalHold> confirmedOf(Change change) {
        return holds.stream()
                .filter(hold -> hold.status() == HoldStatus.CONFIRMED && isSame(hold.change(), change))
                .findFirst();
    }

    /** Closes what is older than the policy allows: tentative ones are given back, confirmed ones count as spent. */
    List<Move> sweep(int ttlSeconds, Instant clockTime) {
        Instant oldest = clockTime.minus(Duration.ofSeconds(ttlSeconds));
        return close(
                hold -> !hold.createdAt().isAfter(oldest),
                hold -> hold.held().total(),
                CloseReason.OVERDUE,
                null,
                clockTime);
    }

    /**
     * Makes room for a new decision of a change: its hold moves, and at an apply the other plans of the state are stale.
     *
     * @param amount what the new decision asks for, at least 0
     * @param applies whether the decision is made right before an apply
     * @param heir the new hold; null when nothing new is held
     */
    List<Move> supersede(Change change, Amount amount, boolean applies, @Nullable String heir, Instant clockTime) {
        List<Move> moves = close(
                hold -> isSame(hold.change(), change),
                hold -> hold.held().total().minus(amount).max(Amount.ZERO),
                CloseReason.SUPERSEDED,
                heir,
                clockTime);
        if (applies) {
            moves.addAll(close(
                    hold -> hold.status() == HoldStatus.TENTATIVE
                            && hold.change().place().equals(change.place()),
                    hold -> hold.held().total(),
                    CloseReason.STALE_PLAN,
                    heir,
                    clockTime));
        }
        return moves;
    }

    private List<Move> close(
            Predicate<LocalHold> which,
            Function<LocalHold, Amount> actual,
            CloseReason reason,
            @Nullable String heir,
            Instant clockTime) {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < holds.size(); i++) {
            LocalHold hold = holds.get(i);
            if (hold.isActive() && which.test(hold)) {
                moves.add(closeAt(i, actual.apply(hold), reason, heir, clockTime));
            }
        }
        return moves;
    }

    private Move closeAt(int position, Amount actual, CloseReason reason, @Nullable String heir, Instant clockTime) {
        LocalHold hold = holds.get(position);
        boolean tentative = hold.status() == HoldStatus.TENTATIVE;
        Settlement settlement = tentative ? null : hold.held().settle(actual, headroom(hold));
        LocalHold closed = settlement == null
                ? hold.release(reason, heir, clockTime)
                : hold.settle(settlement, reason, heir, clockTime);
        holds.set(position, closed);
        EntryType type = !tentative
                ? EntryType.RESERVATION_SETTLED
                : reason == CloseReason.SUPERSEDED ? EntryType.RESERVATION_SUPERSEDED : EntryType.RESERVATION_RELEASED;
        return new Move(type, closed, settlement);
    }

    /** Adds a new hold. */
    void add(LocalHold hold) {
        holds.add(hold);
    }

    /** Settles a confirmed hold at what it really cost. */
    Move settle(LocalHold hold, Amount actual, Instant clockTime) {
        return closeAt(holds.indexOf(hold), actual, CloseReason.RECONCILED, null, clockTime);
    }

    private static boolean isSame(Change one, Change other) {
        return one.identity().isPresent() && one.identity().equals(other.identity());
    }

    /** What the project's budget has left in the hold's booking month, this hold still counted as reserved (R5). */
    private Amount headroom(LocalHold hold) {
        Amount limit = budgets.get(hold.projectId());
        if (limit == null) {
            return Amount.ZERO;
        }
        Amount used = sum(
                        h -> h.isActive() && h.projectId().equals(hold.projectId()),
                        h -> h.held().allocation())
                .plus(consumedByProject(hold.projectId(), h -> h.bookedMonth().equals(hold.bookedMonth())));
        return limit.minus(used).max(Amount.ZERO);
    }

    /** What the snapshot shows of the holds (spec 3.2, "What snapshots show"). */
    Usage usage(String projectId, LocalDate today, @Nullable LocalDate completeThrough) {
        LocalDate yesterday = today.minusDays(1);
        LocalDate complete =
                completeThrough == null ? yesterday : completeThrough.isAfter(today) ? today : completeThrough;
        LocalDate settledAfter = complete.minusDays(SETTLING_DAYS);
        Predicate<LocalHold> thisMonth = hold -> hold.bookedMonth().equals(YearMonth.from(today));
        Predicate<LocalHold> settling = hold -> closedDay(hold).isAfter(settledAfter);
        Predicate<LocalHold> active = LocalHold::isActive;
        return new Usage(
                sum(active, hold -> hold.held().total()),
                consumed(thisMonth),
                consumed(settling),
                sum(
                        active.and(hold -> hold.projectId().equals(projectId)),
                        hold -> hold.held().allocation()),
                consumedByProject(projectId, thisMonth),
                consumedByProject(projectId, settling));
    }

    private static LocalDate closedDay(LocalHold hold) {
        Instant closed = hold.closedAt();
        return closed == null ? LocalDate.MIN : LocalDate.ofInstant(closed, ZoneOffset.UTC);
    }

    private Amount consumed(Predicate<LocalHold> which) {
        return sum(isSettled().and(which), hold -> hold.consumed().total().plus(hold.overrun()));
    }

    private Amount consumedByProject(String projectId, Predicate<LocalHold> which) {
        return sum(
                isSettled().and(which).and(hold -> hold.projectId().equals(projectId)),
                hold -> hold.consumed().allocation().plus(hold.overrun()));
    }

    private static Predicate<LocalHold> isSettled() {
        return hold -> hold.status() == HoldStatus.SETTLED;
    }

    private Amount sum(Predicate<LocalHold> which, Function<LocalHold, Amount> what) {
        Amount sum = Amount.ZERO;
        for (LocalHold hold : holds) {
            if (which.test(hold)) {
                sum = sum.plus(what.apply(hold));
            }
        }
        return sum;
    }

    /**
     * What became of a credit.
     *
     * @throws IllegalStateException when more was drawn than was granted
     */
    GrantBalance balance(LocalCredit credit) {
        Amount reserved = Amount.ZERO;
        Amount consumed = Amount.ZERO;
        Amount writtenOff = Amount.ZERO;
        for (LocalHold hold : holds) {
            Amount held = drawn(hold.held(), credit.grantId());
            Amount spent = drawn(hold.consumed(), credit.grantId());
            consumed = consumed.plus(spent);
            if (hold.isActive()) {
                reserved = reserved.plus(held);
            } else if (cameBackTooLate(hold, credit)) {
                writtenOff = writtenOff.plus(held.minus(spent));
            }
        }
        Amount remaining = credit.original().minus(reserved).minus(consumed).minus(writtenOff);
        return new GrantBalance(credit.original(), remaining, reserved, consumed, writtenOff, credit.expiresAt());
    }

    private static boolean cameBackTooLate(LocalHold hold, LocalCredit credit) {
        Instant closed = hold.closedAt();
        return closed != null && credit.isExpired(closed);
    }

    private static Amount drawn(HoldParts parts, String grantId) {
        Amount sum = Amount.ZERO;
        for (HeldDraw draw : parts.draws()) {
            sum = draw.grantId().equals(grantId) ? sum.plus(draw.amount()) : sum;
        }
        return sum;
    }
}
