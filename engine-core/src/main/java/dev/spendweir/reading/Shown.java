package dev.spendweir.reading;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import org.jspecify.annotations.Nullable;

/** How a value is named in the detail of a finding: scalars as they are but short, containers by their kind. */
final class Shown {

    /** Enough to recognise a value by; details go into logs and answers. */
    private static final int MAX_CHARACTERS = 48;

    private Shown() {}

    static String value(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return "'" + shortened(string.value()) + "'";
        }
        if (value instanceof JsonNumber number) {
            return shortened(number.text());
        }
        if (value instanceof JsonBoolean bool) {
            return Boolean.toString(bool.value());
        }
        return kind(value);
    }

    static String kind(@Nullable JsonValue value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof JsonArray) {
            return "a list";
        }
        if (value instanceof JsonString) {
            return "a string";
        }
        if (value instanceof JsonNumber) {
            return "a number";
        }
        return value instanceof JsonBoolean ? "a boolean" : "null";
    }

    static String shortened(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
        return text.substring(0, splitsPair ? MAX_CHARACTERS - 1 : MAX_CHARACTERS) + "...";
    }
}
