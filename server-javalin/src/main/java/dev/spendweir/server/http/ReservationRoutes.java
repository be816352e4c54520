package dev.spendweir.server.http;

import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.store.money.ReservationFilter;
import dev.spendweir.server.store.money.ReservationService;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.vocabulary.Role;
import java.util.List;

/** {@code /v1/reservations}: what is held; members see their own (spec 3.2, 11). */
final class ReservationRoutes {

    private final ReservationService reservations;

    ReservationRoutes(ReservationService reservations) {
        this.reservations = reservations;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/reservations", Access.atLeast(Role.MEMBER), this::list)
                        .taking("status", "project_id", "overdue", "limit", "cursor"),
                Endpoint.of(Method.GET, "/v1/reservations/{reservation_id}", Access.atLeast(Role.MEMBER), this::one));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        Identity identity = call.identity();
        ReservationFilter filter = new ReservationFilter(
                parameters.word("status", HoldStatus::ofWireName).orElse(null),
                parameters.text("project_id").orElse(null),
                parameters.bool("overdue").orElse(null),
                identity.isAtLeast(Role.ADMIN) ? null : identity.actorId());
        return Reply.ok(
                reservations.list(call.tenant(), filter, parameters.page()).toJson(ReservationView::toJson));
    }

    private Reply one(Call call) {
        Identity identity = call.identity();
        return Reply.ok(reservations
                .get(call.tenant(), call.path("reservation_id"))
                .filter(view -> identity.isAtLeast(Role.ADMIN)
                        || view.submitterId().equals(identity.actorId())
                        || view.requesterId().equals(identity.actorId()))
                .orElseThrow(Call::notFound)
                .toJson());
    }
}
