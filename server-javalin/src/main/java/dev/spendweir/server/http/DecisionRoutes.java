package dev.spendweir.server.http;

import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.store.audit.DecisionDetail;
import dev.spendweir.server.store.audit.DecisionFilter;
import dev.spendweir.server.store.audit.DecisionItem;
import dev.spendweir.server.store.audit.DecisionService;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;

/** {@code /v1/decisions}: what was decided and why; members see what they asked themselves (spec 4.1, 11). */
final class DecisionRoutes {

    private final DecisionService decisions;

    DecisionRoutes(DecisionService decisions) {
        this.decisions = decisions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/decisions", Access.atLeast(Role.MEMBER), this::list)
                        .taking(
                                "project_id",
                                "environment_class",
                                "source",
                                "outcome",
                                "reason",
                                "from",
                                "to",
                                "limit",
                                "cursor"),
                Endpoint.of(Method.GET, "/v1/decisions/{decision_id}", Access.atLeast(Role.MEMBER), this::one),
                Endpoint.of(
                        Method.GET,
                        "/v1/decisions/{decision_id}/explanation",
                        Access.atLeast(Role.MEMBER),
                        this::explanation));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        Identity identity = call.identity();
        DecisionFilter filter = new DecisionFilter(
                parameters.text("project_id").orElse(null),
                parameters
                        .word("environment_class", EnvironmentClass.values(), EnvironmentClass::wireName)
                        .map(EnvironmentClass::wireName)
                        .orElse(null),
                parameters
                        .word("source", Source.values(), Source::wireName)
                        .map(Source::wireName)
                        .orElse(null),
                parameters
                        .word("outcome", Outcome.values(), Outcome::wireName)
                        .map(Outcome::wireName)
                        .orElse(null),
                parameters.text("reason").orElse(null),
                parameters.time("from").orElse(null),
                parameters.time("to").orElse(null),
                identity.isAtLeast(Role.ADMIN) ? null : identity.actorId());
        return Reply.ok(decisions
                .list(call.tenant(), filter, parameters.page())
                .keeping(item -> identity.allows(item.source(), item.projectId(), item.environmentClass()))
                .toJson(DecisionItem::toJson));
    }

    private Reply one(Call call) {
        return Reply.ok(visible(call).toJson());
    }

    private Reply explanation(Call call) {
        return Reply.ok(visible(call).explanation());
    }

    /**
     * The decision, when the caller may see it; else the same answer as for one that is not there.
     *
     * @throws RejectedException {@code NOT_FOUND}, and what {@link Identity#checkBindings} throws
     */
    private DecisionDetail visible(Call call) {
        Identity identity = call.identity();
        DecisionDetail decision = decisions
                .get(call.tenant(), call.path("decision_id"))
                .filter(detail -> identity.isAtLeast(Role.ADMIN)
                        || detail.submitterId().equals(identity.actorId())
                        || detail.requesterId().equals(identity.actorId()))
                .orElseThrow(Call::notFound);
        identity.checkBindings(decision.source(), decision.projectId(), decision.environmentClass());
        return decision;
    }
}
