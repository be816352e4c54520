package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a plan in minimal form says about itself, in the member {@link #MEMBER}.
 *
 * @param contentSha256 the content digest of the whole plan, on the client's word
 * @param kept the attributes that were kept, by type
 */
record Redaction(String contentSha256, Map<String, Set<String>> kept) {

    /** The top-level member of a minimal plan that holds this. */
    static final String MEMBER = "spendweir_redaction";

    Redaction {
        kept = Map.copyOf(kept);
    }

    static Redaction read(JsonValue value) {
        String at = "/" + MEMBER;
        if (!(value instanceof JsonObject object)
                || !(object.get("form") instanceof JsonString form)
                || !form.value().equals("minimal")) {
            throw new RejectedException(ErrorCode.PLAN_INVALID, at, "an object with form minimal is expected");
        }
        if (!(object.get("plan_content_sha256") instanceof JsonString sha)
                || !sha.value().matches("[0-9a-f]{64}")) {
            throw new RejectedException(
                    ErrorCode.PLAN_INVALID,
                    at + "/plan_content_sha256",
                    "64 lower-case hexadecimal digits are expected");
        }
        return new Redaction(sha.value(), kept(object.get("kept"), at + "/kept"));
    }

    private static Map<String, Set<String>> kept(@Nullable JsonValue value, String pointer) {
        if (!(value instanceof JsonObject object)) {
            throw new RejectedException(ErrorCode.PLAN_INVALID, pointer, "an object of lists of paths is expected");
        }
        Map<String, Set<String>> kept = new HashMap<>();
        object.forEach((type, paths) -> {
            Set<String> of = new HashSet<>();
            if (paths instanceof JsonArray array) {
                for (JsonValue path : array.elements()) {
                    if (path instanceof JsonString text) {
                        of.add(text.value());
                    }
                }
            }
            kept.put(type, Set.copyOf(of));
        });
        return kept;
    }

    JsonObject toJson() {
        JsonObject.Builder types = JsonObject.builder();
        new TreeMap<>(kept)
                .forEach(
                        (type, paths) -> types.put(type, paths.stream().sorted().toList()));
        return JsonObject.builder()
                .put("form", "minimal")
                .put("plan_content_sha256", contentSha256)
                .put("kept", types.build())
                .build();
    }
}
