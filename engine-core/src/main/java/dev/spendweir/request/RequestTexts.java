package dev.spendweir.request;

import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;

/** What the texts of a request must be like once they are stripped and lower-cased (spec 1.2). */
final class RequestTexts {

    static final TextRule TENANT_ID = TextRules.shaped(1, 64, "[A-Za-z0-9][A-Za-z0-9._-]*", RequestTexts::isTenantId);
    static final TextRule PROJECT_ID = TextRules.name(1, 128);
    static final TextRule ENVIRONMENT = TextRules.name(1, 64);
    static final TextRule ACTION = TextRules.shaped(1, 128, "[a-z0-9_]+(\\.[a-z0-9_-]+)*", RequestTexts::isAction);
    static final TextRule RESOURCE_REFERENCE = TextRules.name(1, 512);
    static final TextRule REQUESTER_ID = TextRules.name(1, 128);
    static final TextRule IDEMPOTENCY_KEY = TextRules.name(4, 255);

    private RequestTexts() {}

    private static boolean isTenantId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separator = i > 0 && (c == '.' || c == '_' || c == '-');
            if (!separator && !TextRules.isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /** Non-empty segments between dots; a hyphen is allowed in all but the first. */
    private static boolean isAction(String text) {
        boolean first = true;
        int segmentStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == segmentStart) {
                    return false;
                }
                first = false;
                segmentStart = i + 1;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c == '-' && !first))) {
                return false;
            }
        }
        return segmentStart < text.length();
    }
}
