package dev.spendweir.outcome;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matched, or counts as matched because its evaluation failed (spec 1.6).
 *
 * @param message what the rule says about it; null when it says nothing
 */
public record MatchedRule(
        String id,
        RuleEffect effect,
        String reason,
        @Nullable String message) {

    /** Writes the match in canonical form. */
    public void writeTo(CanonicalWriter out) {
        out.beginObject();
        out.name("effect").string(effect.wireName());
        out.name("id").string(id);
        out.name("message").string(message);
        out.name("reason").string(reason);
        out.endObject();
    }
}
