package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.plan.InfracostReport.Cost;
import dev.spendweir.plan.InfracostReport.Project;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Infracost's JSON: {@code breakdown} and {@code diff} of format 0.2 and before, the {@code scan} of version 2, and
 * {@code {"base": scan, "head": scan}} (spec 5.1). Thread-safe.
 *
 * <p>A null cost stays unknown. A project without a state to compare with, as {@code breakdown} of a directory makes it
 * (its past is empty or a copy of the present), has no baseline.
 */
public final class InfracostReader {

    private static final String DEFAULT_CURRENCY = "USD";
    private static final Set<String> COMPARING_COMMANDS = Set.of("diff");

    private InfracostReader() {}

    /**
     * Reads an output from its text in UTF-8, with or without byte order mark.
     *
     * @throws RejectedException {@code INFRACOST_INVALID} when it is not one strict JSON value (with line and column) or
     *     no Infracost output
     */
    public static InfracostReport read(byte[] json) {
        try {
            boolean mark =
                    json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
            return read(JsonReader.read(mark ? Arrays.copyOfRange(json, 3, json.length) : json));
        } catch (JsonSyntaxException e) {
            throw new RejectedException(ErrorCode.INFRACOST_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads an output from a JSON value.
     *
     * @throws RejectedException {@code INFRACOST_INVALID} with a pointer
     */
    public static InfracostReport read(JsonValue document) {
        return PlanText.withoutLoneSurrogates(ErrorCode.INFRACOST_INVALID, () -> report(document));
    }

    private static InfracostReport report(JsonValue document) {
        if (!(document instanceof JsonObject object)) {
            throw invalid("", "an Infracost output is a JSON object");
        }
        if (object.has("base") && object.has("head")) {
            return InfracostScan.compare(object.get("base"), object.get("head"));
        }
        if (InfracostScan.isScan(object)) {
            return InfracostScan.single(object);
        }
        return breakdown(object);
    }

    private static InfracostReport breakdown(JsonObject object) {
        List<Project> projects = new ArrayList<>();
        if (object.get("projects") instanceof JsonArray array) {
            boolean compared = isComparison(object) || anyPast(array);
            for (int i = 0; i < array.size(); i++) {
                projects.add(project(array.elements().get(i), JsonPointer.element("/projects", i), compared));
            }
        } else if (object.get("resources") instanceof JsonArray) {
            Map<String, Cost> now = costs(object, "");
            projects.add(new Project("", List.of(), false, Map.of(), now, Set.of(), unsupported(object), null));
        } else {
            throw invalid("", "an Infracost output has projects; make it with: infracost diff --format json");
        }
        return new InfracostReport(
                currency(object),
                projects,
                decimal(object.get("totalMonthlyCost"), "/totalMonthlyCost"),
                decimal(object.get("diffTotalMonthlyCost"), "/diffTotalMonthlyCost"));
    }

    private static boolean isComparison(JsonObject object) {
        return object.get("metadata") instanceof JsonObject metadata
                && metadata.get("infracostCommand") instanceof JsonString command
                && COMPARING_COMMANDS.contains(command.value());
    }

    /** Whether some project has a past that is neither empty nor a copy of its present. */
    private static boolean anyPast(JsonArray projects) {
        for (JsonValue value : projects.elements()) {
            if (value instanceof JsonObject project
                    && project.get("pastBreakdown") instanceof JsonObject past
                    && past.get("resources") instanceof JsonArray resources
                    && resources.size() > 0
                    && !(project.get("breakdown") instanceof JsonObject now
                            && resources.equals(now.get("resources")))) {
                return true;
            }
        }
        return false;
    }

    private static Project project(JsonValue value, String pointer, boolean compared) {
        if (!(value instanceof JsonObject project)) {
            throw invalid(pointer, "a project is an object");
        }
        JsonObject metadata = project.get("metadata") instanceof JsonObject m ? m : JsonObject.EMPTY;
        JsonObject past = project.get("pastBreakdown") instanceof JsonObject p ? p : null;
        JsonObject now = project.get("breakdown") instanceof JsonObject b ? b : JsonObject.EMPTY;
        boolean fromPlan = metadata.get("type") instanceof JsonString type && isPlan(type.value());
        Set<String> free = new HashSet<>(freeResources(now));
        JsonValue summary = project.get("summary");
        return new Project(
                project.get("name") instanceof JsonString name ? name.value() : "",
                errors(metadata),
                past != null && (fromPlan || compared),
                past == null ? Map.of() : costs(past, pointer + "/pastBreakdown"),
                costs(now, pointer + "/breakdown"),
                free,
                summary instanceof JsonObject counts ? unsupported(counts) : Map.of(),
                project.get("diff") instanceof JsonObject diff
                        ? decimal(diff.get("totalMonthlyCost"), pointer + "/diff/totalMonthlyCost")
                        : null);
    }

    /** These project types carry the state before the change: it is in the plan. */
    private static boolean isPlan(String type) {
        return type.startsWith("terraform_plan") || type.equals("terraform_cli");
    }

    private static List<String> freeResources(JsonObject breakdown) {
        List<String> names = new ArrayList<>();
        if (breakdown.get("freeResources") instanceof JsonArray array) {
            for (JsonValue value : array.elements()) {
                if (value instanceof JsonObject object && object.get("name") instanceof JsonString name) {
                    names.add(name.value());
                }
            }
        }
        return names;
    }

    private static List<String> errors(JsonObject metadata) {
        List<String> errors = new ArrayList<>();
        if (metadata.get("errors") instanceof JsonArray array) {
            for (JsonValue value : array.elements()) {
                // The message may quote source code; the code alone is enough to know that the project failed.
                boolean coded = value instanceof JsonObject error && error.get("code") instanceof JsonNumber;
                errors.add(coded ? "code " + codeOf(value) : "error");
            }
        }
        return errors;
    }

    private static String codeOf(JsonValue error) {
        return error instanceof JsonObject object && object.get("code") instanceof JsonNumber code ? code.text() : "";
    }

    private static Map<String, Integer> unsupported(JsonObject summary) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (summary.get("unsupportedResourceCounts") instanceof JsonObject types) {
            types.forEach((type, count) -> {
                if (count instanceof JsonNumber number && number.text().matches("[0-9]{1,9}")) {
                    counts.put(type, Integer.parseInt(number.text()));
                }
            });
        }
        return counts;
    }

    private static Map<String, Cost> costs(JsonObject breakdown, String pointer) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        if (breakdown.get("resources") instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                String at = JsonPointer.element(pointer + "/resources", i);
                if (!(array.elements().get(i) instanceof JsonObject resource)
                        || !(resource.get("name") instanceof JsonString name)) {
                    throw invalid(at, "a resource is an object with a name");
                }
                costs.merge(name.value(), cost(resource, at), InfracostReader::sum);
            }
        }
        return costs;
    }

    private static Cost cost(JsonObject resource, String pointer) {
        return new Cost(
                decimal(resource.get("monthlyCost"), pointer + "/monthlyCost"),
                decimal(resource.get("hourlyCost"), pointer + "/hourlyCost"),
                !lacksPrice(resource),
                InfracostScan.detail(resource, "costComponents"));
    }

    /** Whether some component, also of a part of the resource, found no price: its cost of 0 is then no cost. */
    private static boolean lacksPrice(JsonObject resource) {
        if (resource.get("costComponents") instanceof JsonArray components) {
            for (JsonValue value : components.elements()) {
                if (value instanceof JsonObject component && component.get("priceNotFound") == JsonBoolean.TRUE) {
                    return true;
                }
            }
        }
        return resource.get("subresources") instanceof JsonArray parts
                && parts.elements().stream().anyMatch(p -> p instanceof JsonObject part && lacksPrice(part));
    }

    /** The same address twice in one project: both count. */
    static Cost sum(Cost one, Cost other) {
        return new Cost(
                add(one.monthly(), other.monthly()),
                add(one.hourly(), other.hourly()),
                one.complete() && other.complete() && (one.monthly() == null) == (other.monthly() == null),
                one.detail() + other.detail());
    }

    static @Nullable BigDecimal add(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null ? other : other == null ? one : one.add(other);
    }

    static String currency(JsonObject object) {
        if (object.getNonNull("currency") == null) {
            return DEFAULT_CURRENCY;
        }
        if (object.get("currency") instanceof JsonString text && text.value().matches("[A-Z]{3}")) {
            return text.value();
        }
        if (object.get("currency") instanceof JsonString text && text.value().isEmpty()) {
            return DEFAULT_CURRENCY;
        }
        throw invalid("/currency", "three letters A-Z are expected");
    }

    /** A cost: a decimal as text or number, of bounded length so that reading it costs nothing; null for null. */
    static @Nullable BigDecimal decimal(@Nullable JsonValue value, String pointer) {
        if (value == null || value == JsonNull.NULL) {
            return null;
        }
        String text = value instanceof JsonString string
                ? string.value()
                : value instanceof JsonNumber number ? number.text() : "";
        if (text.matches("-?[0-9]{1,20}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?")) {
            return new BigDecimal(text);
        }
        throw invalid(pointer, "a cost is a decimal number or null");
    }

    static RejectedException invalid(String pointer, String detail) {
        return new RejectedException(ErrorCode.INFRACOST_INVALID, pointer, detail);
    }
}
