package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.request.GateRequest;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.config.GateSettings;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.GateService;
import dev.spendweir.server.limits.InFlight;
import dev.spendweir.server.metrics.GatePhase;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.people.ActorDirectory;
import dev.spendweir.server.store.people.ActorDirectory.Standing;
import dev.spendweir.vocabulary.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What every gate route does once it knows the request: bindings, deadline, decision, headers, metrics (spec 3.1, 4). */
final class GateRunner {

    /** Calls turned away may come again soon: those inside take at most the deadline. */
    private static final int RETRY_SECONDS = 1;

    private final GateService service;
    private final ActorDirectory directory;
    private final GateSettings settings;
    private final InFlight inFlight;
    private final ServerMetrics metrics;

    /** @param directory knows who goes by the names that requests give */
    GateRunner(
            GateService service,
            ActorDirectory directory,
            GateSettings settings,
            InFlight inFlight,
            ServerMetrics metrics) {
        this.service = service;
        this.directory = directory;
        this.settings = settings;
        this.inFlight = inFlight;
        this.metrics = metrics;
    }

    /** Decides and makes the reply. */
    CompletableFuture<Reply> decide(Call call, Source source, GateCall.Builder builder) {
        return answer(call, source, builder).thenApply(GateRunner::reply);
    }

    /** Decides; the routes that add to the answer use this one. What hangs on it is done in {@link Call#later}. */
    CompletableFuture<GateAnswer> answer(Call call, Source source, GateCall.Builder builder) {
        Identity identity = call.identity();
        identity.checkSource(source);
        GateCall gateCall = builder.receivedAt(Call.now())
                .deadline(call.deadline(settings.deadline()))
                .authorise(request -> authorise(identity, request))
                .actorOf(name -> actorOf(identity, name))
                .build();
        long started = System.nanoTime();
        return inFlight.tryStart(() -> service.decideAsync(gateCall))
                .orElseThrow(this::full)
                .handleAsync((answer, failure) -> decided(source, started, answer, failure), call.later());
    }

    private GateAnswer decided(Source source, long started, @Nullable GateAnswer answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        }
        metrics.gatePhase(GatePhase.DECIDE, System.nanoTime() - started);
        count(source, answer);
        return answer;
    }

    private static void authorise(Identity identity, GateRequest request) {
        identity.checkBindings(request.source(), request.projectId(), request.environmentClass());
        identity.checkRequester(request.requesterId(), "/requester_id");
    }

    /** The actor who goes by a requester's name, so that one human under two names stays one (spec 2.1 point 3). */
    private String actorOf(Identity identity, String name) {
        if (name.equals(identity.defaultRequesterId())) {
            return name;
        }
        try {
            return directory
                    .find(identity.tenantId(), name)
                    .map(Standing::actorId)
                    .orElse(name);
        } catch (StoreUnavailableException e) {
            // The gate itself finds the store away in a moment, and decides what that means.
            return name;
        }
    }

    private ProblemException full() {
        return ProblemException.retryAfter(
                ErrorCode.OVERLOADED,
                "this server decides " + settings.maxInFlight() + " gate calls at once and is full; ask again",
                RETRY_SECONDS);
    }

    private void count(Source source, GateAnswer answer) {
        if (answer.decisionId() != null) {
            MDC.put("decision_id", answer.decisionId());
        }
        if (answer.replayed()) {
            metrics.gateReplay(source.wireName());
        } else {
            metrics.gateDecision(
                    source.wireName(),
                    answer.outcome().wireName(),
                    answer.mode().wireName());
            answer.failsafeCause()
                    .ifPresent(cause -> metrics.failsafe(cause.reason().wireName()));
        }
    }

    /** The stored body as it is; what may have changed since is in headers (spec 4.2). */
    static Reply reply(GateAnswer answer) {
        Reply reply = Reply.json(200, answer.body());
        if (answer.replayed()) {
            reply = reply.with("Idempotency-Replayed", "true");
        }
        if (answer.approvalStatus().isPresent()) {
            reply = reply.with(
                    "Spendweir-Approval-Status", answer.approvalStatus().get());
        }
        return answer.reservationStatus().isPresent()
                ? reply.with(
                        "Spendweir-Reservation-Status",
                        answer.reservationStatus().get())
                : reply;
    }
}
