package dev.spendweir.price;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.Component.Substitute;
import dev.spendweir.price.Lookup.Fallback;
import dev.spendweir.price.Lookup.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a price sheet, against its tables, regions and sources. */
final class EntryReader {

    private static final Set<String> ENTRY = Set.of("region", "free_when", "unknown_when", "components", "note");
    private static final Set<String> COMPONENT = Set.of(
            "name",
            "when",
            "each",
            "if_none",
            "none_if_unknown",
            "price",
            "per",
            "quantity",
            "outer",
            "assume",
            "source");
    private static final Set<String> ATTRIBUTE =
            Set.of("attribute", "count", "after_last", "part", "map", "default", "unknown", "above");
    private static final Set<String> CONDITION = Set.of("attribute", "in", "prefixes", "if_absent", "if_unknown");

    private final SheetFields fields;
    private final Map<String, PriceTable> tables;
    private final Map<String, RegionRule> regions;
    private final Set<String> sources;
    /** Names of tables, regions and sources that some entry uses; what is left over is worth a warning. */
    final Set<String> used = new HashSet<>();

    EntryReader(
            SheetFields fields, Map<String, PriceTable> tables, Map<String, RegionRule> regions, Set<String> sources) {
        this.fields = fields;
        this.tables = tables;
        this.regions = regions;
        this.sources = sources;
    }

    @Nullable
    ResourcePricing entry(String type, JsonValue value, String pointer) {
        JsonObject object = fields.object(value, pointer, ENTRY);
        if (object == null) {
            return null;
        }
        String region = fields.text(object, "region", pointer);
        if (region != null && !regions.containsKey(region)) {
            fields.fault(pointer + "/region", "the sheet has no region rule " + region);
        }
        if (region != null) {
            used.add("regions/" + region);
        }
        List<Condition> free = fields.list(object, "free_when", pointer, this::condition);
        List<Condition> unknown = fields.list(object, "unknown_when", pointer, this::condition);
        List<Component> components = fields.list(object, "components", pointer, this::component);
        if (components.isEmpty()) {
            fields.fault(pointer + "/components", "at least one component is needed; a type without cost goes to free");
        }
        return new ResourcePricing(type, region == null ? null : regions.get(region), free, unknown, components);
    }

    private @Nullable Component component(JsonValue value, String pointer) {
        JsonObject object = fields.object(value, pointer, COMPONENT);
        if (object == null) {
            return null;
        }
        String name = fields.required(object, "name", pointer);
        String per = fields.required(object, "per", pointer);
        if (!per.equals("hour") && !per.equals("month") && !per.isEmpty()) {
            fields.fault(pointer + "/per", "hour or month is expected");
        }
        AttributePath each = path(fields.text(object, "each", pointer), pointer + "/each");
        Substitute ifNone = substitute(object, pointer);
        if (ifNone != null && each == null) {
            fields.fault(pointer + "/if_none", "if_none needs each");
        }
        UnitPrice price = unitPrice(object, pointer);
        List<Factor> quantity = fields.list(object, "quantity", pointer, this::factor);
        List<Factor> outer = fields.list(object, "outer", pointer, this::factor);
        return price == null
                ? null
                : new Component(
                        name,
                        fields.list(object, "when", pointer, this::condition),
                        each,
                        ifNone,
                        fields.text(object, "none_if_unknown", pointer),
                        price,
                        per.equals("hour"),
                        quantity,
                        outer,
                        fields.text(object, "assume", pointer));
    }

    private @Nullable Substitute substitute(JsonObject component, String pointer) {
        JsonValue value = component.getNonNull("if_none");
        if (value == null) {
            return null;
        }
        String at = pointer + "/if_none";
        JsonObject object = fields.object(value, at, Set.of("attributes", "assume"));
        if (object == null) {
            return null;
        }
        JsonObject attributes = fields.object(object.get("attributes"), at + "/attributes", Set.of());
        return attributes == null ? null : new Substitute(attributes, fields.text(object, "assume", at));
    }

    private @Nullable UnitPrice unitPrice(JsonObject component, String pointer) {
        String at = pointer + "/price";
        JsonValue value = component.get("price");
        if (value instanceof JsonString) {
            String source = fields.required(component, "source", pointer);
            checkSource(source, pointer + "/source");
            BigDecimal price = fields.decimal(value, at);
            return price == null ? null : new UnitPrice.Fixed(price, source);
        }
        JsonObject object = fields.object(value, at, Set.of("table", "key", "by"));
        if (object == null) {
            return null;
        }
        String name = fields.required(object, "table", at);
        PriceTable table = tables.get(name);
        if (table == null) {
            fields.fault(at + "/table", "the sheet has no table " + name);
            return null;
        }
        used.add("tables/" + name);
        used.add("sources/" + table.source());
        return table.steps().isEmpty() ? byKey(object, table, at) : bySize(object, table, at);
    }

    private @Nullable UnitPrice byKey(JsonObject object, PriceTable table, String pointer) {
        List<Lookup> key = fields.list(object, "key", pointer, this::lookup);
        if (key.isEmpty()) {
            fields.fault(pointer + "/key", "a table of keys needs key: the attributes whose texts are looked up");
            return null;
        }
        return new UnitPrice.ByKey(table, key);
    }

    private @Nullable UnitPrice bySize(JsonObject object, PriceTable table, String pointer) {
        JsonValue by = object.get("by");
        Lookup size = by == null ? null : lookup(by, pointer + "/by");
        if (by == null) {
            fields.fault(pointer + "/by", "a table of steps needs by: the attribute that holds the size");
        }
        return size == null ? null : new UnitPrice.BySize(table, size);
    }

    private void checkSource(String source, String pointer) {
        if (!source.isEmpty() && !sources.contains(source)) {
            fields.fault(pointer, "the sheet has no source " + source);
        }
        used.add("sources/" + source);
    }

    private @Nullable Factor factor(JsonValue value, String pointer) {
        if (value instanceof JsonString) {
            BigDecimal literal = fields.decimal(value, pointer);
            return literal == null ? null : new Factor.Literal(literal);
        }
        Lookup lookup = lookup(value, pointer);
        if (lookup == null || !(value instanceof JsonObject object)) {
            return null;
        }
        JsonValue above = object.getNonNull("above");
        BigDecimal included = above == null ? BigDecimal.ZERO : fields.decimal(above, pointer + "/above");
        return included == null ? null : new Factor.Measured(lookup, included);
    }

    private @Nullable Condition condition(JsonValue value, String pointer) {
        JsonObject object = fields.object(value, pointer, CONDITION);
        if (object == null) {
            return null;
        }
        JsonValue attribute = object.getNonNull("attribute");
        Lookup lookup = attribute == null ? null : lookup(attribute, pointer + "/attribute");
        List<String> in = fields.list(object, "in", pointer, fields::text);
        List<String> prefixes = fields.list(object, "prefixes", pointer, fields::text);
        if (attribute == null) {
            fields.fault(pointer + "/attribute", "the member is required");
        }
        Boolean ifUnknown = object.getNonNull("if_unknown") == null
                ? null
                : Boolean.valueOf(fields.flag(object, "if_unknown", pointer, false));
        boolean ifAbsent = fields.flag(object, "if_absent", pointer, false);
        return lookup == null ? null : new Condition(lookup, in, prefixes, ifAbsent, ifUnknown);
    }

    /** An attribute: its path alone, or an object that says more. */
    @Nullable
    Lookup lookup(JsonValue value, String pointer) {
        if (value instanceof JsonString string) {
            AttributePath path = path(string.value(), pointer);
            return path == null ? null : new Lookup(List.of(path), Shape.WHOLE, Map.of(), null, null);
        }
        JsonObject object = fields.object(value, pointer, ATTRIBUTE);
        if (object == null) {
            return null;
        }
        List<AttributePath> paths = paths(object.getNonNull("attribute"), pointer + "/attribute");
        if (paths.isEmpty()) {
            return null;
        }
        return new Lookup(
                paths,
                shape(object, pointer),
                map(object, pointer),
                fallback(object, "default", pointer),
                fallback(object, "unknown", pointer));
    }

    private List<AttributePath> paths(@Nullable JsonValue value, String pointer) {
        List<AttributePath> paths = new ArrayList<>();
        List<JsonValue> elements =
                value instanceof JsonArray array ? array.elements() : value == null ? List.of() : List.of(value);
        for (JsonValue element : elements) {
            AttributePath path = path(fields.text(element, pointer), pointer);
            if (path != null) {
                paths.add(path);
            }
        }
        if (elements.isEmpty()) {
            fields.fault(pointer, "a path, or a list of paths, is expected");
        }
        return paths;
    }

    private @Nullable AttributePath path(@Nullable String dotted, String pointer) {
        if (dotted == null) {
            return null;
        }
        try {
            return AttributePath.parse(dotted);
        } catch (IllegalArgumentException e) {
            fields.fault(pointer, "not a path of 1 to " + AttributePath.MAX_SEGMENTS + " names with dots between them");
            return null;
        }
    }

    private Shape shape(JsonObject object, String pointer) {
        JsonValue part = object.getNonNull("part");
        String separator = null;
        int index = 0;
        if (part != null) {
            JsonObject cut = fields.object(part, pointer + "/part", Set.of("separator", "index"));
            if (cut != null) {
                separator = fields.required(cut, "separator", pointer + "/part");
                index = index(cut.get("index"), pointer + "/part/index");
            }
        }
        return new Shape(
                fields.flag(object, "count", pointer, false),
                fields.text(object, "after_last", pointer),
                separator,
                index);
    }

    private int index(@Nullable JsonValue value, String pointer) {
        if (value instanceof JsonNumber number && number.text().matches("[0-9]{1,2}")) {
            return Integer.parseInt(number.text());
        }
        fields.fault(pointer, "an integer 0 to 99 is expected");
        return 0;
    }

    private Map<String, String> map(JsonObject object, String pointer) {
        JsonValue value = object.getNonNull("map");
        if (value == null) {
            return Map.of();
        }
        JsonObject members = fields.object(value, pointer + "/map", Set.of());
        Map<String, String> map = new LinkedHashMap<>();
        if (members != null) {
            members.forEach((from, to) -> {
                String text = fields.text(to, JsonPointer.member(pointer + "/map", from));
                if (text != null) {
                    map.put(from, text);
                }
            });
        }
        return map;
    }

    private @Nullable Fallback fallback(JsonObject object, String name, String pointer) {
        JsonValue value = object.getNonNull(name);
        if (value == null) {
            return null;
        }
        String at = pointer + "/" + name;
        JsonObject fallback = fields.object(value, at, Set.of("value", "assume"));
        if (fallback == null) {
            return null;
        }
        String assume = fields.text(fallback, "assume", at);
        if (name.equals("unknown") && assume == null) {
            fields.fault(
                    at + "/assume", "what stands in for a value not known yet is an assumption and must be stated");
        }
        return new Fallback(fields.required(fallback, "value", at), assume);
    }
}
