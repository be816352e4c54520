package dev.spendweir.engine;

import dev.spendweir.canonical.CanonicalMembers;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.context.Risk;
import dev.spendweir.outcome.Explanation;
import dev.spendweir.outcome.MatchedRule;
import dev.spendweir.outcome.ModeChoice;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.outcome.RoutingDecision;
import dev.spendweir.outcome.Verdict;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.RuleSet;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.WaterfallResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the gate, with everything that led to it (spec 1.8). Immutable and thread-safe.
 *
 * <p>The record, its hash and the explanation are made when first asked for and kept; they are pure functions of what the
 * decision was made from, so it does not matter when, or by which thread.
 */
public final class Decision {

    /** The schema id of the decision record. */
    public static final String SCHEMA = "spendweir.decision/v1";

    private final Verdict verdict;
    private final ModeChoice modeChoice;
    private final boolean retryable;
    private final GateRequest request;
    private final @Nullable Policy policy;
    private final @Nullable Snapshot snapshot;
    private final @Nullable Evaluation evaluation;
    private final RuleSet rules;
    private final List<MatchedRule> matchedRules;
    private final @Nullable ReservationPlan reservationPlan;
    private final @Nullable RoutingDecision routing;
    // Made when first asked for; two threads at once make the same value.
    private @Nullable DecisionRecord made;
    private @Nullable Explanation explanation;

    /** A decision from an evaluation. */
    Decision(
            Policy policy,
            RuleSet rules,
            GateRequest request,
            Snapshot snapshot,
            Evaluation evaluation,
            ModeChoice modeChoice,
            List<MatchedRule> matchedRules,
            @Nullable ReservationPlan reservationPlan,
            @Nullable RoutingDecision routing) {
        this.verdict = evaluation.verdict();
        this.modeChoice = modeChoice;
        this.retryable = false;
        this.request = request;
        this.policy = policy;
        this.snapshot = snapshot;
        this.evaluation = evaluation;
        this.rules = rules;
        this.matchedRules = matchedRules;
        this.reservationPlan = reservationPlan;
        this.routing = routing;
    }

    /** A fail-safe decision. */
    Decision(@Nullable Policy policy, GateRequest request, Verdict verdict, ModeChoice modeChoice) {
        this.verdict = verdict;
        this.modeChoice = modeChoice;
        this.retryable = true;
        this.request = request;
        this.policy = policy;
        this.snapshot = null;
        this.evaluation = null;
        this.rules = RuleSet.EMPTY;
        this.matchedRules = List.of();
        this.reservationPlan = null;
        this.routing = null;
    }

    /** The answer. */
    public Outcome outcome() {
        return verdict.outcome();
    }

    /** The answer before the mode had its say: the highest severity that a check gave. */
    public Outcome baseOutcome() {
        return verdict.base();
    }

    /** Why: first what gave the base outcome, then the rest, each in check order; never empty. */
    public List<String> reasonCodes() {
        return verdict.reasonCodes();
    }

    /** The reasons that ask for an approval or deny, in check order; what an approval must have seen (spec 2.3). */
    public List<String> severeReasons() {
        return verdict.severeReasons();
    }

    /** Whether the request's action destroys something, by the policy's verbs (spec 1.5); false without a policy. */
    public boolean isDestructive() {
        return policy != null
                && Risk.isDestructive(request.action(), policy.document().risk().destructiveVerbs());
    }

    /** What was doubtful but changed nothing, in check order. */
    public List<String> warnings() {
        return verdict.warnings();
    }

    /** How strictly the policy is enforced for this request. */
    public Mode mode() {
        return modeChoice.mode();
    }

    /** The policy path that gave the mode, such as {@code terraform.prod}; {@code fallback} without a policy. */
    public String modeScope() {
        return modeChoice.scope();
    }

    /** Whether asking again with the same key evaluates anew: true for fail-safe decisions alone. */
    public boolean retryable() {
        return retryable;
    }

    /** What the environment counts as. */
    public EnvironmentClass environmentClass() {
        return request.environmentClass();
    }

    /** The request that was decided. */
    public GateRequest request() {
        return request;
    }

    /** The policy that it was decided by; null when none could be read. */
    public @Nullable Policy policy() {
        return policy;
    }

    /** What the decision read; null in a fail-safe decision. */
    public @Nullable Snapshot snapshot() {
        return snapshot;
    }

    /** What the cost data says; null in a fail-safe decision. */
    public @Nullable ComputedContext context() {
        return evaluation == null ? null : evaluation.context();
    }

    /** What the limits say; null in a fail-safe decision. */
    public @Nullable WaterfallResult waterfall() {
        return evaluation == null ? null : evaluation.waterfall();
    }

    /** The rules that matched, in document order. */
    public List<MatchedRule> matchedRules() {
        return matchedRules;
    }

    /** What is to be held; null when nothing is. */
    public @Nullable ReservationPlan reservationPlan() {
        return reservationPlan;
    }

    /** Who is asked; null unless the outcome is {@link Outcome#REQUIRE_APPROVAL}, and in a fail-safe decision. */
    public @Nullable RoutingDecision routing() {
        return routing;
    }

    /** The decision record of spec 1.8 with its hash, without the explanation. */
    public JsonObject record() {
        return (JsonObject) JsonReader.read(made().members().json());
    }

    /** The canonical (RFC 8785) bytes of {@link #record()}; a copy. */
    public byte[] recordBytes() {
        return made().members().json().clone();
    }

    /** Writes {@link #recordBytes()} as one value. */
    public void writeRecordTo(CanonicalWriter out) {
        out.raw(made().members().json());
    }

    /**
     * The canonical bytes of {@link #record()} with further members, as the gate answers.
     *
     * @throws IllegalArgumentException when the record has one of them
     */
    public byte[] recordBytesWith(CanonicalMembers further) {
        return made().members().mergedWith(further).json();
    }

    /** Lower-case hex SHA-256 of the canonical record without this very member. */
    public String decisionSha256() {
        return made().sha256();
    }

    private DecisionRecord made() {
        DecisionRecord current = made;
        if (current == null) {
            current = DecisionRecord.of(this);
            made = current;
        }
        return current;
    }

    /**
     * Why the decision is as it is and what would change it. Costs a dozen further evaluations when first asked for, some
     * seventy when rules are what limits the delta.
     */
    public Explanation explanation() {
        Explanation current = explanation;
        if (current == null) {
            current = explain();
            explanation = current;
        }
        return current;
    }

    private Explanation explain() {
        if (policy == null || snapshot == null || evaluation == null) {
            return Explainer.failsafe(this);
        }
        WhatIf asked = new WhatIf(
                policy.document(),
                rules,
                request,
                request.estimatedMonthlyDelta().micros(),
                snapshot,
                evaluation.context());
        return Explainer.evaluated(this, asked, evaluation);
    }

    ModeChoice modeChoice() {
        return modeChoice;
    }

    /** The outcome, its reasons and the mode; no metadata. */
    @Override
    public String toString() {
        return "Decision[" + outcome().wireName() + " " + reasonCodes() + " in mode " + modeScope() + "]";
    }
}
