package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the members of one object of an input and notes what is wrong with them. A null member is an absent one. */
final class Members {
    /** Codes of one kind of input; a null unknown code means that unknown members are ignored. */
    record Codes(String invalid, String unknown, String required, boolean amountCodesKept) {
        static final Codes REQUEST = new Codes("INVALID_FIELD", "UNKNOWN_FIELD", "FIELD_REQUIRED", true);
        static final Codes POLICY = new Codes("POLICY_INVALID", "POLICY_UNKNOWN_FIELD", "POLICY_INVALID", false);
        static final Codes SNAPSHOT = new Codes("INVALID_SNAPSHOT", "INVALID_SNAPSHOT", "INVALID_SNAPSHOT", false);
        static final Codes OPEN = new Codes("INVALID_FIELD", null, "INVALID_FIELD", false);
        static final Codes CLOSED = new Codes("INVALID_FIELD", "INVALID_FIELD", "INVALID_FIELD", false);
    }

    /** JSON has no leading zeros: a longer literal is beyond 64 bits, and not worth reading. */
    private static final int MAX_INTEGER_TEXT = 25;

    private final Findings findings;
    private final Codes codes;
    private final String pointer;
    private final Map<String, Object> members;
    private final Set<String> known = new HashSet<>();
    private final boolean readable;

    /** The members of the value; a value that is no object is a finding and has none. */
    Members(Findings findings, Codes codes, String pointer, Object value) {
        this.findings = findings;
        this.codes = codes;
        this.pointer = pointer;
        this.readable = value instanceof Map;
        this.members = readable ? Json.asObject(value) : Map.of();
        if (!readable) {
            findings.add(pointer, codes.invalid());
        }
    }

    String pointer(String key) {
        return Findings.child(pointer, key);
    }

    boolean isReadable() {
        return readable;
    }

    boolean isGiven(String key) {
        return members.get(key) != null;
    }

    void invalid(String key) {
        findings.add(pointer(key), codes.invalid());
    }

    /** The member's value, null when absent; names the key as known. */
    Object raw(String key) {
        known.add(key);
        return members.get(key);
    }

    /** Notes a finding when the member is absent. */
    Members required(String... keys) {
        for (String key : keys) {
            if (readable && !isGiven(key)) {
                findings.add(pointer(key), codes.required());
            }
        }
        return this;
    }

    /** Notes every member that no call has named. */
    void refuseUnknown() {
        if (codes.unknown() == null) {
            return;
        }
        for (String key : members.keySet()) {
            if (!known.contains(key)) {
                findings.add(pointer(key), codes.unknown());
            }
        }
    }

    /** The members of a nested object; an absent one is empty. */
    Members object(String key) {
        Object value = raw(key);
        return new Members(findings, codes, pointer(key), value == null ? Map.of() : value);
    }

    /** The nested list; an absent one or one of a wrong type is null. */
    List<Object> list(String key) {
        Object value = raw(key);
        if (value != null && !(value instanceof List)) {
            invalid(key);
            return null;
        }
        return value == null ? null : Json.asList(value);
    }

    String text(String key, Predicate<String> rule, String absent) {
        Object value = raw(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof String text && rule.test(text)) {
            return text;
        }
        invalid(key);
        return null;
    }

    /** A text that is changed (stripped, lower-cased) before the rule is applied. */
    String changedText(String key, Function<String, String> change, Predicate<String> rule) {
        Object value = raw(key);
        if (value == null) {
            return null;
        }
        String changed = value instanceof String text ? change.apply(text) : null;
        if (changed == null || !rule.test(changed)) {
            invalid(key);
            return null;
        }
        return changed;
    }

    String choice(String key, Set<String> allowed, String absent) {
        return text(key, allowed::contains, absent);
    }

    Boolean bool(String key, Boolean absent) {
        Object value = raw(key);
        if (value == null || value instanceof Boolean) {
            return value == null ? absent : (Boolean) value;
        }
        invalid(key);
        return null;
    }

    /** An integer literal within inclusive bounds; null when absent without a default or when bad. */
    Long integer(String key, Long absent, long min, long max) {
        Object value = raw(key);
        if (value == null) {
            return absent;
        }
        Long number = integerOf(value, min, max);
        if (number == null) {
            invalid(key);
        }
        return number;
    }

    static Long integerOf(Object value, long min, long max) {
        if (!(value instanceof JsonNumber number) || !number.isIntegerLiteral()) {
            return null;
        }
        if (number.text().length() > MAX_INTEGER_TEXT) {
            return null;
        }
        BigInteger exact = number.integerValue();
        boolean inside = exact.compareTo(BigInteger.valueOf(min)) >= 0 && exact.compareTo(BigInteger.valueOf(max)) <= 0;
        return inside ? exact.longValueExact() : null;
    }

    /** An amount; the sign is judged after rounding to micro-units. */
    BigInteger amount(String key, BigInteger absent, boolean mayBeNegative) {
        Object value = raw(key);
        if (value == null) {
            return absent;
        }
        try {
            BigInteger micros = Micros.parse(value);
            if (mayBeNegative || micros.signum() >= 0) {
                return micros;
            }
            invalid(key);
        } catch (Refusal refusal) {
            findings.add(pointer(key), codes.amountCodesKept() ? refusal.getMessage() : codes.invalid());
        }
        return null;
    }

    LocalDate date(String key) {
        LocalDate date = Moments.parseDate(raw(key));
        if (isGiven(key) && date == null) {
            invalid(key);
        }
        return date;
    }

    Long time(String key) {
        Long time = Moments.parseTime(raw(key));
        if (isGiven(key) && time == null) {
            invalid(key);
        }
        return time;
    }
}
