package dev.spendweir.policy;

/**
 * A lint warning about a valid policy (spec 1.3, 10 A39).
 *
 * @param code {@code route_unreachable} or {@code reason_shadows_builtin}
 * @param pointer JSON pointer into the document
 */
public record PolicyWarning(String code, String pointer) {}
