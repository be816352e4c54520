package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.ExitCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a renderer shows of one gate call. Immutable.
 *
 * @param answer the gate response
 * @param json the response's bytes as they came
 * @param question what was asked
 * @param costs the plan's costs, when there was a plan
 * @param exitCode how the command will end
 * @param replayed whether the answer was given before
 * @param reservationStatus where the hold stands now, when a replay says so
 * @param approvalStatus where the approval that it names stands now, when it names one
 * @param notes what the reader should know about this call beside the decision
 */
public record GateReport(
        GateAnswer answer,
        String json,
        GateQuestion question,
        Optional<CostTable> costs,
        ExitCode exitCode,
        boolean replayed,
        Optional<String> reservationStatus,
        Optional<String> approvalStatus,
        List<String> notes) {

    public GateReport {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(costs, "costs");
        Objects.requireNonNull(exitCode, "exitCode");
        Objects.requireNonNull(reservationStatus, "reservationStatus");
        Objects.requireNonNull(approvalStatus, "approvalStatus");
        notes = List.copyOf(notes);
    }

    /** The notes, each safe to print as a line. */
    public List<String> printableNotes() {
        return notes.stream().map(SafeText::line).toList();
    }

    /** The outcome in two words. */
    String headline() {
        if (answer.isFailsafe()) {
            return "NOT EVALUATED";
        }
        return switch (answer.outcome()) {
            case ALLOW -> "ALLOWED";
            case ALLOW_WITH_CREDITS -> "ALLOWED WITH CREDITS";
            case REQUIRE_APPROVAL -> approval();
            case DENY -> "DENIED";
        };
    }

    private String approval() {
        return switch (approvalStatus.orElse("pending")) {
            case "approved", "consumed" -> "APPROVED";
            case "denied" -> "APPROVAL DENIED";
            case "expired" -> "APPROVAL EXPIRED";
            case "cancelled" -> "APPROVAL WITHDRAWN";
            default -> "APPROVAL NEEDED";
        };
    }

    /** The monthly change in words. The decision's amount counts; our own total adds the sign of a saving. */
    String amountInWords() {
        Optional<Amount> decided = answer.amount();
        Optional<Amount> priced = costs.map(CostTable::total);
        Optional<Amount> shown = decided.isPresent() && priced.isPresent() && agrees(decided.get(), priced.get())
                ? priced
                : decided.or(() -> priced);
        return shown.map(amount -> amount.isZero() ? "no change in cost" : signed(amount) + " a month")
                .orElse("an amount that is not known here");
    }

    /** Whether the costs shown are those that were decided on. */
    boolean costsAgree() {
        return costs.isEmpty()
                || answer.amount().isEmpty()
                || agrees(answer.amount().get(), costs.get().total());
    }

    private static boolean agrees(Amount decided, Amount priced) {
        return decided.equals(priced.max(Amount.ZERO));
    }

    String money(Amount amount) {
        return Money.format(amount, question.currency());
    }

    String signed(Amount amount) {
        return Money.signed(amount, question.currency());
    }

    /** What the reader should do, in one sentence without a full stop; empty when nothing stands in the way. */
    Optional<String> nextStep() {
        return NextStep.of(this);
    }
}
