package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.vocabulary.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts an explanation into lines of text. Pure functions. */
public final class ExplanationText {

    private ExplanationText() {}

    /**
     * The text: outcome, reasons, remedies, what they lead to, and the largest delta that goes through. Lines end with
     * a line feed, the last one without.
     */
    public static String of(
            Outcome outcome,
            ModeChoice mode,
            String currency,
            List<ReasonText> reasons,
            List<Remedy> remedies,
            Outcome outcomeIfApplied,
            @Nullable Amount maxAllowedDelta) {
        StringBuilder text = new StringBuilder(512);
        text.append(outcome.wireName())
                .append(" in ")
                .append(mode.mode().wireName())
                .append(" mode (");
        text.append(mode.scope()).append(").");
        for (ReasonText reason : reasons) {
            text.append("\n- ").append(reason.title()).append(": ").append(reason.detail());
        }
        if (!remedies.isEmpty()) {
            text.append("\nWhat would let it through:");
            boolean budgetBefore = false;
            for (Remedy remedy : remedies) {
                boolean alternative = budgetBefore && remedy.kind() == RemedyKind.ADD_RESERVED_CREDITS;
                text.append(alternative ? "\n  or " : "\n- ").append(remedy.toText(currency));
                budgetBefore = remedy.kind() == RemedyKind.ADD_BUDGET;
            }
            if (hasMoney(remedies)) {
                text.append("\nWith the money alone the outcome would be ");
                text.append(outcomeIfApplied.wireName()).append('.');
            }
        }
        if (maxAllowedDelta != null) {
            text.append("\nAs things are, a monthly delta of up to ")
                    .append(maxAllowedDelta)
                    .append(' ');
            text.append(currency).append(" goes through unasked.");
        }
        return text.toString();
    }

    private static boolean hasMoney(List<Remedy> remedies) {
        return remedies.get(0).amount() != null;
    }
}
