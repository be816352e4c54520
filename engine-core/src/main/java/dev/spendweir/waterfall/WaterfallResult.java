package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the five stages say about an amount (spec 1.7). Immutable and thread-safe.
 *
 * <p>The parts always sum to the amount: allocation + reserved + emergency + uncovered.
 */
public final class WaterfallResult {

    private final long amount;
    private final Ceiling plan;
    private final Allocation allocation;
    private final PoolDraw reserved;
    private final PoolDraw emergency;
    private final Ceiling enterprise;
    private final List<Draw> draws;

    WaterfallResult(
            long amount,
            Ceiling plan,
            Allocation allocation,
            PoolDraw reserved,
            PoolDraw emergency,
            Ceiling enterprise) {
        this.amount = amount;
        this.plan = plan;
        this.allocation = allocation;
        this.reserved = reserved;
        this.emergency = emergency;
        this.enterprise = enterprise;
        this.draws = joined(reserved.draws(), emergency.draws());
    }

    private static List<Draw> joined(List<Draw> first, List<Draw> second) {
        if (first.isEmpty() && second.isEmpty()) {
            return List.of();
        }
        List<Draw> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** The cost increase that was to be covered: max(0, monthly delta). */
    public Amount amount() {
        return Amount.ofMicros(amount);
    }

    /** The five stages in order; a new list. */
    public List<StageResult> stages() {
        long uncovered = emergency.remaining();
        return List.of(
                plan.result(Stage.PLAN_LIMIT, amount, amount),
                allocation.result(amount),
                reserved.result(Stage.RESERVED_CREDITS),
                emergency.result(Stage.EMERGENCY_CREDITS),
                enterprise.result(Stage.ENTERPRISE_CEILING, amount, uncovered));
    }

    /** One of the five stages. */
    public StageResult stage(Stage stage) {
        return switch (stage) {
            case PLAN_LIMIT -> plan.result(stage, amount, amount);
            case PROJECT_ALLOCATION -> allocation.result(amount);
            case RESERVED_CREDITS -> reserved.result(stage);
            case EMERGENCY_CREDITS -> emergency.result(stage);
            case ENTERPRISE_CEILING -> enterprise.result(stage, amount, emergency.remaining());
        };
    }

    /** What is drawn from which grant, in the order of drawing. */
    public List<Draw> draws() {
        return draws;
    }

    /** What the project's budget covers; everything when it has none. */
    public Amount allocated() {
        return Amount.ofMicros(allocation.consumed());
    }

    /** What neither budget nor credits cover. */
    public Amount uncovered() {
        return Amount.ofMicros(emergency.remaining());
    }

    /** Whether the ceiling of stage 1 or 5 is configured and the amount does not fit under it. */
    public boolean fails(Stage ceiling) {
        return stage(ceiling).status() == StageStatus.FAIL;
    }

    /** Whether anything is drawn from the emergency pool. */
    public boolean drawsEmergencyCredits() {
        return emergency.consumed() > 0;
    }

    /** Whether anything is drawn from either pool. */
    public boolean drawsCredits() {
        return !draws.isEmpty();
    }

    /** The stage that stands in the way, or null. */
    public @Nullable Stage limitingStage() {
        if (plan.status(amount) == StageStatus.FAIL) {
            return Stage.PLAN_LIMIT;
        }
        if (emergency.remaining() > 0) {
            boolean noCredit = reserved.headroom() == 0 && emergency.headroom() == 0;
            return noCredit ? Stage.PROJECT_ALLOCATION : Stage.EMERGENCY_CREDITS;
        }
        return enterprise.status(amount) == StageStatus.FAIL ? Stage.ENTERPRISE_CEILING : null;
    }

    /** Why it stands in the way, or by what the amount is covered. */
    public ReasonCode reason() {
        Stage limiting = limitingStage();
        if (limiting != null) {
            return switch (limiting) {
                case PLAN_LIMIT -> ReasonCode.PLAN_LIMIT_EXCEEDED;
                case PROJECT_ALLOCATION -> ReasonCode.BUDGET_EXCEEDED;
                case RESERVED_CREDITS, EMERGENCY_CREDITS -> ReasonCode.CREDITS_EXHAUSTED;
                case ENTERPRISE_CEILING -> ReasonCode.ENTERPRISE_CEILING_EXCEEDED;
            };
        }
        if (amount == 0) {
            return ReasonCode.NO_COST_INCREASE;
        }
        if (allocation.budget() == null) {
            return ReasonCode.NO_BUDGET_CONFIGURED;
        }
        if (draws.isEmpty()) {
            return ReasonCode.WITHIN_ALLOCATION;
        }
        return drawsEmergencyCredits()
                ? ReasonCode.COVERED_BY_EMERGENCY_CREDITS
                : ReasonCode.COVERED_BY_RESERVED_CREDITS;
    }

    /** The result as it travels: {stages, draws, limiting_stage, reason}. */
    public JsonObject toJson() {
        CanonicalWriter out = new CanonicalWriter(1024);
        writeTo(out);
        return (JsonObject) JsonReader.read(out.toText());
    }

    /** Writes the result in canonical form. */
    public void writeTo(CanonicalWriter out) {
        Stage limiting = limitingStage();
        out.beginObject();
        out.name("draws").beginArray();
        for (Draw draw : draws) {
            draw.writeTo(out);
        }
        out.endArray();
        out.name("limiting_stage").string(limiting == null ? null : limiting.wireName());
        out.name("reason").string(reason().wireName());
        out.name("stages").beginArray();
        for (StageResult stage : stages()) {
            stage.writeTo(out);
        }
        out.endArray();
        out.endObject();
    }
}
