package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict RFC 8259 reader. Objects become maps, arrays lists, strings {@link String}, numbers {@link JsonNumber}, and null is null.
 * Duplicate keys (after unescaping) and more than 1000 nested containers are refused (spec 10 A1, A9); lone surrogates are kept.
 */
public final class JsonReader {
    static final int MAX_DEPTH = 1000;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Reads the one value that the whole text is. */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        Object value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw new NotJsonException("text after the value at " + reader.at);
        }
        return value;
    }

    private Object value(int depth) {
        char c = peek();
        if (c == '{') {
            return object(depth + 1);
        }
        if (c == '[') {
            return array(depth + 1);
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || isDigit(c)) {
            return number();
        }
        return word();
    }

    private Object word() {
        if (take("true")) {
            return Boolean.TRUE;
        }
        if (take("false")) {
            return Boolean.FALSE;
        }
        if (take("null")) {
            return null;
        }
        throw new NotJsonException("no value at " + at);
    }

    private boolean take(String word) {
        boolean here = text.startsWith(word, at);
        if (here) {
            at += word.length();
        }
        return here;
    }

    private Map<String, Object> object(int depth) {
        checkDepth(depth);
        at++;
        Map<String, Object> members = new LinkedHashMap<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw new NotJsonException("no key at " + at);
            }
            String key = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (members.containsKey(key)) {
                throw new NotJsonException("duplicate key " + key);
            }
            members.put(key, value(depth));
            skipSpace();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> array(int depth) {
        checkDepth(depth);
        at++;
        List<Object> items = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return items;
        }
        while (true) {
            skipSpace();
            items.add(value(depth));
            skipSpace();
            if (peek() == ']') {
                at++;
                return items;
            }
            expect(',');
        }
    }

    private String string() {
        at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            }
            if (c < 0x20) {
                throw new NotJsonException("control character in a string at " + at);
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new NotJsonException("unknown escape at " + at);
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            at++;
            int digit = isDigit(c)
                    ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0) {
                throw new NotJsonException("bad \\u escape at " + at);
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private JsonNumber number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new JsonNumber(text.substring(start, at));
    }

    private void digits() {
        if (!isDigit(peek())) {
            throw new NotJsonException("no digit at " + at);
        }
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new NotJsonException("more than " + MAX_DEPTH + " nested containers");
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new NotJsonException("no '" + wanted + "' at " + at);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NotJsonException("the text ends too early");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
