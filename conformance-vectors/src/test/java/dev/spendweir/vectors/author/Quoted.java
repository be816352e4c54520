package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as it is comfortable inside Java strings: with single quotes. Such a text cannot contain a quote of either kind. */
public final class Quoted {
    private Quoted() {}

    /** The value of a text whose single quotes stand for double ones. */
    public static Object json(String text) {
        return JsonReader.read(text.replace('\'', '"'));
    }

    public static Map<String, Object> object(String text) {
        return Json.asObject(json(text));
    }

    /** A copy of the base with the patch's members put over it; objects merge, all else, null too, replaces. */
    public static Map<String, Object> merged(Map<String, Object> base, Map<String, Object> patch) {
        Map<String, Object> out = new LinkedHashMap<>(base);
        patch.forEach((key, value) -> {
            boolean both = value instanceof Map && out.get(key) instanceof Map;
            out.put(key, both ? merged(Json.asObject(out.get(key)), Json.asObject(value)) : value);
        });
        return out;
    }

    /** A deep copy in which lists and objects can be changed. */
    public static Object copy(Object value) {
        if (value instanceof Map) {
            Map<String, Object> out = new LinkedHashMap<>();
            Json.asObject(value).forEach((key, member) -> out.put(key, copy(member)));
            return out;
        }
        if (value instanceof List) {
            List<Object> out = new ArrayList<>();
            Json.asList(value).forEach(item -> out.add(copy(item)));
            return out;
        }
        return value;
    }
}
