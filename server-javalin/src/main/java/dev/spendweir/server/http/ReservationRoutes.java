package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.holds.ExceptionFilter;
import dev.spendweir.server.store.holds.ExceptionKind;
import dev.spendweir.server.store.holds.ExceptionView;
import dev.spendweir.server.store.holds.HoldService;
import dev.spendweir.server.store.holds.HoldSweeper;
import dev.spendweir.server.store.holds.Reconciliation;
import dev.spendweir.server.store.holds.StoredHold;
import dev.spendweir.server.store.money.ReservationFilter;
import dev.spendweir.server.store.money.ReservationService;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /v1/reservations}: what is held, and what becomes of it; members see their own (spec 3.2, 11). */
final class ReservationRoutes {

    private static final String ALL = "/v1/reservations";
    private static final String ONE = ALL + "/{reservation_id}";
    private static final TextRule NOTES = TextRules.name(1, 1024);

    /** Enough for a person's click; the sweeper does the rest. */
    private static final int DEFAULT_SWEEP = 100;

    /** As many as fit into one answer. */
    private static final int MAX_SWEEP = 500;

    /** An amount in micro-units, for metrics alone. */
    private static final double UNIT = 1e6;

    private final ReservationService reservations;
    private final HoldService holds;
    private final HoldSweeper sweeper;
    private final BodyRules rules;
    private final ServerMetrics metrics;

    ReservationRoutes(
            ReservationService reservations,
            HoldService holds,
            HoldSweeper sweeper,
            BodyRules rules,
            ServerMetrics metrics) {
        this.reservations = reservations;
        this.holds = holds;
        this.sweeper = sweeper;
        this.rules = rules;
        this.metrics = metrics;
    }

    List<Endpoint> endpoints() {
        Access admin = Access.atLeast(Role.ADMIN);
        return List.of(
                Endpoint.of(Method.GET, ALL, Access.atLeast(Role.MEMBER), this::list)
                        .taking("status", "project_id", "overdue", "limit", "cursor"),
                // Before the hold of that name: the first route that fits is taken.
                Endpoint.of(Method.GET, ALL + "/exceptions", admin, this::exceptions)
                        .taking("kind", "reservation_id", "project_id", "limit", "cursor"),
                Endpoint.of(Method.POST, ALL + "/reconcile-overdue", admin, this::reconcileOverdue),
                Endpoint.of(Method.GET, ONE, Access.atLeast(Role.MEMBER), this::one),
                Endpoint.of(Method.POST, ONE + "/confirm", admin, this::confirm),
                Endpoint.of(Method.POST, ONE + "/release", admin, this::release),
                Endpoint.of(Method.POST, ONE + "/reconcile", admin, this::reconcile));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        Identity identity = call.identity();
        ReservationFilter filter = new ReservationFilter(
                parameters
                        .word("status", HoldStatus.values(), HoldStatus::wireName)
                        .orElse(null),
                parameters.text("project_id").orElse(null),
                parameters.bool("overdue").orElse(null),
                identity.isAtLeast(Role.ADMIN) ? null : identity.actorId());
        Page<ReservationView> page = reservations.list(call.tenant(), filter, parameters.page());
        return Reply.ok(page.keeping(view -> identity.allows(view.source(), view.projectId(), view.environmentClass()))
                .toJson(ReservationView::toJson));
    }

    private Reply exceptions(Call call) {
        Parameters parameters = call.parameters();
        Identity identity = call.identity();
        ExceptionFilter filter = new ExceptionFilter(
                parameters
                        .word("kind", ExceptionKind.values(), ExceptionKind::wireName)
                        .orElse(null),
                parameters
                        .parsed("reservation_id", UuidV7::parse, "the id of a reservation")
                        .orElse(null),
                parameters.text("project_id").orElse(null));
        Page<ExceptionView> page = holds.exceptions(call.tenant(), filter, parameters.page());
        return Reply.ok(page.keeping(view -> identity.allows(view.source(), view.projectId(), view.environmentClass()))
                .toJson(ExceptionView::toJson));
    }

    private Reply one(Call call) {
        Identity identity = call.identity();
        ReservationView hold = reservations
                .get(call.tenant(), call.path("reservation_id"))
                .filter(view -> identity.isAtLeast(Role.ADMIN)
                        || view.submitterId().equals(identity.actorId())
                        || view.requesterId().equals(identity.actorId()))
                .orElseThrow(Call::notFound);
        identity.checkBindings(hold.source(), hold.projectId(), hold.environmentClass());
        return Reply.ok(hold.toJson());
    }

    private Reply confirm(Call call) {
        readNothing(call);
        return Reply.ok(holds.confirm(call.caller(), call.path("reservation_id"), bindings(call))
                .toJson());
    }

    private Reply release(Call call) {
        readNothing(call);
        return Reply.ok(holds.release(call.caller(), call.path("reservation_id"), bindings(call))
                .toJson());
    }

    private Reply reconcile(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        Reconciliation wanted = RequestBodies.<@Nullable Reconciliation>read(body, in -> reconciliation(call, in));
        if (wanted == null) {
            throw new IllegalStateException("a required field without a finding");
        }
        Stored<ReservationView> stored = holds.reconcile(call.caller(), wanted, bindings(call));
        Reply reply = Reply.ok(stored.value().toJson());
        if (!stored.created()) {
            return reply.with("Idempotency-Replayed", "true");
        }
        Amount drift = stored.value().drift();
        metrics.reconciliation(drift == null ? 0 : drift.micros() / UNIT);
        return reply;
    }

    private static @Nullable Reconciliation reconciliation(Call call, ObjectReader in) {
        Amount actual = in.field("actual_monthly_delta").required().nonNegativeAmount();
        String notes = in.field("notes").text(NOTES);
        String key = in.field("idempotency_key").text(TextRules.name(1, 255));
        return actual == null
                ? null
                : new Reconciliation(
                        call.path("reservation_id"),
                        actual,
                        notes,
                        call.idempotencyKey(key).orElse(null));
    }

    private Reply reconcileOverdue(Call call) {
        int limit = call.optionalBody(rules.json())
                .map(body -> RequestBodies.read(
                        RequestBodies.object(body), in -> or(in.field("limit").integer(1, MAX_SWEEP), DEFAULT_SWEEP)))
                .orElse(DEFAULT_SWEEP);
        return Reply.ok(sweeper.sweep(call.caller(), limit).toJson());
    }

    /** These routes take no body, or an empty object; anything else would be ignored in silence. */
    private void readNothing(Call call) {
        call.optionalBody(rules.json())
                .ifPresent(body -> RequestBodies.read(RequestBodies.object(body), in -> Boolean.TRUE));
    }

    private static Consumer<StoredHold> bindings(Call call) {
        Identity identity = call.identity();
        return hold -> {
            Place place = hold.change().place();
            identity.checkBindings(place.source(), place.projectId(), hold.environmentClass());
        };
    }
}
