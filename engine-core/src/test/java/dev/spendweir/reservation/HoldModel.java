package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.snapshot.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of spec 3.2 and 10 R2-R8 once more, on plain numbers and in the plainest way: everything is summed anew from
 * the list of holds whenever it is asked for. Written to disagree with {@link ReservationHistory} when one of them is
 * wrong. Not thread-safe.
 */
final class HoldModel {

    /** A hold as it stands. */
    static final class Row {
        final String id;
        final String project;
        final String change;
        final String place;
        final Instant at;
        final long allocation;
        final long uncovered;
        final List<PlannedDraw> draws;
        String status;
        boolean awaitsLate;
        long chargedAllocation;
        long chargedUncovered;
        long[] chargedDraws;
        long overrun;

        Row(ReservationEvent.Reserve event) {
            id = event.reservationId();
            project = event.projectId();
            change = event.change();
            place = event.place();
            at = event.at();
            allocation = event.plan().allocation().micros();
            uncovered = event.plan().uncovered().micros();
            draws = event.plan().draws().stream()
                    .filter(draw -> draw.amount().isPositive())
                    .toList();
            status = event.confirmed() ? "confirmed" : "tentative";
            chargedDraws = new long[draws.size()];
        }

        boolean active() {
            return status.equals("tentative") || status.equals("confirmed");
        }

        long total() {
            return allocation
                    + uncovered
                    + draws.stream().mapToLong(draw -> draw.amount().micros()).sum();
        }
    }

    final Map<String, Long> limits;
    final Map<String, Grant> grants = new LinkedHashMap<>();
    final Map<String, Long> writtenOff = new LinkedHashMap<>();
    final List<Row> rows = new ArrayList<>();
    private final long ttlSeconds;

    HoldModel(Map<String, Long> limits, List<Grant> grants, long ttlSeconds) {
        this.limits = new LinkedHashMap<>(limits);
        this.ttlSeconds = ttlSeconds;
        grants.forEach(grant -> {
            this.grants.put(grant.grantId(), grant);
            writtenOff.put(grant.grantId(), 0L);
        });
    }

    void apply(ReservationEvent event) {
        if (event instanceof ReservationEvent.Reserve reserve) {
            reserve(reserve);
        } else if (event instanceof ReservationEvent.Confirm confirm) {
            active(confirm.reservationId()).forEach(row -> row.status = "confirmed");
        } else if (event instanceof ReservationEvent.Release release) {
            active(release.reservationId()).forEach(row -> close(row, release.at(), -1, 0, false));
        } else if (event instanceof ReservationEvent.Settle settle) {
            active(settle.reservationId()).stream()
                    .filter(row -> row.status.equals("confirmed"))
                    .forEach(row ->
                            close(row, settle.at(), settle.actual().micros(), room(row.project, month(row.at)), false));
        } else if (event instanceof ReservationEvent.GiveWay way) {
            Amount actual = way.actual();
            active(way.reservationId())
                    .forEach(row -> close(row, way.at(), actual == null ? -1 : actual.micros(), 0, true));
        } else if (event instanceof ReservationEvent.LateActual late) {
            rows.stream()
                    .filter(row -> row.id.equals(late.reservationId()) && row.awaitsLate)
                    .forEach(row -> adjust(row, late));
        } else if (event instanceof ReservationEvent.Sweep sweep) {
            rows.stream()
                    .filter(row ->
                            row.active() && !row.at.plusSeconds(ttlSeconds).isAfter(sweep.at()))
                    .forEach(row -> close(row, sweep.at(), row.status.equals("confirmed") ? row.total() : -1, 0, true));
        } else if (event instanceof ReservationEvent.ExpireGrants expire) {
            grants.keySet().stream()
                    .filter(id -> expired(id, expire.at()))
                    .forEach(id -> writtenOff.merge(id, remaining(id), Long::sum));
        }
    }

    private List<Row> active(String id) {
        return rows.stream().filter(row -> row.active() && row.id.equals(id)).toList();
    }

    private void reserve(ReservationEvent.Reserve event) {
        Row made = new Row(event);
        for (Row row : rows) {
            boolean sameChange = made.change != null && made.change.equals(row.change);
            boolean stale = event.confirmed()
                    && row.status.equals("tentative")
                    && made.place != null
                    && made.place.equals(row.place);
            if (row.active() && (sameChange || stale)) {
                long done = Math.max(0, row.total() - made.total());
                close(row, event.at(), row.status.equals("confirmed") ? done : -1, 0, true);
            }
        }
        rows.add(made);
    }

    /** Closes at an actual, or releases at -1. */
    private void close(Row row, Instant at, long actual, long headroom, boolean bySuccessorOrSweeper) {
        row.status = actual < 0 ? "released" : "settled";
        row.awaitsLate = bySuccessorOrSweeper;
        long open = Math.max(0, actual);
        row.chargedAllocation = Math.min(open, row.allocation);
        open -= row.chargedAllocation;
        for (int i = 0; i < row.chargedDraws.length; i++) {
            long held = row.draws.get(i).amount().micros();
            row.chargedDraws[i] = Math.min(open, held);
            open -= row.chargedDraws[i];
            back(row.draws.get(i).grantId(), held - row.chargedDraws[i], at);
        }
        row.chargedUncovered = Math.min(open, row.uncovered);
        open -= row.chargedUncovered;
        long extra = Math.min(open, headroom);
        row.chargedAllocation += extra;
        row.overrun = open - extra;
    }

    private void adjust(Row row, ReservationEvent.LateActual late) {
        boolean budgeted = limits.containsKey(row.project);
        long room = room(row.project, month(row.at));
        long open = late.actual().micros();
        long retaken = row.allocation - row.chargedAllocation;
        if (budgeted) {
            retaken = Math.min(retaken, room);
        }
        long taken = Math.min(open, row.chargedAllocation + retaken);
        open -= taken;
        for (int i = 0; i < row.chargedDraws.length; i++) {
            long kept = Math.min(open, row.chargedDraws[i]);
            open -= kept;
            back(row.draws.get(i).grantId(), row.chargedDraws[i] - kept, late.at());
            row.chargedDraws[i] = kept;
        }
        row.chargedUncovered = Math.min(open, row.uncovered);
        open -= row.chargedUncovered;
        long extra = budgeted ? Math.min(open, room - retaken) : 0;
        row.chargedAllocation = taken + extra;
        row.overrun = open - extra;
        row.status = "settled";
        row.awaitsLate = false;
    }

    /** What comes back to an expired credit is lost; what comes back to another is simply not drawn any more. */
    private void back(String grantId, long amount, Instant at) {
        if (expired(grantId, at)) {
            writtenOff.merge(grantId, amount, Long::sum);
        }
    }

    private boolean expired(String grantId, Instant at) {
        Instant expiry = grants.get(grantId).expiresAt();
        return expiry != null && !at.isBefore(expiry);
    }

    long reservedOf(String grantId) {
        return drawn(grantId, true);
    }

    long consumedOf(String grantId) {
        return drawn(grantId, false);
    }

    private long drawn(String grantId, boolean active) {
        long sum = 0;
        for (Row row : rows) {
            for (int i = 0; row.active() == active && i < row.draws.size(); i++) {
                if (row.draws.get(i).grantId().equals(grantId)) {
                    sum += active ? row.draws.get(i).amount().micros() : row.chargedDraws[i];
                }
            }
        }
        return sum;
    }

    long remaining(String grantId) {
        return grants.get(grantId).remaining().micros()
                - writtenOff.get(grantId)
                - drawn(grantId, true)
                - drawn(grantId, false);
    }

    long reserved(String project) {
        return rows.stream()
                .filter(row -> row.active() && row.project.equals(project))
                .mapToLong(row -> row.allocation)
                .sum();
    }

    long consumed(String project, String month) {
        return rows.stream()
                .filter(row -> !row.active()
                        && row.project.equals(project)
                        && month(row.at).equals(month))
                .mapToLong(row -> row.chargedAllocation + row.overrun)
                .sum();
    }

    long room(String project, String month) {
        Long limit = limits.get(project);
        return limit == null ? 0 : Math.max(0, limit - reserved(project) - consumed(project, month));
    }

    static String month(Instant at) {
        return at.toString().substring(0, 7);
    }

    static Amount amount(long micros) {
        return Amount.ofMicros(micros);
    }
}
