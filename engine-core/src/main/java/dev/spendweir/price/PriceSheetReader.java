package dev.spendweir.price;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.PriceSheet.Source;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spendweir.price_sheet/v1} documents (docs/price-sheet.md). All findings come together. Thread-safe.
 */
public final class PriceSheetReader {

    private static final Set<String> TOP =
            Set.of("schema", "name", "currency", "standalone", "sources", "tables", "regions", "free", "resources");

    private final SheetFields fields = new SheetFields();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, PriceTable> tables = new LinkedHashMap<>();
    private final Map<String, RegionRule> regions = new LinkedHashMap<>();
    private final Map<String, ResourcePricing> entries = new TreeMap<>();
    private List<String> free = List.of();
    private final EntryReader entryReader = new EntryReader(fields, tables, regions, sources.keySet());

    private PriceSheetReader() {}

    /**
     * A sheet and what could be better in it.
     *
     * @param sheet the sheet
     * @param warnings sorted by pointer
     */
    public record Result(PriceSheet sheet, List<Warning> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Something that is allowed but most likely a slip.
     *
     * @param code {@code duplicate_free_type}, {@code free_type_covered}, {@code free_type_has_entry},
     *     {@code table_unused}, {@code region_unused} or {@code source_unused}
     * @param pointer where
     */
    public record Warning(String code, String pointer) {}

    /**
     * Reads a sheet from its JSON text in UTF-8.
     *
     * @throws RejectedException {@code PRICE_SHEET_INVALID} with every finding
     */
    public static Result read(byte[] utf8) {
        try {
            return read(JsonReader.read(utf8));
        } catch (JsonSyntaxException e) {
            throw new RejectedException(ErrorCode.PRICE_SHEET_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a sheet from a JSON value, which may have been YAML.
     *
     * @throws RejectedException {@code PRICE_SHEET_INVALID} with every finding
     */
    public static Result read(JsonValue document) {
        return new PriceSheetReader().sheet(document);
    }

    private Result sheet(JsonValue document) {
        JsonObject object = fields.object(document, "", TOP);
        if (object == null) {
            throw new RejectedException(fields.findings);
        }
        String schema = fields.required(object, "schema", "");
        if (!schema.isEmpty() && !schema.equals(PriceSheet.SCHEMA)) {
            fields.fault("/schema", "the schema is " + schema + "; this version reads " + PriceSheet.SCHEMA);
        }
        String name = fields.required(object, "name", "");
        String currency = fields.required(object, "currency", "");
        if (!currency.isEmpty() && !currency.matches("[A-Z]{3}")) {
            fields.fault("/currency", "three letters A-Z are expected");
        }
        boolean standalone = fields.flag(object, "standalone", "", false);
        members(object, "sources", this::source, sources);
        members(object, "tables", this::table, tables);
        members(object, "regions", this::region, regions);
        free = fields.list(object, "free", "", this::freeType);
        JsonValue resources = object.getNonNull("resources");
        if (resources != null) {
            JsonObject types = fields.object(resources, "/resources", Set.of());
            if (types != null) {
                types.forEach(this::entry);
            }
        }
        if (!fields.findings.isEmpty()) {
            throw new RejectedException(fields.findings);
        }
        return new Result(new PriceSheet(name, currency, standalone, sources, free, entries), warnings());
    }

    private void entry(String type, JsonValue value) {
        ResourcePricing entry = entryReader.entry(type, value, JsonPointer.member("/resources", type));
        if (entry != null) {
            entries.put(type, entry);
        }
    }

    private <T> void members(
            JsonObject document, String name, BiFunction<String, Member, @Nullable T> reader, Map<String, T> into) {
        JsonValue value = document.getNonNull(name);
        JsonObject members = value == null ? JsonObject.EMPTY : fields.object(value, "/" + name, Set.of());
        if (members != null) {
            members.forEach((key, member) -> {
                T read = reader.apply(key, new Member(member, JsonPointer.member("/" + name, key)));
                if (read != null) {
                    into.put(key, read);
                }
            });
        }
    }

    private record Member(JsonValue value, String pointer) {}

    private @Nullable Source source(String id, Member member) {
        JsonObject object = fields.object(member.value(), member.pointer(), Set.of("text", "as_of"));
        if (object == null) {
            return null;
        }
        String asOf = fields.required(object, "as_of", member.pointer());
        if (!asOf.isEmpty() && !asOf.matches("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")) {
            fields.fault(member.pointer() + "/as_of", "a day YYYY-MM-DD or a month YYYY-MM is expected");
        }
        return new Source(fields.required(object, "text", member.pointer()), asOf);
    }

    private @Nullable PriceTable table(String name, Member member) {
        String pointer = member.pointer();
        JsonObject object = fields.object(member.value(), pointer, Set.of("source", "fold_case", "prices", "steps"));
        if (object == null) {
            return null;
        }
        String source = fields.required(object, "source", pointer);
        if (!source.isEmpty() && !sources.containsKey(source)) {
            fields.fault(pointer + "/source", "the sheet has no source " + source);
        }
        boolean foldCase = fields.flag(object, "fold_case", pointer, false);
        if (object.has("prices") == object.has("steps")) {
            fields.fault(pointer, "a table has either prices or steps");
        }
        List<PriceTable.Step> steps = fields.list(object, "steps", pointer, this::step);
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).upTo().compareTo(steps.get(i - 1).upTo()) <= 0) {
                fields.fault(pointer + "/steps/" + i + "/up_to", "steps ascend");
            }
        }
        return new PriceTable(name, source, foldCase, decimals(object, "prices", pointer, foldCase), steps);
    }

    private Map<String, BigDecimal> decimals(JsonObject parent, String name, String pointer, boolean foldCase) {
        Map<String, BigDecimal> decimals = new LinkedHashMap<>();
        JsonValue value = parent.getNonNull(name);
        JsonObject members = value == null ? JsonObject.EMPTY : fields.object(value, pointer + "/" + name, Set.of());
        if (members != null) {
            members.forEach((key, text) -> {
                String at = JsonPointer.member(pointer + "/" + name, key);
                BigDecimal decimal = fields.decimal(text, at);
                if (decimal != null && decimals.put(foldCase ? key.toLowerCase(Locale.ROOT) : key, decimal) != null) {
                    fields.fault(at, "the key is there twice when case is folded");
                }
            });
        }
        return decimals;
    }

    private PriceTable.@Nullable Step step(JsonValue value, String pointer) {
        JsonObject object = fields.object(value, pointer, Set.of("up_to", "price"));
        if (object == null) {
            return null;
        }
        BigDecimal upTo = fields.decimal(object.get("up_to"), pointer + "/up_to");
        BigDecimal price = fields.decimal(object.get("price"), pointer + "/price");
        return upTo == null || price == null ? null : new PriceTable.Step(upTo, price);
    }

    private @Nullable RegionRule region(String name, Member member) {
        String pointer = member.pointer();
        JsonObject object = fields.object(member.value(), pointer, Set.of("from", "listed", "factors"));
        if (object == null) {
            return null;
        }
        List<Lookup> from = fields.list(object, "from", pointer, entryReader::lookup);
        List<String> listed = fields.list(object, "listed", pointer, fields::text);
        if (listed.isEmpty()) {
            fields.fault(pointer + "/listed", "at least one region is needed: that of the sheet's figures");
            return null;
        }
        return new RegionRule(name, from, listed, decimals(object, "factors", pointer, false));
    }

    private @Nullable String freeType(JsonValue value, String pointer) {
        String type = fields.text(value, pointer);
        if (type != null && !type.matches("[A-Za-z0-9_-]+\\*?")) {
            fields.fault(pointer, "a resource type, or the beginning of one with a closing * is expected");
        }
        return type;
    }

    private List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < free.size(); i++) {
            String type = free.get(i);
            String pointer = "/free/" + i;
            List<String> others = new ArrayList<>(free);
            others.removeIf(type::equals);
            if (!seen.add(type)) {
                warnings.add(new Warning("duplicate_free_type", pointer));
            } else if (new FreeTypes(others).has(type)) {
                warnings.add(new Warning("free_type_covered", pointer));
            }
            if (entries.containsKey(type)) {
                warnings.add(new Warning("free_type_has_entry", pointer));
            }
        }
        unused("tables", tables.keySet(), "table_unused", warnings);
        unused("regions", regions.keySet(), "region_unused", warnings);
        unused("sources", sources.keySet(), "source_unused", warnings);
        warnings.sort(Comparator.comparing(Warning::pointer).thenComparing(Warning::code));
        return warnings;
    }

    private void unused(String kind, Set<String> names, String code, List<Warning> warnings) {
        for (String name : names) {
            if (!entryReader.used.contains(kind + "/" + name)) {
                warnings.add(new Warning(code, JsonPointer.member("/" + kind, name)));
            }
        }
    }
}
