package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where money stands: the balance of each grant, and for each project what is reserved and, by booking month, what was
 * consumed and overrun. A draft sees what lies below it and changes nothing there until it is committed, so that a refused
 * step leaves no trace. Not thread-safe.
 */
final class Accounts {

    private static final Spending NOTHING = new Spending(BigInteger.ZERO, BigInteger.ZERO);

    private final @Nullable Accounts below;
    private final Map<String, GrantBalance> grants = new HashMap<>();
    private final Map<String, BigInteger> reserved = new HashMap<>();
    private final Map<Booking, Spending> spendings = new HashMap<>();

    /** A project's month, named by its first day. */
    private record Booking(String projectId, int month) {}

    /**
     * What was settled of the holds booked to a month, in micro-units.
     *
     * @param consumed charged to the budget: allocation with headroom, and overrun
     * @param overrun the part of it that was overrun
     */
    record Spending(BigInteger consumed, BigInteger overrun) {}

    Accounts(Map<String, GrantBalance> grants) {
        this.below = null;
        this.grants.putAll(grants);
    }

    private Accounts(Accounts below) {
        this.below = below;
    }

    Accounts draft() {
        return new Accounts(this);
    }

    /** Takes over what a draft of these accounts changed. */
    void take(Accounts draft) {
        grants.putAll(draft.grants);
        reserved.putAll(draft.reserved);
        spendings.putAll(draft.spendings);
    }

    /** The grant's balance; null when there is no such grant. */
    @Nullable
    GrantBalance grant(String grantId) {
        GrantBalance own = grants.get(grantId);
        return own != null || below == null ? own : below.grant(grantId);
    }

    /** Allocations of active holds of every month: what is promised stays promised. */
    BigInteger reserved(String projectId) {
        BigInteger own = reserved.get(projectId);
        if (own != null) {
            return own;
        }
        return below == null ? BigInteger.ZERO : below.reserved(projectId);
    }

    Spending spending(String projectId, int month) {
        return spending(new Booking(projectId, month));
    }

    private Spending spending(Booking booking) {
        Spending own = spendings.get(booking);
        if (own != null) {
            return own;
        }
        return below == null ? NOTHING : below.spending(booking);
    }

    /** What a limit leaves in a month, at least 0. */
    Amount headroom(Amount limit, String projectId, int month) {
        BigInteger left = Micros.of(limit)
                .subtract(reserved(projectId))
                .subtract(spending(projectId, month).consumed());
        return Micros.finished(left.max(BigInteger.ZERO));
    }

    /** Draws on a grant that has as much. */
    void draw(String grantId, Amount amount) {
        grants.put(grantId, existing(grantId).reserve(amount));
    }

    /** Promises an allocation. */
    void allocate(String projectId, Amount amount) {
        reserved.put(projectId, reserved(projectId).add(Micros.of(amount)));
    }

    /** Gives back what an active hold binds, and charges what its closed form consumed. */
    void close(Reservation active, Reservation closed, Instant at) {
        Settlement settlement = closed.settlement();
        reserved.put(
                active.projectId(),
                reserved(active.projectId()).subtract(Micros.of(active.parts().allocation())));
        List<HeldDraw> draws = active.parts().draws();
        for (int i = 0; i < draws.size(); i++) {
            HeldDraw draw = draws.get(i);
            Amount charged =
                    settlement == null ? Amount.ZERO : settlement.draws().get(i);
            GrantBalance balance = existing(draw.grantId());
            grants.put(
                    draw.grantId(),
                    balance.consume(charged).giveBack(draw.amount().minus(charged), at));
        }
        if (settlement != null) {
            charge(new Booking(active.projectId(), active.bookedMonth()), settlement, BigInteger.ONE);
        }
    }

    /** Replaces what a closed hold was charged by its late actual. */
    void adjust(Reservation closed, Reservation adjusted, Instant at) {
        Settlement before = closed.settlement();
        Settlement after = adjusted.settlement();
        if (after == null) {
            throw new IllegalStateException("a late actual leaves its hold settled");
        }
        Booking booking = new Booking(closed.projectId(), closed.bookedMonth());
        if (before != null) {
            List<HeldDraw> draws = closed.parts().draws();
            for (int i = 0; i < draws.size(); i++) {
                Amount back = before.draws().get(i).minus(after.draws().get(i));
                String grantId = draws.get(i).grantId();
                grants.put(grantId, existing(grantId).refund(back, at));
            }
            charge(booking, before, BigInteger.ONE.negate());
        }
        charge(booking, after, BigInteger.ONE);
    }

    private void charge(Booking booking, Settlement settlement, BigInteger times) {
        Spending before = spending(booking);
        BigInteger overrun = Micros.of(settlement.overrun()).multiply(times);
        BigInteger consumed = Micros.of(settlement.allocation()).multiply(times).add(overrun);
        spendings.put(
                booking,
                new Spending(before.consumed().add(consumed), before.overrun().add(overrun)));
    }

    /** Writes off what remains of expired grants; of the accounts themselves, never of a draft. */
    void writeOffExpired(Instant at) {
        if (below != null) {
            throw new IllegalStateException("a draft sees only some of the grants as its own");
        }
        grants.replaceAll((id, balance) -> balance.writeOffIfExpired(at));
    }

    private GrantBalance existing(String grantId) {
        GrantBalance balance = grant(grantId);
        if (balance == null) {
            throw new IllegalStateException("a hold draws on the unknown grant " + grantId);
        }
        return balance;
    }
}
