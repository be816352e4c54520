package dev.spendweir.vectors.naive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small helpers on plain JSON values, and the writer that keeps number texts as they are. */
public final class Json {
    private Json() {}

    /** An object of alternating keys and values, in that order; values may be null. */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return members;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> asObject(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    public static List<Object> asList(Object value) {
        return (List<Object>) value;
    }

    /** The value found by following object keys and list indexes; null when anything on the way is missing. */
    public static Object at(Object value, Object... path) {
        Object here = value;
        for (Object step : path) {
            if (here instanceof Map) {
                here = asObject(here).get(step.toString());
            } else if (here instanceof List && step instanceof Integer index) {
                here = index < asList(here).size() ? asList(here).get(index) : null;
            } else {
                return null;
            }
        }
        return here;
    }

    /** Equality of JSON values: numbers by their value as doubles or, beyond those, by their text; member order does not count. */
    public static boolean same(Object a, Object b) {
        if (a instanceof JsonNumber x && b instanceof JsonNumber y) {
            return x.text().equals(y.text()) || x.doubleValue() == y.doubleValue() && Double.isFinite(x.doubleValue());
        }
        if (a instanceof Map && b instanceof Map) {
            Map<String, Object> x = asObject(a);
            Map<String, Object> y = asObject(b);
            return x.keySet().equals(y.keySet()) && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key)));
        }
        if (a instanceof List && b instanceof List) {
            List<Object> x = asList(a);
            List<Object> y = asList(b);
            for (int i = 0; i < x.size() && i < y.size(); i++) {
                if (!same(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return x.size() == y.size();
        }
        return Objects.equals(a, b);
    }

    /** One line of JSON. Lone surrogates are written as escapes, so that the text is valid UTF-8 in any case. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map) {
            String separator = "{";
            for (Map.Entry<String, Object> member : asObject(value).entrySet()) {
                out.append(separator);
                writeString(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                separator = ",";
            }
            out.append(asObject(value).isEmpty() ? "{}" : "}");
        } else if (value instanceof List) {
            String separator = "[";
            for (Object item : asList(value)) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(asList(value).isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            writeString(text, out);
        } else if (value instanceof JsonNumber number) {
            out.append(number.text());
        } else if (value == null || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || isLone(text, i)) {
                out.append(shortEscape(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static String shortEscape(char c) {
        return switch (c) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> String.format("\\u%04x", (int) c);
        };
    }

    /** Whether the code unit at the index is a surrogate without its partner. */
    static boolean isLone(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
