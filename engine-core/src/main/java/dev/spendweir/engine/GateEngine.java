package dev.spendweir.engine;

import dev.spendweir.context.ComputedContext;
import dev.spendweir.outcome.Checks;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.outcome.ModeChoice;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.outcome.Routing;
import dev.spendweir.outcome.RoutingDecision;
import dev.spendweir.outcome.Verdict;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.RuleCompiler;
import dev.spendweir.policy.RuleSet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Waterfall;
import dev.spendweir.waterfall.WaterfallResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, before anything is provisioned, whether its cost is allowed (spec 1). One pure function of four values: the
 * same policy, request, snapshot and time give the same decision, byte for byte, on every machine and JDK.
 *
 * <pre>{@code
 * GateEngine engine = GateEngine.create();                                  // once per program
 * Policy policy = PolicyReader.read(JsonReader.read(policyText));           // once per policy version
 *
 * GateRequest request = RequestNormalizer.normalize(JsonReader.read(body), policy.document());
 * Snapshot snapshot = Snapshot.builder()
 *         .costHistory(history)                                             // parsed and hashed once per day
 *         .budget(new Budget(Amount.parse("1500")))
 *         .build();
 * Decision decision = engine.decide(policy, request, snapshot, clockTime);
 *
 * decision.outcome();          // ALLOW, ALLOW_WITH_CREDITS, REQUIRE_APPROVAL or DENY
 * decision.reasonCodes();      // why, the decisive reasons first
 * decision.reservationPlan();  // what to hold, or null
 * decision.routing();          // whom to ask, or null
 * decision.recordBytes();      // what to store; decision.decisionSha256() proves it
 * }</pre>
 *
 * <p>A denial is data in the decision, never an exception. Immutable and thread-safe.
 */
public final class GateEngine {

    private final @Nullable RuleCompiler compiler;

    private GateEngine(@Nullable RuleCompiler compiler) {
        this.compiler = compiler;
    }

    /** An engine without rules: it refuses a policy that has some. */
    public static GateEngine create() {
        return new GateEngine(null);
    }

    /**
     * An engine that evaluates rules.
     *
     * @param compiler asked for the rule set at every decision under a policy with rules, so it should remember what it
     *     has compiled; thread-safe
     */
    public static GateEngine create(RuleCompiler compiler) {
        return new GateEngine(compiler);
    }

    /**
     * Decides a request.
     *
     * @param policy the policy that the request was normalised with
     * @param snapshot what the store says about the request's tenant and project at this moment
     * @param clockTime the moment, cut to milliseconds; years 0001 to 9999
     * @throws RejectedException {@code INVALID_CLOCK_TIME} outside these years; {@code OP_UNSUPPORTED} when the policy has
     *     rules and the engine has no compiler; {@code AMOUNT_OUT_OF_RANGE} when a finished amount leaves the 64-bit range
     *     (spec 10 A8, A15b); what the compiler throws
     */
    public Decision decide(Policy policy, GateRequest request, Snapshot snapshot, Instant clockTime) {
        PolicyDocument document = policy.document();
        // A bad time is named before missing rules (spec 10 A8).
        ClockTime.toMillis(clockTime);
        RuleSet rules = rules(policy);
        ComputedContext context = ComputedContext.compute(policy, request, snapshot, clockTime);
        ModeChoice mode = ModeChoice.of(document.modes(), request.source(), request.environmentClass());
        long delta = request.estimatedMonthlyDelta().micros();
        Evaluation evaluation = Evaluation.of(document, rules, request, delta, snapshot, context, mode.mode());
        Verdict verdict = evaluation.verdict();
        RoutingDecision routing = verdict.outcome() == Outcome.REQUIRE_APPROVAL
                ? Routing.route(document.approvals(), request, delta, context.riskClass())
                : null;
        return new Decision(
                policy,
                rules,
                request,
                snapshot,
                evaluation,
                mode,
                Checks.matchedRules(document.rules(), evaluation.ruleResults()),
                ReservationPlan.of(request, evaluation.waterfall(), verdict, mode.mode()),
                routing);
    }

    private RuleSet rules(Policy policy) {
        if (policy.document().rules().isEmpty()) {
            return RuleSet.EMPTY;
        }
        if (compiler == null) {
            throw new RejectedException(
                    ErrorCode.OP_UNSUPPORTED,
                    "the policy has " + policy.document().rules().size()
                            + " rules and this engine has no rule compiler; create it with one, such as that of engine-cel");
        }
        return compiler.compile(policy);
    }

    /**
     * The decision when none can be made: no snapshot could be had. The mode is the policy's, or {@code hard} without one.
     *
     * @param policy null when not even the policy is known
     */
    public Decision failsafe(@Nullable Policy policy, GateRequest request, FailsafeCause cause) {
        return failsafe(policy, Mode.HARD, request, cause);
    }

    /**
     * As {@link #failsafe(Policy, GateRequest, FailsafeCause)}.
     *
     * @param fallbackMode what holds when not even the policy is known
     */
    public Decision failsafe(@Nullable Policy policy, Mode fallbackMode, GateRequest request, FailsafeCause cause) {
        ModeChoice mode = policy == null
                ? ModeChoice.fallback(fallbackMode)
                : ModeChoice.of(policy.document().modes(), request.source(), request.environmentClass());
        Outcome outcome = switch (mode.mode()) {
            case SHADOW -> Outcome.ALLOW;
            case SOFT -> Outcome.REQUIRE_APPROVAL;
            case HARD -> Outcome.DENY;
        };
        Verdict verdict = new Verdict(outcome, outcome, List.of(cause.reason().wireName()), List.of(), List.of());
        return new Decision(policy, request, verdict, mode);
    }

    /**
     * Only what the cost data says (spec 1.5).
     *
     * @throws RejectedException as {@link #decide}, without regard to rules
     */
    public ComputedContext computeContext(Policy policy, GateRequest request, Snapshot snapshot, Instant clockTime) {
        return ComputedContext.compute(policy, request, snapshot, clockTime);
    }

    /**
     * Only what the limits say (spec 1.7).
     *
     * @throws RejectedException as {@link #computeContext}
     */
    public WaterfallResult evaluateWaterfall(Policy policy, GateRequest request, Snapshot snapshot, Instant clockTime) {
        ComputedContext context = ComputedContext.compute(policy, request, snapshot, clockTime);
        long delta = request.estimatedMonthlyDelta().micros();
        return Waterfall.evaluate(policy.document(), snapshot, request.projectId(), context, delta);
    }
}
