package dev.spendweir.plan;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonCursor;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.AttributeFilter;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the form of a plan that may leave the client (spec 5.1): format_version, terraform_version, errored, complete,
 * applyable, resource_changes without sensitive values, and the names and actions of output_changes. Nothing else.
 *
 * <p>Redacting twice gives the same bytes as once. Walks through the plan once; memory beside the input is the output's
 * size. Thread-safe.
 */
public final class PlanRedactor {

    private static final Set<String> SCALARS =
            Set.of("format_version", "plan_format_version", "terraform_version", "errored", "complete", "applyable");
    private static final List<String> OF_ENTRY = List.of(
            "address",
            "previous_address",
            "module_address",
            "mode",
            "type",
            "name",
            "index",
            "provider_name",
            "deposed",
            "action_reason");
    private static final List<String> OF_CHANGE = List.of(
            "actions",
            "before",
            "after",
            "after_unknown",
            "before_sensitive",
            "after_sensitive",
            "replace_paths",
            "importing");

    private final @Nullable PriceSheet minimal;
    private final Map<String, AttributeFilter> filters = new HashMap<>();
    private final CanonicalWriter out = new CanonicalWriter();
    private boolean changesSeen;
    private boolean deferred;
    private @Nullable JsonValue complete;
    private @Nullable Redaction earlier;

    private PlanRedactor(@Nullable PriceSheet minimal) {
        this.minimal = minimal;
    }

    /**
     * The full redacted form: a plan read from it is the same as one read from the original.
     *
     * @throws RejectedException {@code PLAN_INVALID} or {@code PLAN_ACTION_UNSUPPORTED} as {@link PlanReader#read};
     *     {@code PLAN_INVALID} also for a lone surrogate in what is passed on
     */
    public static byte[] redact(byte[] plan) {
        return new PlanRedactor(null).document(plan, null);
    }

    /**
     * The minimal form: of before and after only what the price sheet reads, with the content digest as the client's
     * word beside it.
     *
     * @param sheet the price sheet by which the plan will be priced
     * @throws RejectedException as {@link #redact}
     */
    public static byte[] minimal(byte[] plan, PriceSheet sheet) {
        TerraformPlan read = PlanReader.read(plan, sheet);
        Map<String, Set<String>> kept = new TreeMap<>();
        for (ResourceChange change : read.changes()) {
            kept.computeIfAbsent(
                    change.type(), type -> Set.copyOf(sheet.filter(type).paths()));
        }
        if (read.keptPaths() != null) {
            read.keptPaths()
                    .forEach((type, paths) -> kept.computeIfPresent(type, (t, own) -> intersection(own, paths)));
        }
        return new PlanRedactor(sheet).document(plan, new Redaction(read.contentSha256(), kept));
    }

    private static Set<String> intersection(Set<String> one, Set<String> other) {
        return Set.copyOf(one.stream().filter(other::contains).toList());
    }

    private byte[] document(byte[] plan, @Nullable Redaction redaction) {
        return PlanText.withoutLoneSurrogates(ErrorCode.PLAN_INVALID, () -> written(plan, redaction));
    }

    private byte[] written(byte[] plan, @Nullable Redaction redaction) {
        try {
            JsonCursor cursor = JsonCursor.of(plan, PlanText.offset(plan));
            if (cursor.kind() != JsonCursor.Kind.OBJECT) {
                throw PlanText.notAPlan("a plan is a JSON object");
            }
            cursor.enterObject();
            out.beginObject();
            for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
                member(name, cursor);
            }
            cursor.end();
        } catch (JsonSyntaxException e) {
            throw PlanText.invalid(e, plan);
        }
        finish(redaction);
        return out.toBytes();
    }

    /** What may be missing in the plan, or is decided by the whole of it, comes last, so that order never varies. */
    private void finish(@Nullable Redaction redaction) {
        if (!changesSeen) {
            out.name("resource_changes").beginArray().endArray();
        }
        if (deferred || complete != null) {
            out.name("complete");
            out.value(deferred || complete == null ? JsonBoolean.FALSE : complete);
        }
        Redaction own = redaction == null ? earlier : redaction;
        if (own != null) {
            out.name(Redaction.MEMBER);
            JsonText.write(out, own.toJson());
        }
        out.endObject();
    }

    private void member(String name, JsonCursor cursor) {
        if (name.equals("complete")) {
            complete = cursor.value();
        } else if (SCALARS.contains(name)) {
            JsonValue value = cursor.value();
            if (!(value instanceof JsonObject) && !(value instanceof JsonArray)) {
                out.name(name);
                JsonText.write(out, value);
            }
        } else if (name.equals("resource_changes") && cursor.kind() == JsonCursor.Kind.ARRAY) {
            changesSeen = true;
            out.name(name).beginArray();
            cursor.enterArray();
            for (int i = 0; cursor.nextElement(); i++) {
                JsonText.write(out, change(PlanChange.of(cursor.value(), JsonPointer.element("/resource_changes", i))));
            }
            out.endArray();
        } else if (name.equals("output_changes") && cursor.kind() == JsonCursor.Kind.OBJECT) {
            out.name(name);
            outputs(cursor);
        } else if (name.equals("deferred_changes")) {
            deferred |= cursor.value() instanceof JsonArray array && array.size() > 0;
        } else if (name.equals(Redaction.MEMBER)) {
            earlier = Redaction.read(cursor.value());
        } else {
            cursor.skip();
        }
    }

    private JsonObject change(PlanChange change) {
        JsonObject.Builder entry = JsonObject.builder();
        OF_ENTRY.forEach(name -> put(entry, name, change.entry().get(name)));
        JsonObject.Builder inner = JsonObject.builder();
        for (String name : OF_CHANGE) {
            JsonValue value = switch (name) {
                case "before" -> change.before();
                case "after" -> change.after();
                default -> change.change().get(name);
            };
            put(inner, name, value == null ? null : cut(name, value, change.type()));
        }
        return entry.put("change", inner.build()).build();
    }

    private JsonValue cut(String name, JsonValue value, String type) {
        boolean attributes = !name.equals("actions") && !name.equals("replace_paths") && !name.equals("importing");
        if (minimal == null || !attributes) {
            return value;
        }
        return filters.computeIfAbsent(type, minimal::filter).keep(value);
    }

    private static void put(JsonObject.Builder builder, String name, @Nullable JsonValue value) {
        if (value != null) {
            builder.put(name, value);
        }
    }

    private void outputs(JsonCursor cursor) {
        out.beginObject();
        cursor.enterObject();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            JsonValue value = cursor.value();
            if (value instanceof JsonObject object && object.get("actions") instanceof JsonArray actions) {
                out.name(name);
                JsonText.write(out, JsonObject.builder().put("actions", actions).build());
            }
        }
        out.endObject();
    }
}
