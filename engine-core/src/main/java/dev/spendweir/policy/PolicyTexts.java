package dev.spendweir.policy;

import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;

/** What the texts of a policy must be like (spec 1.3, 10 A23, A29, A36, A37, N4, N5). Nothing in a policy is stripped. */
final class PolicyTexts {

    static final TextRule CURRENCY = TextRules.CURRENCY;
    static final TextRule ALIAS = TextRules.lowerCaseName(1, 64);
    static final TextRule VERB = TextRules.lowerCaseName(1, 128);
    static final TextRule ACTION_PREFIX = TextRules.lowerCaseName(1, 128);
    static final TextRule PROJECT_ID = TextRules.name(1, 128);
    static final TextRule PERMISSION = TextRules.name(1, 128);
    static final TextRule ROUTE_ID = TextRules.shaped(
            1,
            64,
            "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
            text -> TextRules.isLetterOrDigit(text.charAt(0))
                    && TextRules.consistsOf(text, PolicyTexts::isIdCharacter));
    static final TextRule RULE_ID =
            TextRules.shaped(1, 64, "[a-z0-9_]{1,64}", text -> TextRules.consistsOf(text, PolicyTexts::isSnakeCase));
    static final TextRule REASON = TextRules.shaped(
            1,
            128,
            "[a-z][a-z0-9_]{0,127}",
            text -> text.charAt(0) >= 'a'
                    && text.charAt(0) <= 'z'
                    && TextRules.consistsOf(text, PolicyTexts::isSnakeCase));
    /** The limit of an expression: what fits on a screen, and little enough to check in no time. */
    static final TextRule EXPRESSION = TextRules.utf8(1, 4096);

    static final TextRule MESSAGE = TextRules.utf8(0, 4096);

    private PolicyTexts() {}

    private static boolean isIdCharacter(char c) {
        return TextRules.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
    }

    private static boolean isSnakeCase(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
}
