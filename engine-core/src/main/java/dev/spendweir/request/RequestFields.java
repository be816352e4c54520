package dev.spendweir.request;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.Source;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one raw request. A leaner sibling of {@code dev.spendweir.reading.ObjectReader}: requests are read on
 * the hot path, so nothing is allocated unless a text must be changed or something is wrong. Not thread-safe.
 *
 * <p>A bad or missing required field has left a finding and gives a placeholder; {@link #finish} then refuses.
 */
final class RequestFields {

    /** Stands for a value that is bad; never leaves this package, because {@link #finish} refuses before. */
    private static final String NO_TEXT = "";

    private final JsonObject raw;
    private final Findings findings = new Findings();
    private int known;

    RequestFields(JsonObject raw) {
        this.raw = raw;
    }

    /** A required text, stripped. */
    String text(String name, TextRule rule) {
        String text = stripped(name, requiredValue(name));
        return text == null ? NO_TEXT : checked(name, text, rule);
    }

    /** A required text, stripped and with A-Z lower-cased. */
    String lowerCaseText(String name, TextRule rule) {
        String text = stripped(name, requiredValue(name));
        return text == null ? NO_TEXT : checked(name, TextRules.lowerCase(text), rule);
    }

    /** The source, stripped; a required word. */
    Source source(String name) {
        String text = stripped(name, requiredValue(name));
        if (text == null) {
            return Source.CUSTOM;
        }
        Source source = Source.ofWireName(text).orElse(null);
        if (source == null) {
            refuse(name, "one of terraform, k8s_admission, cloud_event, llm_call, custom is expected");
            return Source.CUSTOM;
        }
        return source;
    }

    /** The currency, which must be the policy's; absent, it is the policy's. */
    String currency(String name, String policyCurrency) {
        String text = stripped(name, value(name));
        if (text == null || text.equals(policyCurrency)) {
            return policyCurrency;
        }
        if (checked(name, text, TextRules.CURRENCY).equals(text)) {
            findings.add(
                    ErrorCode.CURRENCY_MISMATCH,
                    JsonPointer.member("", name),
                    "the amounts are in " + text + ", the policy counts in " + policyCurrency + "; convert them first");
        }
        return policyCurrency;
    }

    /** A required amount; amounts are never stripped (spec 10 A15). */
    Amount amount(String name) {
        return readAmount(name, requiredValue(name));
    }

    /** An amount that is 0 when absent. */
    Amount amountOrZero(String name) {
        return readAmount(name, value(name));
    }

    private Amount readAmount(String name, @Nullable JsonValue value) {
        if (value == null) {
            return Amount.ZERO;
        }
        try {
            return Amount.read(value);
        } catch (RejectedException e) {
            findings.add(
                    e.code(), JsonPointer.member("", name), e.findings().get(0).detail());
            return Amount.ZERO;
        }
    }

    /** A boolean that is false when absent. */
    boolean flag(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return false;
        }
        if (value instanceof JsonBoolean flag) {
            return flag.value();
        }
        refuse(name, "true or false is expected");
        return false;
    }

    /** A whole number 0..2147483647 that is 0 when absent. */
    int count(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof JsonNumber number && number.isIntegerLiteral()) {
            long count = number.clampedInteger();
            if (count >= 0 && count <= Integer.MAX_VALUE) {
                return (int) count;
            }
        }
        refuse(name, "a whole number from 0 to " + Integer.MAX_VALUE + " without fraction or exponent is expected");
        return 0;
    }

    /** The metadata; every mistake in it is reported at the field itself (spec 10 A25). */
    Metadata metadata(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return Metadata.NONE;
        }
        if (!(value instanceof JsonObject object)) {
            refuse(name, "an object is expected");
            return Metadata.NONE;
        }
        String problem = Metadata.problem(object);
        if (problem != null) {
            refuse(name, problem);
            return Metadata.NONE;
        }
        Metadata metadata = Metadata.of(object);
        int size = metadata.canonical().length;
        if (size > Metadata.MAX_BYTES) {
            refuse(name, "the canonical form has " + size + " bytes; the limit is " + Metadata.MAX_BYTES);
        }
        return metadata;
    }

    /**
     * Refuses unknown members, and with them all that was found before.
     *
     * @throws RejectedException with all findings
     */
    void finish() {
        if (known < raw.size()) {
            for (int i = 0; i < raw.size(); i++) {
                if (!RequestNormalizer.FIELDS.contains(raw.nameAt(i))) {
                    findings.add(
                            ErrorCode.UNKNOWN_FIELD,
                            JsonPointer.member("", raw.nameAt(i)),
                            "a request has no such field; put free data under metadata");
                }
            }
        }
        findings.throwIfAny();
    }

    private @Nullable JsonValue requiredValue(String name) {
        JsonValue value = value(name);
        if (value == null) {
            findings.add(
                    ErrorCode.FIELD_REQUIRED,
                    JsonPointer.member("", name),
                    "the field is required and must not be null");
        }
        return value;
    }

    /** The value of a field, null when absent or null. Each field is asked for once, so members met can be counted. */
    private @Nullable JsonValue value(String name) {
        JsonValue value = raw.get(name);
        if (value == null) {
            return null;
        }
        known++;
        return value == JsonNull.NULL ? null : value;
    }

    private @Nullable String stripped(String name, @Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return TextRules.strip(string.value());
        }
        if (value != null) {
            refuse(name, "a string is expected");
        }
        return null;
    }

    private String checked(String name, String text, TextRule rule) {
        String problem = rule.problem(text);
        if (problem == null) {
            return text;
        }
        refuse(name, problem);
        return NO_TEXT;
    }

    private void refuse(String name, String detail) {
        findings.add(ErrorCode.INVALID_FIELD, JsonPointer.member("", name), detail);
    }
}
