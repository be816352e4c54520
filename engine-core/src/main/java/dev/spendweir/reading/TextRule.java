package dev.spendweir.reading;

import org.jspecify.annotations.Nullable;

/** What a text must be like. Implementations are immutable; {@link TextRules} has them. */
@FunctionalInterface
public interface TextRule {

    /** No rule at all. */
    TextRule ANY = text -> null;

    /** What is wrong with the text, its limit and what to do, as a sentence without full stop; null when all is well. */
    @Nullable
    String problem(String text);
}
