package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vocabulary.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision in words and figures for the people who have to act on it (spec 1.8, Explanation). Never part of a hash or
 * of logic. Each figure was checked by deciding again with it.
 *
 * @param reasons a text for each reason code, in order
 * @param remedies what would let the change through, one for each thing that stands in the way
 * @param outcomeIfApplied the outcome after one choice of each remedy of money; in shadow mode as if it were hard
 * @param maxAllowedDelta the largest monthly delta that would go through without approval or denial as things are; null
 *     if none above 0 does; in shadow mode as if it were hard
 * @param text all of that as lines of text
 */
public record Explanation(
        List<ReasonText> reasons,
        List<Remedy> remedies,
        Outcome outcomeIfApplied,
        @Nullable Amount maxAllowedDelta,
        String text) {

    public Explanation {
        reasons = List.copyOf(reasons);
        remedies = List.copyOf(remedies);
    }

    /** The explanation as it travels (spec 11), names in canonical order, which saves whoever writes it from sorting. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("max_allowed_delta", Amount.toJson(maxAllowedDelta))
                .put("outcome_if_applied", outcomeIfApplied.wireName())
                .put("reasons", JsonArray.of(reasons.stream().map(Explanation::reasonJson)))
                .put("remedies", JsonArray.of(remedies.stream().map(Remedy::toJson)))
                .put("text", text)
                .build();
    }

    private static JsonObject reasonJson(ReasonText reason) {
        return JsonObject.builder()
                .put("code", reason.code())
                .put("detail", reason.detail())
                .put("remedy", reason.remedy())
                .put("title", reason.title())
                .build();
    }
}
