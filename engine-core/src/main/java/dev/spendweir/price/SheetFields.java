package dev.spendweir.price;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads members of a price sheet and collects what is wrong with them. */
final class SheetFields {

    /** Characters of a price or factor: enough for any price, short enough to multiply without thought. */
    static final int MAX_DECIMAL_LENGTH = 24;

    private static final int MAX_TEXT_LENGTH = 512;

    final List<Finding> findings = new ArrayList<>();

    void fault(String pointer, String detail) {
        findings.add(new Finding(ErrorCode.PRICE_SHEET_INVALID, pointer, detail));
    }

    /** The value as an object whose members are all among the allowed ones; null with a finding otherwise. */
    @Nullable
    JsonObject object(@Nullable JsonValue value, String pointer, Set<String> allowed) {
        if (!(value instanceof JsonObject object)) {
            fault(pointer, "an object is expected");
            return null;
        }
        for (String name : object.names()) {
            if (!allowed.isEmpty() && !allowed.contains(name)) {
                fault(
                        JsonPointer.member(pointer, name),
                        "unknown member; known are " + String.join(", ", sorted(allowed)));
            }
        }
        return object;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** The text of a member; null when it is absent, or with a finding when it is no non-empty text. */
    @Nullable
    String text(JsonObject object, String name, String pointer) {
        JsonValue value = object.getNonNull(name);
        if (value == null) {
            return null;
        }
        return text(value, JsonPointer.member(pointer, name));
    }

    @Nullable
    String text(JsonValue value, String pointer) {
        if (value instanceof JsonString string
                && !string.value().isBlank()
                && string.value().length() <= MAX_TEXT_LENGTH) {
            return string.value();
        }
        fault(pointer, "a text of 1 to " + MAX_TEXT_LENGTH + " characters is expected");
        return null;
    }

    /** The text of a member that must be there; "" with a finding otherwise. */
    String required(JsonObject object, String name, String pointer) {
        String text = text(object, name, pointer);
        if (text == null && object.getNonNull(name) == null) {
            fault(JsonPointer.member(pointer, name), "the member is required");
        }
        return text == null ? "" : text;
    }

    boolean flag(JsonObject object, String name, String pointer, boolean absent) {
        JsonValue value = object.getNonNull(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        fault(JsonPointer.member(pointer, name), "true or false is expected");
        return absent;
    }

    /** A decimal of at least 0 as text; null with a finding otherwise. */
    @Nullable
    BigDecimal decimal(@Nullable JsonValue value, String pointer) {
        if (value instanceof JsonString string
                && string.value().length() <= MAX_DECIMAL_LENGTH
                && string.value().matches("[0-9]+(\\.[0-9]+)?")) {
            return new BigDecimal(string.value());
        }
        fault(pointer, "a decimal as text is expected, such as \"0.0104\": digits and at most one point, not negative");
        return null;
    }

    /** The elements of a list member, each read by the given reader; those that it gives null for are left out. */
    <T> List<T> list(
            JsonObject object, String name, String pointer, BiFunction<JsonValue, String, @Nullable T> reader) {
        JsonValue value = object.getNonNull(name);
        if (value == null) {
            return List.of();
        }
        String at = JsonPointer.member(pointer, name);
        if (!(value instanceof JsonArray array)) {
            fault(at, "a list is expected");
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            T element = reader.apply(array.elements().get(i), JsonPointer.element(at, i));
            if (element != null) {
                read.add(element);
            }
        }
        return read;
    }
}
