package dev.spendweir.outcome;

/**
 * A reason in words; operators read it, logic never does (spec 1.8, Explanation).
 *
 * @param code the reason's code
 * @param title a few words
 * @param detail what happened
 * @param remedy what to do about it
 */
public record ReasonText(String code, String title, String detail, String remedy) {}
