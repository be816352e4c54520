package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Good inputs of approval.apply; times crowd around the deadlines. */
final class RandomApprovals {
    private static final Instant CREATED = Instant.parse("2026-03-11T10:00:00Z");

    private final Dice dice;
    private final RandomMoments moments;

    RandomApprovals(Dice dice) {
        this.dice = dice;
        moments = new RandomMoments(dice);
    }

    Map<String, Object> input() {
        Map<String, Object> route = Json.object(
                "reviewer_roles",
                new ArrayList<>(dice.pick(List.of("owner", "admin"), List.of("member", "admin"), List.of("admin"))),
                "required_permission",
                dice.pick("approve.prod", "approve.nonprod", "approve.nonprod", "approve.big"),
                "required_approvals",
                dice.pick(null, JsonNumber.of(1), JsonNumber.of(2), JsonNumber.of(3)),
                "ttl_seconds",
                dice.percent(85) ? JsonNumber.of(3600) : null);
        List<Object> events = new ArrayList<>();
        int count = dice.between(0, 6);
        boolean mayBeLate = dice.percent(50);
        for (int i = dice.percent(55) ? dice.between(1, 3) : 0; i > 0; i--) {
            events.add(Json.object(
                    "type",
                    "approve",
                    "actor",
                    dice.pick("bob", "bob", "carol", "carol", "alice"),
                    "role",
                    dice.pick("owner", "admin"),
                    "at",
                    moments.spelled(time(false))));
        }
        for (int i = 0; i < count; i++) {
            events.add(event(mayBeLate && i > count / 2));
        }
        return Json.object(
                "route",
                route,
                "requester_id",
                "alice",
                "submitted_by",
                dice.percent(60) ? new ArrayList<>(List.of("ci")) : null,
                "separation",
                dice.percent(60),
                "created_at",
                dice.percent(85) ? CREATED.toString() : null,
                "execution_ttl_seconds",
                dice.percent(80) ? JsonNumber.of(1800) : null,
                "events",
                events);
    }

    private Object event(boolean late) {
        String type = dice.pick(
                "approve",
                "approve",
                "approve",
                "approve",
                "deny",
                "deny",
                "cancel",
                "supersede",
                "expire",
                "consume",
                "consume",
                "consume",
                "consume");
        Map<String, Object> event = Json.object("type", type, "at", moments.spelled(time(late)));
        if (!type.equals("expire") && !type.equals("supersede") || dice.percent(30)) {
            event.put("actor", dice.pick("alice", "bob", "carol", "dora", "ci"));
        }
        if (dice.percent(90)) {
            event.put("role", dice.pick("owner", "owner", "owner", "admin", "admin", "admin", "member", "guest", null));
        }
        if (dice.percent(50)) {
            event.put(
                    "permissions",
                    new ArrayList<>(
                            dice.pick(List.of("approve.prod"), List.of("approve.big", "approve.nonprod"), List.of())));
        }
        return event;
    }

    private Instant time(boolean late) {
        Instant near = CREATED.plusSeconds(dice.pick(0, 600, 1200, 3000));
        if (!late) {
            return near;
        }
        return moments.near(CREATED.plusSeconds(dice.pick(1800, 2400, 3600, 3600, 3000, 4800)));
    }
}
