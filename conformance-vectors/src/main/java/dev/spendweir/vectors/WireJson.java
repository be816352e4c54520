package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * Writes any JSON value on one line of ASCII: what is not ASCII is escaped, lone surrogates included, which UTF-8 cannot
 * carry otherwise; numbers keep their texts and members their order. Also safe to show on a terminal.
 */
final class WireJson {

    private WireJson() {}

    static byte[] bytes(JsonValue value) {
        return text(value).getBytes(StandardCharsets.US_ASCII);
    }

    static String text(JsonValue value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, JsonValue value) {
        if (value instanceof JsonObject object) {
            write(out, object);
        } else if (value instanceof JsonArray array) {
            write(out, array);
        } else if (value instanceof JsonString string) {
            quote(out, string.value());
        } else if (value instanceof JsonNumber number) {
            out.append(number.text());
        } else if (value instanceof JsonBoolean truth) {
            out.append(truth.value());
        } else if (value == JsonNull.NULL) {
            out.append("null");
        }
    }

    private static void write(StringBuilder out, JsonObject object) {
        out.append('{');
        for (int i = 0; i < object.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            quote(out, object.nameAt(i));
            out.append(':');
            write(out, object.valueAt(i));
        }
        out.append('}');
    }

    private static void write(StringBuilder out, JsonArray array) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(out, array.elements().get(i));
        }
        out.append(']');
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append("\\u").append(Character.forDigit(c >> 12, 16));
                out.append(Character.forDigit(c >> 8 & 15, 16));
                out.append(Character.forDigit(c >> 4 & 15, 16));
                out.append(Character.forDigit(c & 15, 16));
            }
        }
        out.append('"');
    }
}
