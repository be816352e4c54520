package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One reservation of a history, and what it holds or consumed (spec 3.2, spec 10 R9). */
final class Hold {
    /** One draw on a grant; the amount is what is held, and after settling what was consumed. */
    record Draw(String grantId, String pool, BigInteger amount) {}

    /** What a reserve event asks to hold. */
    record Plan(BigInteger allocation, List<Draw> draws, BigInteger uncovered) {
        BigInteger total() {
            return allocation
                    .add(Micros.sum(draws.stream().map(Draw::amount).toList()))
                    .add(uncovered);
        }
    }

    final String id;
    final String projectId;
    final String change;
    final String place;
    final long reservedAt;
    final BigInteger reserved;
    String status;
    BigInteger allocation;
    List<Draw> draws;
    BigInteger uncovered;
    BigInteger overrun = Micros.ZERO;
    BigInteger drift;

    Hold(String id, String projectId, String change, String place, long reservedAt, boolean confirmed, Plan plan) {
        this.id = id;
        this.projectId = projectId;
        this.change = change;
        this.place = place;
        this.reservedAt = reservedAt;
        this.reserved = plan.total();
        this.status = confirmed ? "confirmed" : "tentative";
        this.allocation = plan.allocation();
        this.draws = plan.draws();
        this.uncovered = plan.uncovered();
    }

    private Hold(Hold other) {
        this(
                other.id,
                other.projectId,
                other.change,
                other.place,
                other.reservedAt,
                false,
                new Plan(other.allocation, other.draws, other.uncovered));
        status = other.status;
        overrun = other.overrun;
        drift = other.drift;
    }

    /** A copy of a hold that is still active, to go back to when an event is refused. */
    Hold copy() {
        return new Hold(this);
    }

    boolean isActive() {
        return isTentative() || isConfirmed();
    }

    boolean isTentative() {
        return status.equals("tentative");
    }

    boolean isConfirmed() {
        return status.equals("confirmed");
    }

    boolean isSettled() {
        return status.equals("settled");
    }

    YearMonth month() {
        return monthOf(reservedAt);
    }

    static YearMonth monthOf(long at) {
        LocalDate date = Moments.dateOf(at);
        return YearMonth.from(date);
    }

    Map<String, Object> result() {
        BigInteger parts = Micros.finished(new Plan(allocation, draws, uncovered).total());
        List<Object> drawn = new ArrayList<>();
        for (Draw draw : draws) {
            if (draw.amount().signum() > 0) {
                drawn.add(Json.object("grant_id", draw.grantId(), "amount", Micros.format(draw.amount())));
            }
        }
        return Json.object(
                "reservation_id", id,
                "status", status,
                "reserved", Micros.format(isActive() ? parts : Micros.ZERO),
                "consumed", Micros.format(isSettled() ? parts : Micros.ZERO),
                "overrun", Micros.format(Micros.finished(overrun)),
                "drift", drift == null ? null : Micros.format(Micros.finished(drift)),
                "parts",
                        Json.object(
                                "allocation", Micros.format(Micros.finished(allocation)),
                                "draws", drawn,
                                "uncovered", Micros.format(uncovered)));
    }
}
