package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** reservation.apply: holds, grants and budgets over a list of events (spec 3.2, spec 10 R1-R12). */
final class Reservations {
    private final ReservationInput input;
    private Map<String, Hold> holds = new LinkedHashMap<>();
    private Grants grants;

    private Reservations(ReservationInput input) {
        this.input = input;
        grants = Grants.of(input.grants);
    }

    static Map<String, Object> apply(Map<String, Object> input) {
        return new Reservations(new ReservationInput(input)).run();
    }

    private Map<String, Object> run() {
        List<Object> refusals = new ArrayList<>();
        for (int i = 0; i < input.events.size(); i++) {
            Map<String, Hold> holdsBefore = copyOfHolds();
            Grants grantsBefore = grants.copy();
            String refusal = apply(input.events.get(i));
            if (refusal != null) {
                holds = holdsBefore;
                grants = grantsBefore;
                refusals.add(Json.object("index", JsonNumber.of(i), "code", refusal));
            }
        }
        return Json.object(
                "reservations",
                        holds.values().stream()
                                .map(hold -> (Object) hold.result())
                                .toList(),
                "grants", grants.result(),
                "projects", projects(),
                "refusals", refusals);
    }

    private Map<String, Hold> copyOfHolds() {
        Map<String, Hold> copy = new LinkedHashMap<>();
        holds.forEach((id, hold) -> copy.put(id, hold.isActive() ? hold.copy() : hold));
        return copy;
    }

    private String apply(ReservationInput.Event event) {
        switch (event.type()) {
            case "reserve":
                return reserve(event);
            case "sweep":
                sweep(event.at());
                return null;
            case "expire_grants":
                grants.expire(event.at());
                return null;
            default:
                return change(event, holds.get(event.reservationId()));
        }
    }

    private String change(ReservationInput.Event event, Hold hold) {
        if (hold == null) {
            return "RESERVATION_UNKNOWN";
        }
        if (!hold.isActive()) {
            return "RESERVATION_NOT_ACTIVE";
        }
        if (event.type().equals("confirm")) {
            hold.status = "confirmed";
        } else if (event.type().equals("release")) {
            release(hold, event.at());
        } else if (hold.isTentative()) {
            return "RESERVATION_NOT_CONFIRMED";
        } else {
            settle(hold, event.actual(), event.at());
        }
        return null;
    }

    private String reserve(ReservationInput.Event event) {
        BigInteger newTotal = event.plan().total();
        for (Hold hold : holds.values()) {
            if (event.change() != null && event.change().equals(hold.change) && hold.isActive()) {
                if (hold.isTentative()) {
                    release(hold, event.at());
                } else {
                    settle(hold, hold.reserved.subtract(newTotal).max(Micros.ZERO), event.at());
                }
            }
        }
        for (Hold hold : holds.values()) {
            boolean samePlace = event.place() != null && event.place().equals(hold.place);
            if (event.confirmed() && samePlace && hold.isTentative()) {
                release(hold, event.at());
            }
        }
        String refusal = refusal(event);
        if (refusal == null) {
            Hold hold = new Hold(
                    event.reservationId(),
                    event.projectId(),
                    event.change(),
                    event.place(),
                    event.at(),
                    event.confirmed(),
                    event.plan());
            holds.put(hold.id, hold);
        }
        return refusal;
    }

    private String refusal(ReservationInput.Event event) {
        if (holds.containsKey(event.reservationId())) {
            return "RESERVATION_EXISTS";
        }
        BigInteger headroom = headroom(event.projectId(), Hold.monthOf(event.at()));
        if (headroom != null && event.plan().allocation().compareTo(headroom) > 0) {
            return "BUDGET_EXCEEDED";
        }
        for (Hold.Draw draw : event.plan().draws()) {
            String refusal = grants.take(draw, event.projectId(), event.at());
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** What the project's budget has left in a booking month, never negative; null without a budget. */
    private BigInteger headroom(String projectId, YearMonth month) {
        BigInteger limit = input.budgets.get(projectId);
        return limit == null
                ? null
                : limit.subtract(reserved(projectId))
                        .subtract(consumed(projectId, month))
                        .max(Micros.ZERO);
    }

    /** Allocations of active holds of every month: what is promised stays promised. */
    private BigInteger reserved(String projectId) {
        return Micros.sum(holds.values().stream()
                .filter(hold -> hold.isActive() && hold.projectId.equals(projectId))
                .map(hold -> hold.allocation)
                .toList());
    }

    private BigInteger consumed(String projectId, YearMonth month) {
        return Micros.sum(settled(projectId, month).stream()
                .map(hold -> hold.allocation.add(hold.overrun))
                .toList());
    }

    private List<Hold> settled(String projectId, YearMonth month) {
        return holds.values().stream()
                .filter(hold -> hold.isSettled()
                        && hold.projectId.equals(projectId)
                        && hold.month().equals(month))
                .toList();
    }

    private void release(Hold hold, long at) {
        hold.draws.forEach(draw -> grants.close(draw, Micros.ZERO, at));
        hold.status = "released";
        hold.allocation = Micros.ZERO;
        hold.draws = List.of();
        hold.uncovered = Micros.ZERO;
    }

    private void settle(Hold hold, BigInteger actual, long at) {
        BigInteger beyond = actual.subtract(hold.reserved).max(Micros.ZERO);
        BigInteger headroom = headroom(hold.projectId, hold.month());
        BigInteger extra = headroom == null ? Micros.ZERO : beyond.min(headroom);
        BigInteger open = actual.min(hold.reserved);
        BigInteger filled = open.min(hold.allocation);
        open = open.subtract(filled);
        List<Hold.Draw> consumed = new ArrayList<>();
        for (Hold.Draw draw : hold.draws) {
            BigInteger part = open.min(draw.amount());
            open = open.subtract(part);
            grants.close(draw, part, at);
            consumed.add(new Hold.Draw(draw.grantId(), draw.pool(), part));
        }
        hold.status = "settled";
        hold.allocation = filled.add(extra);
        hold.draws = consumed;
        hold.uncovered = open.min(hold.uncovered);
        hold.overrun = beyond.subtract(extra);
        hold.drift = actual.subtract(hold.reserved);
    }

    private void sweep(long at) {
        for (Hold hold : holds.values()) {
            boolean overdue = at - hold.reservedAt >= input.ttlMillis;
            if (overdue && hold.isTentative()) {
                release(hold, at);
            } else if (overdue && hold.isConfirmed()) {
                settle(hold, hold.reserved, at);
            }
        }
    }

    /** Every project of budgets or of a reserve event, for the booking month of the last event (spec 10 R10). */
    private List<Object> projects() {
        TreeSet<String> names = new TreeSet<>(input.budgets.keySet());
        input.events.stream().filter(e -> e.projectId() != null).forEach(e -> names.add(e.projectId()));
        int count = input.events.size();
        YearMonth month =
                count == 0 ? null : Hold.monthOf(input.events.get(count - 1).at());
        List<Object> out = new ArrayList<>();
        for (String name : names) {
            BigInteger overrun = Micros.sum(
                    settled(name, month).stream().map(hold -> hold.overrun).toList());
            out.add(Json.object(
                    "project_id", name,
                    "reserved", Micros.format(Micros.finished(reserved(name))),
                    "consumed", Micros.format(Micros.finished(consumed(name, month))),
                    "overrun", Micros.format(Micros.finished(overrun))));
        }
        return out;
    }
}
