package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.gate.GateResult;
import dev.spendweir.cli.gate.GateStage;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.cli.gate.PricedChange;
import dev.spendweir.cli.local.HoldBook.Move;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.policy.Policy;
import dev.spendweir.reading.TextRules;
import dev.spendweir.request.GateRequest;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call in an open state directory: the order of spec 3.1. It reads, finds out whether the same was asked before,
 * moves the change's hold, decides, and commits decision, holds, ledger and answer as one step. Used once.
 */
final class LocalStep {

    private final StateDirectory directory;
    private final Policy policy;
    private final Instant clockTime;
    private final UuidV7 ids;
    private final LocalState state;
    private final LocalInputs inputs;
    private final LocalRecord record;

    LocalStep(StateDirectory directory, Policy policy, CliContext context) {
        this.directory = directory;
        this.policy = policy;
        this.clockTime = context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        this.ids = new UuidV7(context.clock());
        this.state = LocalState.read(directory);
        this.inputs = LocalInputs.read(directory);
        this.record = new LocalRecord(directory, state, policy, clockTime, context.requestId(), ids);
    }

    /** @param planFileSha256 hash of the binary plan; null without one */
    GateResult ask(GateSubject subject, PricedChange change, @Nullable String planFileSha256) {
        GateRequest request = LocalRequest.of(subject, change, policy.document(), record.actor());
        Optional<GateResult> earlier = subject.dryRun() ? Optional.empty() : replay(request.idempotencyKey());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        HoldBook book = new HoldBook(inputs.budgets(), state.holds());
        List<Move> swept = book.sweep(policy.document().reservations().ttlSeconds(), clockTime);
        Change about = changeOf(request, subject);
        boolean applies = subject.stage() == GateStage.PRE_APPLY;
        Amount amount = request.estimatedMonthlyDelta().max(Amount.ZERO);

        HoldBook freed = book.copy();
        freed.supersede(about, amount, applies, null, clockTime);
        Decision decision =
                GateEngine.create().decide(policy, request, snapshot(request.projectId(), freed), clockTime);
        if (subject.dryRun()) {
            return GateResult.of(LocalResponse.rehearsal(decision), false, Optional.empty(), Optional.empty());
        }
        return commit(decision, subject, planFileSha256, about, book, swept);
    }

    private GateResult commit(
            Decision decision,
            GateSubject subject,
            @Nullable String planFileSha256,
            Change about,
            HoldBook book,
            List<Move> swept) {
        boolean applies = subject.stage() == GateStage.PRE_APPLY;
        record.inputs(inputs);
        record.moves(swept, null);
        String decisionId = ids.next().toString();
        @Nullable LocalHold hold = newHold(decision, decisionId, about, applies);
        String holdId = hold == null ? null : hold.reservationId();
        LocalRecord.Place place = record.decision(decision, decisionId, subject, planFileSha256, hold);
        if (decision.outcome() != Outcome.DENY) {
            Amount amount = decision.request().estimatedMonthlyDelta().max(Amount.ZERO);
            record.moves(book.supersede(about, amount, applies, holdId, clockTime), decisionId);
        }
        if (hold != null) {
            book.add(hold);
        }
        byte[] body = LocalResponse.of(decision, decisionId, holdId, place);
        String key = decision.request().idempotencyKey();
        record.commit(book.holds(), new StoredAnswer(key, holdId, new String(body, StandardCharsets.UTF_8)));
        return GateResult.of(body, false, Optional.empty(), Optional.empty());
    }

    private @Nullable LocalHold newHold(Decision decision, String decisionId, Change about, boolean applies) {
        ReservationPlan plan = decision.reservationPlan();
        if (plan == null || plan.hold() != Hold.NOW) {
            return null;
        }
        List<HeldDraw> draws = plan.draws().stream()
                .filter(draw -> draw.amount().isPositive())
                .map(draw -> new HeldDraw(draw.grantId(), draw.pool().wireName(), draw.amount()))
                .toList();
        // What people still have to agree to does not go ahead, whatever the stage.
        boolean confirmed = applies && decision.outcome().compareTo(Outcome.REQUIRE_APPROVAL) < 0;
        HoldParts parts = new HoldParts(plan.allocation(), draws, plan.uncovered());
        return LocalHold.of(ids.next().toString(), decisionId, about, parts, confirmed, clockTime);
    }

    private Snapshot snapshot(String projectId, HoldBook book) {
        LocalDate today = LocalDate.ofInstant(clockTime, ZoneOffset.UTC);
        return new LocalSnapshot(policy, record.policyVersion(), inputs, book).of(projectId, today);
    }

    private Optional<GateResult> replay(String key) {
        return StoredAnswer.find(directory, key).map(stored -> {
            Optional<String> status = Optional.ofNullable(stored.reservationId())
                    .flatMap(new HoldBook(inputs.budgets(), state.holds())::find)
                    .map(hold -> hold.status().wireName());
            return new GateResult(stored.body(), true, status);
        });
    }

    /** Settles a hold; the same run's second call gets the first one's answer. */
    GateResult settle(GateSubject subject, Optional<String> reservationId, Optional<Amount> actual) {
        String key = "terraform:" + subject.runId() + ":post_apply:"
                + reservationId.or(subject::changeId).orElse("") + ":" + subject.resourceReference();
        Optional<GateResult> earlier = replay(key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        HoldBook book = new HoldBook(inputs.budgets(), state.holds());
        LocalHold hold = held(book, subject, reservationId);
        Move settled = book.settle(hold, actual.orElse(hold.held().total()), clockTime);
        record.inputs(inputs);
        record.moves(List.of(settled), null);
        String body = LocalResponse.text(HoldJson.item(settled.hold()));
        record.commit(book.holds(), new StoredAnswer(key, hold.reservationId(), body));
        return new GateResult(body, false, Optional.empty(), Optional.empty());
    }

    private LocalHold held(HoldBook book, GateSubject subject, Optional<String> reservationId) {
        Optional<LocalHold> hold = reservationId.isPresent()
                ? book.find(reservationId.get())
                : book.confirmedOf(
                        new Change(placeOf(subject), subject.changeId().orElse(null)));
        LocalHold found = hold.orElseThrow(() -> new CliException(
                "there is no confirmed hold of " + reservationId.orElse("this change"),
                "was it gated at pre_apply with the same project, environment, resource and change id?"));
        return switch (found.status()) {
            case CONFIRMED -> found;
            case TENTATIVE ->
                throw new CliException(
                        "RESERVATION_NOT_CONFIRMED: the hold " + found.reservationId() + " is tentative",
                        "gate the change at pre_apply before the apply");
            case SETTLED, RELEASED ->
                throw new CliException("RESERVATION_NOT_ACTIVE: the hold " + found.reservationId() + " is "
                        + found.status().wireName());
        };
    }

    private static Change changeOf(GateRequest request, GateSubject subject) {
        Place place =
                new Place(request.source(), request.projectId(), request.environment(), request.resourceReference());
        return new Change(place, subject.changeId().orElse(null));
    }

    /** As the normaliser writes it: the environment in lower case, nothing around the names. */
    private static Place placeOf(GateSubject subject) {
        return new Place(
                Source.TERRAFORM,
                subject.projectId().strip(),
                TextRules.lowerCase(subject.environment().strip()),
                subject.resourceReference().strip());
    }
}
