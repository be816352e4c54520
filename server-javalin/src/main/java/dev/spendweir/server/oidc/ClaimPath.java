package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a claim is: its name, or a JSON pointer ({@code /realm_access/roles}) to a claim inside of another. Immutable.
 *
 * @param steps the names on the way, at least one
 */
record ClaimPath(List<String> steps) {

    ClaimPath {
        steps = List.copyOf(steps);
    }

    /** The path of a text; names such as {@code https://example.com/roles} are no pointers and stand for themselves. */
    static ClaimPath of(String text) {
        if (!text.startsWith("/")) {
            return new ClaimPath(List.of(text));
        }
        return new ClaimPath(List.of(text.substring(1).split("/", -1)).stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** The claim's values as texts: of a list its scalar elements, of anything else itself; objects and null are none. */
    List<String> texts(JsonObject claims) {
        JsonValue value = value(claims);
        if (value instanceof JsonArray array) {
            return array.elements().stream()
                    .map(ClaimPath::text)
                    .flatMap(Optional::stream)
                    .toList();
        }
        return text(value).stream().toList();
    }

    /** The claim's one value when it is a string; a list, even of one, is none: it leaves a choice. */
    Optional<String> text(JsonObject claims) {
        return value(claims) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    private @Nullable JsonValue value(JsonObject claims) {
        JsonValue at = claims;
        for (String step : steps) {
            at = at instanceof JsonObject object ? object.get(step) : null;
        }
        return at;
    }

    private static Optional<String> text(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return Optional.of(string.value());
        }
        if (value instanceof JsonNumber number) {
            return Optional.of(number.text());
        }
        return value instanceof JsonBoolean bool ? Optional.of(Boolean.toString(bool.value())) : Optional.empty();
    }
}
