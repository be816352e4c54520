package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.cli.output.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands about actors share: calls to {@code /v1/actors} and how an actor is printed. */
final class Actors {

    private static final String ALL = "/v1/actors";

    /** What a change sends back of what it has read. */
    private static final List<String> SETTABLE = List.of(
            "display_name", "role", "permissions", "projects", "environment_classes", "sources", "aliases", "disabled");

    private final ServerOptions server;
    private final CliContext context;

    Actors(ServerOptions server, CliContext context) {
        this.server = server;
        this.context = context;
    }

    JsonObject get(String actorId) {
        return send(ApiCall.of("GET", path(actorId)), null).json();
    }

    /** @param version what it must be now; null: whatever it is */
    JsonObject put(String actorId, JsonObject spec, @Nullable Long version) {
        return send(ApiCall.json("PUT", path(actorId), spec), version).json();
    }

    void delete(String actorId, @Nullable Long version) {
        send(ApiCall.of("DELETE", path(actorId)), version);
    }

    private ServerAnswer send(ApiCall call, @Nullable Long version) {
        ApiCall whole = version == null ? call : call.withHeader("If-Match", "\"" + version + "\"");
        return server.call(context, whole);
    }

    private static String path(String actorId) {
        return ALL + "/" + Listing.escape(actorId);
    }

    /** The part of an actor that can be set. */
    static JsonObject spec(JsonObject actor) {
        JsonObject.Builder spec = JsonObject.builder();
        for (String name : SETTABLE) {
            JsonValue value = actor.get(name);
            if (value != null) {
                spec.put(name, value);
            }
        }
        return spec.build();
    }

    /** The version that was read. */
    static @Nullable Long version(JsonObject actor) {
        return actor.get("version") instanceof JsonNumber number ? number.clampedInteger() : null;
    }

    /** The texts of a list; none when it is absent or null. */
    static List<String> texts(JsonObject actor, String field) {
        return actor.get(field) instanceof JsonArray array
                ? array.elements().stream()
                        .filter(JsonString.class::isInstance)
                        .map(text -> ((JsonString) text).value())
                        .toList()
                : List.of();
    }

    static void print(CliContext context, JsonObject actor, ListingFormat output) {
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(actor));
            return;
        }
        line(context, "actor", Listing.text(actor, "actor_id"));
        line(context, "name", Listing.text(actor, "display_name"));
        line(context, "role", Listing.text(actor, "role") + (isDisabled(actor) ? " (disabled)" : ""));
        line(context, "permissions", joined(actor, "permissions", "none"));
        line(context, "projects", joined(actor, "projects", bounded(actor, "projects")));
        line(context, "classes", joined(actor, "environment_classes", bounded(actor, "environment_classes")));
        line(context, "sources", joined(actor, "sources", bounded(actor, "sources")));
        line(context, "aliases", joined(actor, "aliases", "none"));
        line(context, "version", String.valueOf(version(actor)));
    }

    private static void line(CliContext context, String name, String value) {
        if (!value.isEmpty()) {
            context.out().printf("%-12s %s%n", name, value);
        }
    }

    /** No list is no bound, an empty one allows nothing. */
    private static String bounded(JsonObject actor, String field) {
        return actor.get(field) instanceof JsonArray ? "none" : "all";
    }

    static String joined(JsonObject actor, String field, String none) {
        String all = SafeText.line(String.join(", ", texts(actor, field)));
        return all.isEmpty() ? none : all;
    }

    static boolean isDisabled(JsonObject actor) {
        return actor.get("disabled") == JsonBoolean.TRUE;
    }
}
