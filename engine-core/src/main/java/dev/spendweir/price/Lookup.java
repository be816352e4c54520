package dev.spendweir.price;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.ResourceAttributes.Reading;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of a price sheet reads one attribute as a text.
 *
 * @param paths places to look at, the first that is set counts
 * @param shape what to take of the value
 * @param map replaces values; empty: the value itself counts; {@code *} stands for every value not named
 * @param absent what counts when the attribute is not set; null: the resource is then unknown
 * @param unknown what counts when the value is known only after the apply; null: the resource is then unknown
 */
record Lookup(
        List<AttributePath> paths,
        Shape shape,
        Map<String, String> map,
        @Nullable Fallback absent,
        @Nullable Fallback unknown) {

    /** The entry of {@link #map} for every value that it does not name. */
    static final String ANY = "*";

    Lookup {
        paths = List.copyOf(paths);
        map = Map.copyOf(map);
    }

    /**
     * A value that stands in.
     *
     * @param value the value
     * @param assume why it may be taken, when that is an assumption; null when it is the provider's documented default
     */
    record Fallback(String value, @Nullable String assume) {}

    /**
     * What part of a value is taken.
     *
     * @param count the number of elements of a list, instead of a text
     * @param afterLast only what follows the last occurrence of this text; null: all
     * @param separator cut at this text and take the part at {@code index}; null: all
     * @param index from 0
     */
    record Shape(
            boolean count,
            @Nullable String afterLast,
            @Nullable String separator,
            int index) {

        static final Shape WHOLE = new Shape(false, null, null, 0);

        /** The text that counts, or null when there is no such part. */
        @Nullable
        String take(JsonValue value) {
            if (count) {
                return value instanceof JsonArray array ? Integer.toString(array.size()) : null;
            }
            String text = scalar(value);
            if (text == null) {
                return null;
            }
            if (afterLast != null) {
                int at = text.lastIndexOf(afterLast);
                text = at < 0 ? text : text.substring(at + afterLast.length());
            }
            if (separator == null) {
                return text;
            }
            String[] parts = text.split(Pattern.quote(separator), -1);
            return index < parts.length ? parts[index] : null;
        }

        private static @Nullable String scalar(JsonValue value) {
            if (value instanceof JsonString string) {
                return string.value();
            }
            if (value instanceof JsonNumber number) {
                return number.text();
            }
            return value instanceof JsonBoolean bool ? Boolean.toString(bool.value()) : null;
        }
    }

    /** What a resource says, before any stand-in: a text, not set (null text), or not known. */
    private record Found(@Nullable String text, boolean unknown) {}

    private Found find(ResourceAttributes attributes) {
        boolean unknownSeen = false;
        for (AttributePath path : paths) {
            Reading reading = attributes.read(path);
            if (reading instanceof Reading.Known known) {
                String text = shape.take(known.value());
                if (text != null) {
                    return new Found(text, false);
                }
            }
            unknownSeen |= reading instanceof Reading.Unknown;
        }
        return new Found(null, unknownSeen);
    }

    /** The text that counts; null when the price cannot be told, and then the trace says why. */
    @Nullable
    String resolve(ResourceAttributes attributes, PricingTrace trace) {
        Found found = find(attributes);
        if (found.text() != null) {
            return mapped(found.text(), trace);
        }
        Fallback fallback = found.unknown() ? unknown : absent;
        if (fallback == null) {
            trace.unknown(name() + (found.unknown() ? " is not known before the apply" : " is not set"));
            return null;
        }
        trace.assume(fallback.assume());
        return fallback.value();
    }

    /** The text that the resource itself states, mapped where the map names it; null when it states none. */
    @Nullable
    String peek(ResourceAttributes attributes) {
        String text = find(attributes).text();
        return text == null || map.isEmpty() ? text : map.getOrDefault(text, map.getOrDefault(ANY, text));
    }

    /** Whether the attribute is known only after the apply. */
    boolean isUnknown(ResourceAttributes attributes) {
        return find(attributes).unknown();
    }

    private @Nullable String mapped(String text, PricingTrace trace) {
        if (map.isEmpty()) {
            return text;
        }
        String to = map.get(text);
        to = to == null ? map.get(ANY) : to;
        if (to == null) {
            trace.unknown("the sheet has no figure for this " + name());
        }
        return to;
    }

    String name() {
        return paths.get(0).dotted();
    }
}
