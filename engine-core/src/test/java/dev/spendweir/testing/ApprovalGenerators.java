package dev.spendweir.testing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Histories of approval requests: inputs of {@code approval.apply} (spec 8). They shrink to one without events. */
public final class ApprovalGenerators {

    private static final Instant CREATED = Instant.parse("2026-03-11T10:00:00Z");
    private static final int TTL_SECONDS = 3600;
    private static final int EXECUTION_TTL_SECONDS = 1800;
    private static final int MAX_EVENTS = 12;

    private ApprovalGenerators() {}

    /** Good inputs; requester ann, submitter ci, events by few people around the deadlines. */
    public static Arbitrary<JsonObject> histories() {
        return Combinators.combine(routes(), settings(), events().list().ofMaxSize(MAX_EVENTS))
                .as((route, settings, events) -> settings.with("route", route)
                        .with("requester_id", new JsonString("ann"))
                        .with("submitted_by", Json.value("['ci']"))
                        .with("events", JsonArray.of(events.stream())))
                .withoutEdgeCases();
    }

    private static Arbitrary<JsonObject> settings() {
        return Combinators.combine(
                        Arbitraries.of(false, true),
                        Arbitraries.of((JsonValue) new JsonString(CREATED.toString()), JsonNull.NULL),
                        Arbitraries.of((JsonValue) JsonNumber.of(EXECUTION_TTL_SECONDS), JsonNull.NULL))
                .as((separation, createdAt, executionTtl) -> JsonObject.builder()
                        .put("separation", JsonBoolean.of(separation))
                        .put("created_at", createdAt)
                        .put("execution_ttl_seconds", executionTtl)
                        .build());
    }

    private static Arbitrary<JsonObject> routes() {
        return Combinators.combine(
                        Arbitraries.of("['owner','admin']", "['owner']", "['member','admin']"),
                        Arbitraries.of("approve.nonprod", "approve.prod", "approve.big"),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.frequency(
                                Tuple.of(4, (JsonValue) JsonNumber.of(TTL_SECONDS)), Tuple.of(1, JsonNull.NULL)))
                .as((roles, permission, approvals, ttl) -> JsonObject.builder()
                        .put("reviewer_roles", Json.value(roles))
                        .put("required_permission", permission)
                        .put("required_approvals", approvals)
                        .put("ttl_seconds", ttl)
                        .build());
    }

    private static Arbitrary<JsonObject> events() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(12, "approve"),
                                Tuple.of(2, "deny"),
                                Tuple.of(1, "cancel"),
                                Tuple.of(1, "supersede"),
                                Tuple.of(2, "expire"),
                                Tuple.of(5, "consume")),
                        Arbitraries.of("bob", "carol", "dora", "ann", "ci"),
                        Arbitraries.of("owner", "admin", "member", "guest"),
                        Arbitraries.of("[]", "['approve.prod']", "['approve.big','approve.nonprod']"),
                        Arbitraries.frequency(
                                Tuple.of(20, 0),
                                Tuple.of(10, 1200),
                                Tuple.of(1, EXECUTION_TTL_SECONDS),
                                Tuple.of(1, TTL_SECONDS - 1),
                                Tuple.of(1, TTL_SECONDS),
                                Tuple.of(1, 2 * TTL_SECONDS)))
                .as((type, actor, role, permissions, second) -> JsonObject.builder()
                        .put("type", type)
                        .put("actor", actor)
                        .put("role", role)
                        .put("permissions", Json.value(permissions))
                        .put("at", CREATED.plusSeconds(second).toString())
                        .build());
    }
}
