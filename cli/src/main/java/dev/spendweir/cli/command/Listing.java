package dev.spendweir.cli.command;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.output.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands that call a server share: lists page after page, and how values are sent and printed. */
final class Listing {

    /** The largest page a server gives (spec 4.2). */
    private static final int PAGE = 500;

    private Listing() {}

    /** @param query what is selected, escaped already; empty: all */
    static List<JsonObject> all(PatientCaller caller, String path, String query, Duration timeout) {
        List<JsonObject> items = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            String page = path + "?limit=" + PAGE + (query.isEmpty() ? "" : "&" + query)
                    + (cursor == null ? "" : "&cursor=" + escape(cursor));
            JsonObject json = caller.success(ApiCall.of("GET", page), timeout).json();
            if (json.get("items") instanceof JsonArray array) {
                for (JsonValue item : array.elements()) {
                    if (item instanceof JsonObject object) {
                        items.add(object);
                    }
                }
            }
            cursor = json.get("next_cursor") instanceof JsonString next ? next.value() : null;
        } while (cursor != null);
        return items;
    }

    /** A value of a query or a segment of a path. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String json(JsonValue value) {
        return CanonicalJson.text(value);
    }

    /** A text or number of an object, as one harmless line for a person; empty when there is none. */
    static String text(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value instanceof JsonString text) {
            return SafeText.line(text.value());
        }
        return value instanceof JsonNumber number ? number.text() : "";
    }
}
