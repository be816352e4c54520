package dev.spendweir.plan;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan_content_sha256} (spec 5.1): SHA-256 of the JCS of {schema, resource_changes, outputs}. Equal for an
 * identical re-plan, and the same before and after redaction.
 *
 * <p>Holds the canonical bytes of each change until all are known, because they are hashed in the order of their
 * addresses; that is about the size of the plan's {@code resource_changes}. Not thread-safe.
 */
final class ContentDigest {

    private static final String SCHEMA = "spendweir.plan_content/v1";
    private static final List<String> OF_ENTRY = List.of("address", "deposed", "previous_address", "provider_name");
    private static final List<String> OF_CHANGE = List.of("actions", "after_unknown", "replace_paths", "importing");

    private static final Comparator<Item> ORDER =
            Comparator.<Item, String>comparing(item -> item.address).thenComparing(item -> item.deposed);

    private final List<Item> items = new ArrayList<>();
    private final TreeMap<String, JsonValue> outputs = new TreeMap<>();

    /** One change; a class because it owns an array. */
    private static final class Item {
        private final String address;
        private final String deposed;
        private final byte[] canonical;

        private Item(String address, String deposed, byte[] canonical) {
            this.address = address;
            this.deposed = deposed;
            this.canonical = canonical;
        }
    }

    void add(PlanChange change) {
        if (change.hasContent()) {
            String deposed = change.optional("deposed");
            byte[] canonical = new CanonicalWriter().value(content(change)).toBytes();
            items.add(new Item(change.address(), deposed == null ? "" : deposed, canonical));
        }
    }

    private static JsonObject content(PlanChange change) {
        JsonObject.Builder content = JsonObject.builder();
        OF_ENTRY.forEach(name -> copy(content, name, change.entry().get(name)));
        OF_CHANGE.forEach(name -> copy(content, name, change.change().get(name)));
        copy(content, "before", change.before());
        copy(content, "after", change.after());
        return content.build();
    }

    private static void copy(JsonObject.Builder content, String name, @Nullable JsonValue value) {
        if (value != null) {
            content.put(name, numbersAsText(value));
        }
    }

    /** Every number becomes {"$n": "its text"}: a double would make different numbers equal. */
    private static JsonValue numbersAsText(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return JsonObject.builder().put("$n", number.text()).build();
        }
        if (value instanceof JsonArray array) {
            return JsonArray.of(array.elements().stream().map(ContentDigest::numbersAsText));
        }
        if (value instanceof JsonObject object) {
            JsonObject.Builder members = JsonObject.builder();
            object.forEach((name, member) -> members.put(name, numbersAsText(member)));
            return members.build();
        }
        return value;
    }

    /** Takes an output's actions. */
    void addOutput(String name, JsonArray actions) {
        if (!actions.equals(JsonArray.ofStrings(List.of("no-op")))) {
            outputs.put(
                    name,
                    JsonObject.builder()
                            .put("name", name)
                            .put("actions", actions)
                            .build());
        }
    }

    /** Lower-case hex of the digest. */
    String sha256() {
        items.sort(ORDER);
        MessageDigest digest = Sha256Hex.newDigest();
        byte[] head = new CanonicalWriter()
                .beginObject()
                .name("outputs")
                .value(JsonArray.of(outputs.values().stream()))
                .name("resource_changes")
                .toBytes();
        digest.update(head);
        digest.update((byte) '[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                digest.update((byte) ',');
            }
            digest.update(items.get(i).canonical);
        }
        digest.update(("],\"schema\":\"" + SCHEMA + "\"}").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest());
    }
}
