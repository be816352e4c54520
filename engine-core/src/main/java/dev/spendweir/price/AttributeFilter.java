package dev.spendweir.price;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes of one resource type that a price sheet reads; cuts everything else out of a value.
 *
 * <p>Lists are transparent: a filter on their elements applies to each of them.
 */
public final class AttributeFilter {

    /** Keeps nothing: for types that the sheet does not read. */
    public static final AttributeFilter NOTHING = new AttributeFilter(List.of());

    private final Node root = new Node();
    private final List<String> dotted;

    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private boolean leaf;
    }

    AttributeFilter(List<AttributePath> paths) {
        dotted = paths.stream().map(AttributePath::dotted).sorted().distinct().toList();
        for (AttributePath path : paths) {
            Node at = root;
            for (String segment : path.segments()) {
                if (!isElement(segment)) {
                    at = at.children.computeIfAbsent(segment, s -> new Node());
                }
            }
            at.leaf = true;
        }
    }

    /** The attributes that are kept, as dotted paths, sorted. */
    public List<String> paths() {
        return dotted;
    }

    /** The value with nothing but what the sheet reads; a value that is no object or list stays as it is. */
    public JsonValue keep(JsonValue value) {
        return keep(value, root);
    }

    /** As {@link #keep(JsonValue)}, for an object. */
    public JsonObject keepObject(JsonObject object) {
        return keep(object, root) instanceof JsonObject kept ? kept : object;
    }

    private static JsonValue keep(JsonValue value, Node node) {
        if (node.leaf || ResourceAttributes.SENSITIVE.equals(value)) {
            return value;
        }
        if (value instanceof JsonArray array) {
            return JsonArray.of(array.elements().stream().map(element -> keep(element, node)));
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        JsonObject.Builder kept = JsonObject.builder();
        object.forEach((name, member) -> {
            Node child = node.children.get(name);
            if (child != null) {
                kept.put(name, keep(member, child));
            }
        });
        return kept.build();
    }

    private static boolean isElement(String segment) {
        return segment.equals("*") || segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
