package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Good inputs of reservation.apply: short histories over few ids, projects and grants, so that they meet. */
final class RandomReservations {
    private static final Instant START = Instant.parse("2026-03-30T00:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2026-04-01T00:00:00Z");

    private final Dice dice;
    private final RandomAmounts amounts;
    private final RandomMoments moments;
    private Instant now = START;

    RandomReservations(Dice dice) {
        this.dice = dice;
        amounts = new RandomAmounts(dice);
        moments = new RandomMoments(dice);
    }

    Map<String, Object> input() {
        Map<String, Object> input = new LinkedHashMap<>();
        if (dice.percent(85)) {
            Map<String, Object> budgets = new LinkedHashMap<>();
            for (String project : new String[] {"p", "q", "\uff61", "\ud83d\ude00"}) {
                if (dice.percent(60)) {
                    budgets.put(project, amounts.spelled(small()));
                }
            }
            input.put("budgets", budgets);
        }
        if (dice.percent(90)) {
            input.put("grants", grants());
        }
        input.put("ttl_seconds", JsonNumber.of(dice.pick(1, 3600, 86400)));
        List<Object> events = new ArrayList<>();
        for (int i = dice.between(0, 14); i > 0; i--) {
            events.add(event());
        }
        input.put("events", events);
        return input;
    }

    private BigDecimal small() {
        return dice.percent(80) ? BigDecimal.valueOf(dice.between(0, 200)) : amounts.usual();
    }

    private List<Object> grants() {
        List<Object> grants = new ArrayList<>();
        for (String id : new String[] {"g", "h", "e"}) {
            Map<String, Object> grant = Json.object(
                    "grant_id",
                    id,
                    "pool",
                    id.equals("e") ? "emergency" : "reserved",
                    "remaining",
                    amounts.spelled(small()),
                    "created_at",
                    "2026-01-01T00:00:00Z");
            if (dice.percent(50)) {
                grant.put("expires_at", EXPIRY.toString());
            }
            if (dice.percent(20)) {
                grant.put("project_id", "p");
            }
            grants.add(grant);
        }
        return grants;
    }

    private Object event() {
        now = dice.percent(10) ? moments.near(EXPIRY) : now.plusSeconds(dice.pick(0, 1, 600, 3599, 3600, 43200));
        String type = dice.pick(
                "reserve",
                "reserve",
                "reserve",
                "confirm",
                "confirm",
                "settle",
                "settle",
                "release",
                "sweep",
                "expire_grants");
        Map<String, Object> event = Json.object("type", type, "at", moments.spelled(now));
        if (!type.equals("sweep") && !type.equals("expire_grants")) {
            event.put("reservation_id", dice.pick("r1", "r2", "r3", "r4"));
        }
        if (type.equals("settle")) {
            event.put("actual_monthly_delta", amounts.spelled(small()));
        }
        if (type.equals("reserve")) {
            event.put("project_id", dice.pick("p", "p", "q", "\uff61"));
            event.put("plan", plan());
            event.put("change", dice.pick("c", "d", null, null));
            event.put("place", dice.pick("s", null));
            if (dice.percent(40)) {
                event.put("confirmed", dice.pick(true, true, false, null));
            }
        }
        return event;
    }

    private Object plan() {
        List<Object> draws = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            String id = dice.pick("g", "g", "h", "e", "e", dice.percent(25) ? "none" : "g");
            boolean right = dice.percent(92);
            draws.add(Json.object(
                    "grant_id",
                    id,
                    "pool",
                    id.equals("e") == right ? "emergency" : "reserved",
                    "amount",
                    amounts.spelled(dice.percent(85) ? BigDecimal.valueOf(dice.between(0, 40)) : small())));
        }
        return Json.object(
                "allocation",
                amounts.spelled(BigDecimal.valueOf(dice.between(0, 90))),
                "draws",
                draws,
                "uncovered",
                amounts.spelled(BigDecimal.valueOf(dice.pick(0, 0, 0, 5, 30))));
    }
}
