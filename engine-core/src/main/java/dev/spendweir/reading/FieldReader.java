package dev.spendweir.reading;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of a document: a member of an object or an element of a list, there or not. Null counts as absent (spec 10
 * A17, A27).
 *
 * <p>Every reading method gives null when the field is absent or bad; a bad one has left a finding, an absent one only
 * after {@link #required()}. Not thread-safe.
 */
public final class FieldReader {

    private final @Nullable JsonValue value;
    private final String pointer;
    private final ReadingCodes codes;
    private final Findings findings;

    FieldReader(@Nullable JsonValue value, String pointer, ReadingCodes codes, Findings findings) {
        this.value = value == JsonNull.NULL ? null : value;
        this.pointer = pointer;
        this.codes = codes;
        this.findings = findings;
    }

    /** The value, or what stands for an absent one. */
    public static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** Reads one element of a list. */
    @FunctionalInterface
    public interface ElementReader<T> {
        /** The element's value, or null when it is bad and has left a finding. */
        @Nullable
        T read(FieldReader element);
    }

    /** Where the field is in its document. */
    public String pointer() {
        return pointer;
    }

    /** Whether the field has a value other than null. */
    public boolean isPresent() {
        return value != null;
    }

    /** Whether something is wrong at the field itself (not inside it). */
    public boolean isBad() {
        return findings.has(pointer);
    }

    /** Notes a mistake at the field, unless it has one already. */
    public void refuse(String detail) {
        findings.add(codes.invalid(), pointer, detail);
    }

    /** As {@link #refuse(String)}, with a code of its own in place of the document's. */
    public void refuse(ErrorCode code, String detail) {
        findings.add(code, pointer, detail);
    }

    /** The same field; when it is absent, that is a mistake with a code of its own. */
    public FieldReader required(ErrorCode whenMissing) {
        if (value == null) {
            findings.add(whenMissing, pointer, "the field is required and must not be null");
        }
        return this;
    }

    /** The same field; when it is absent, that is a mistake. */
    public FieldReader required() {
        return required(codes.missing());
    }

    /** An amount (spec 1.1). */
    public @Nullable Amount amount() {
        if (value == null) {
            return null;
        }
        try {
            return Amount.read(value);
        } catch (RejectedException e) {
            String detail = e.findings().get(0).detail();
            findings.add(codes.amountsKeepTheirCodes() ? e.code() : codes.invalid(), pointer, detail);
            return null;
        }
    }

    /** An amount of at least 0. */
    public @Nullable Amount nonNegativeAmount() {
        Amount amount = amount();
        if (amount != null && amount.isNegative()) {
            refuse("the amount must be at least 0, not " + amount);
            return null;
        }
        return amount;
    }

    /** A whole number written without fraction and exponent, both ends inclusive (spec 10 A24). */
    public @Nullable Integer integer(int min, int max) {
        Long number = longInteger(min, max);
        return number == null ? null : number.intValue();
    }

    /** As {@link #integer}, for wider ranges. */
    public @Nullable Long longInteger(long min, long max) {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number && number.isIntegerLiteral()) {
            long whole = number.clampedInteger();
            if (whole >= min && whole <= max) {
                return whole;
            }
        }
        refuse("a whole number from " + min + " to " + max + " without fraction or exponent is expected, not "
                + Shown.value(value));
        return null;
    }

    /** True or false. */
    public @Nullable Boolean bool() {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        refuse("true or false is expected, not " + Shown.value(value));
        return null;
    }

    /** A text that keeps a rule; it is never changed. */
    public @Nullable String text(TextRule rule) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonString string)) {
            refuse("a string is expected, not " + Shown.value(value));
            return null;
        }
        String problem = rule.problem(string.value());
        if (problem != null) {
            refuse(problem);
            return null;
        }
        return string.value();
    }

    /** A text that a parser understands; what it refuses with a {@link RejectedException} is a mistake of the field. */
    public <T> @Nullable T parsed(Function<String, T> parser) {
        String text = text(TextRule.ANY);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (RejectedException e) {
            refuse(e.findings().get(0).detail());
            return null;
        }
    }

    /** One of the words, exactly as it travels. */
    public <T> @Nullable T word(T[] words, Function<T, String> wireName) {
        if (value instanceof JsonString string) {
            for (T word : words) {
                if (wireName.apply(word).equals(string.value())) {
                    return word;
                }
            }
        }
        if (value != null) {
            String all = Arrays.stream(words).map(wireName).collect(Collectors.joining(", "));
            refuse("one of " + all + " is expected, not " + Shown.value(value));
        }
        return null;
    }

    /** A list, without its bad elements; a null element is bad. */
    public <T> @Nullable List<T> list(ElementReader<T> reader) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonArray array)) {
            refuse("a list is expected, not " + Shown.value(value));
            return null;
        }
        List<T> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String at = JsonPointer.element(pointer, i);
            T element = reader.read(new FieldReader(array.elements().get(i), at, codes, findings).required());
            if (element != null) {
                values.add(element);
            }
        }
        return values;
    }

    /** As {@link #list}, of at least one element. */
    public <T> @Nullable List<T> nonEmptyList(ElementReader<T> reader) {
        if (value instanceof JsonArray array && array.size() == 0) {
            refuse("the list must not be empty; leave the field out instead");
            return null;
        }
        return list(reader);
    }

    /** An object whose names are data, in its order, without its bad values; a null value is bad. */
    public <T> @Nullable Map<String, T> map(ElementReader<T> reader) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonObject object)) {
            refuse("an object is expected, not " + Shown.value(value));
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            String at = JsonPointer.member(pointer, name);
            T read = reader.read(new FieldReader(object.valueAt(i), at, codes, findings).required());
            if (read != null) {
                values.put(name, read);
            }
        }
        return values;
    }

    /** An object; an absent or bad one is read as if it were empty, without findings inside a bad one. */
    public <T extends @Nullable Object> T object(Function<ObjectReader, ? extends T> shape) {
        if (value instanceof JsonObject object) {
            return ObjectReader.read(object, pointer, codes, findings, shape);
        }
        if (value != null) {
            refuse("an object is expected, not " + Shown.value(value));
        }
        Findings inside = isBad() ? new Findings() : findings;
        return ObjectReader.read(JsonObject.EMPTY, pointer, codes, inside, shape);
    }

    /** An object, or null when it is absent or bad. */
    public <T> @Nullable T objectOrNull(Function<ObjectReader, ? extends @Nullable T> shape) {
        if (value == null) {
            return null;
        }
        @Nullable T read = object(shape);
        return value instanceof JsonObject ? read : null;
    }
}
