package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The checked input of reservation.apply (spec 10 R1, R12). */
final class ReservationInput {
    private static final Set<String> TYPES =
            Set.of("reserve", "confirm", "release", "settle", "sweep", "expire_grants");
    private static final Set<String> POOLS = Set.of("reserved", "emergency");

    /** One event; what its type does not name is null. */
    record Event(
            String type,
            long at,
            String reservationId,
            String projectId,
            Hold.Plan plan,
            String change,
            String place,
            boolean confirmed,
            BigInteger actual) {}

    final Map<String, BigInteger> budgets = new LinkedHashMap<>();
    final List<Object> grants;
    final long ttlMillis;
    final List<Event> events = new ArrayList<>();

    private final Findings findings = new Findings();

    ReservationInput(Map<String, Object> input) {
        Members in = new Members(findings, Members.Codes.OPEN, "", input);
        in.required("ttl_seconds", "events");
        Members limits = in.object("budgets");
        if (limits.isReadable() && in.isGiven("budgets")) {
            for (String project : Json.asObject(input.get("budgets")).keySet()) {
                limits.required(project);
                budgets.put(project, limits.amount(project, null, false));
            }
        }
        grants = Snapshots.grants(findings, in, Members.Codes.CLOSED);
        Long ttl = in.integer("ttl_seconds", null, 1, Integer.MAX_VALUE);
        List<Object> given = in.list("events");
        for (int i = 0; given != null && i < given.size(); i++) {
            events.add(event(new Members(findings, Members.Codes.OPEN, "/events/" + i, given.get(i))));
        }
        findings.throwIfAny();
        ttlMillis = ttl * 1000;
    }

    private Event event(Members in) {
        in.required("type", "at");
        String type = in.text("type", TYPES::contains, null);
        Long at = in.time("at");
        String known = type == null ? "" : type;
        boolean reserves = known.equals("reserve");
        String id = null;
        if (Set.of("reserve", "confirm", "release", "settle").contains(known)) {
            id = in.required("reservation_id").text("reservation_id", t -> true, null);
        }
        BigInteger actual = null;
        if (known.equals("settle")) {
            actual = in.required("actual_monthly_delta").amount("actual_monthly_delta", null, false);
        }
        return new Event(
                known,
                at == null ? 0 : at,
                id,
                reserves ? in.required("project_id").text("project_id", t -> true, null) : null,
                reserves ? plan(in) : null,
                reserves ? in.text("change", t -> true, null) : null,
                reserves ? in.text("place", t -> true, null) : null,
                reserves && Boolean.TRUE.equals(in.bool("confirmed", false)),
                actual);
    }

    private Hold.Plan plan(Members event) {
        event.required("plan");
        if (!event.isGiven("plan")) {
            return null;
        }
        Members in = event.object("plan").required("allocation", "draws", "uncovered");
        List<Object> given = in.list("draws");
        List<Hold.Draw> draws = new ArrayList<>();
        for (int i = 0; given != null && i < given.size(); i++) {
            Members draw = new Members(findings, Members.Codes.OPEN, in.pointer("draws") + "/" + i, given.get(i));
            draw.required("grant_id", "pool", "amount");
            draws.add(new Hold.Draw(
                    draw.text("grant_id", t -> true, null),
                    draw.choice("pool", POOLS, null),
                    draw.amount("amount", null, false)));
        }
        BigInteger allocation = in.amount("allocation", null, false);
        BigInteger uncovered = in.amount("uncovered", null, false);
        return findings.isEmpty() ? new Hold.Plan(allocation, draws, uncovered) : null;
    }
}
