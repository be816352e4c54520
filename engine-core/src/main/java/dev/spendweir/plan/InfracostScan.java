package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.plan.InfracostReport.Cost;
import dev.spendweir.plan.InfracostReport.Project;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The {@code scan} output of Infracost version 2: one state per document, costs only on components, amounts as texts.
 *
 * <p>Version 2 writes "0" also where it knows no usage; a resource all of whose components cost 0 for a quantity of 0 is
 * therefore unknown here, unless Infracost says that it is free.
 */
final class InfracostScan {

    private InfracostScan() {}

    /** Scans have no format version, and their projects a project_name. */
    static boolean isScan(JsonObject object) {
        return !object.has("version")
                && object.get("projects") instanceof JsonArray projects
                && projects.elements().stream()
                        .allMatch(p -> p instanceof JsonObject project && project.has("project_name"))
                && (projects.size() > 0 || object.has("summary"))
                && !object.has("totalMonthlyCost");
    }

    static InfracostReport single(JsonObject head) {
        return report(head, null);
    }

    static InfracostReport compare(@Nullable JsonValue base, @Nullable JsonValue head) {
        if (!(head instanceof JsonObject headObject) || !isScan(headObject)) {
            throw InfracostReader.invalid("/head", "the JSON of infracost scan is expected");
        }
        if (!(base instanceof JsonObject baseObject) || !isScan(baseObject)) {
            throw InfracostReader.invalid("/base", "the JSON of infracost scan is expected");
        }
        if (!InfracostReader.currency(headObject).equals(InfracostReader.currency(baseObject))) {
            throw InfracostReader.invalid("/base/currency", "base and head are in different currencies");
        }
        return report(headObject, baseObject);
    }

    private record State(
            List<String> errors, Map<String, Cost> costs, Set<String> free, Map<String, Integer> unsupported) {}

    private static InfracostReport report(JsonObject head, @Nullable JsonObject base) {
        Map<String, State> now = states(head, base == null ? "" : "/head");
        Map<String, State> past = base == null ? Map.of() : states(base, "/base");
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(past.keySet());
        State none = new State(List.of(), Map.of(), Set.of(), Map.of());
        List<Project> projects = new ArrayList<>();
        for (String name : names) {
            State after = now.getOrDefault(name, none);
            State before = past.getOrDefault(name, none);
            List<String> errors = new ArrayList<>(after.errors());
            errors.addAll(before.errors());
            Set<String> free = new HashSet<>(after.free());
            free.addAll(before.free());
            projects.add(new Project(
                    name, errors, base != null, before.costs(), after.costs(), free, after.unsupported(), null));
        }
        BigDecimal stated = head.get("summary") instanceof JsonObject summary
                ? InfracostReader.decimal(summary.get("total_monthly_cost"), "/summary/total_monthly_cost")
                : null;
        return new InfracostReport(InfracostReader.currency(head), projects, stated, null);
    }

    private static Map<String, State> states(JsonObject scan, String pointer) {
        Map<String, State> states = new LinkedHashMap<>();
        JsonArray projects = scan.get("projects") instanceof JsonArray array ? array : JsonArray.EMPTY;
        for (int i = 0; i < projects.size(); i++) {
            String at = JsonPointer.element(pointer + "/projects", i);
            if (!(projects.elements().get(i) instanceof JsonObject project)
                    || !(project.get("project_name") instanceof JsonString name)) {
                throw InfracostReader.invalid(at, "a project is an object with a project_name");
            }
            if (states.put(name.value(), state(project, at)) != null) {
                throw InfracostReader.invalid(at + "/project_name", "the project is there twice");
            }
        }
        return states;
    }

    private static State state(JsonObject project, String pointer) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        Set<String> free = new HashSet<>();
        Map<String, Integer> unsupported = new HashMap<>();
        JsonArray resources = project.get("resources") instanceof JsonArray array ? array : JsonArray.EMPTY;
        for (int i = 0; i < resources.size(); i++) {
            String at = JsonPointer.element(pointer + "/resources", i);
            if (!(resources.elements().get(i) instanceof JsonObject resource)
                    || !(resource.get("name") instanceof JsonString name)) {
                throw InfracostReader.invalid(at, "a resource is an object with a name");
            }
            if (resource.get("is_supported") == JsonBoolean.FALSE) {
                unsupported.merge(resource.get("type") instanceof JsonString type ? type.value() : "", 1, Integer::sum);
            } else if (resource.get("is_free") == JsonBoolean.TRUE) {
                free.add(name.value());
            } else {
                costs.merge(name.value(), cost(resource, at), InfracostReader::sum);
            }
        }
        return new State(errors(project), costs, free, unsupported);
    }

    private static List<String> errors(JsonObject project) {
        List<String> errors = new ArrayList<>();
        if (project.get("diagnostics") instanceof JsonArray diagnostics) {
            for (JsonValue value : diagnostics.elements()) {
                if (value instanceof JsonObject diagnostic
                        && diagnostic.get("severity") instanceof JsonString severity
                        && (severity.value().equalsIgnoreCase("error")
                                || severity.value().equalsIgnoreCase("critical"))) {
                    errors.add("error");
                }
            }
        }
        return errors;
    }

    private static Cost cost(JsonObject resource, String pointer) {
        Sum sum = new Sum();
        sum.add(resource, pointer);
        return new Cost(sum.used ? sum.monthly : null, null, true, detail(resource, "cost_components"));
    }

    /** The sum over a resource and its parts. */
    private static final class Sum {
        private BigDecimal monthly = BigDecimal.ZERO;
        private boolean used;

        private void add(JsonObject resource, String pointer) {
            JsonArray components = resource.get("cost_components") instanceof JsonArray c ? c : JsonArray.EMPTY;
            for (int i = 0; i < components.size(); i++) {
                String at = JsonPointer.element(pointer + "/cost_components", i);
                if (components.elements().get(i) instanceof JsonObject component) {
                    BigDecimal cost =
                            InfracostReader.decimal(component.get("total_monthly_cost"), at + "/total_monthly_cost");
                    BigDecimal quantity = InfracostReader.decimal(component.get("quantity"), at + "/quantity");
                    used |= (cost != null && cost.signum() != 0)
                            || (quantity != null && quantity.signum() != 0 && cost != null);
                    monthly = cost == null ? monthly : monthly.add(cost);
                }
            }
            JsonArray parts = resource.get("subresources") instanceof JsonArray s ? s : JsonArray.EMPTY;
            for (int i = 0; i < parts.size(); i++) {
                if (parts.elements().get(i) instanceof JsonObject part) {
                    add(part, JsonPointer.element(pointer + "/subresources", i));
                }
            }
        }
    }

    /** Hash of what a cost is made of. */
    static String detail(JsonObject resource, String components) {
        JsonObject made = JsonObject.builder()
                .put("components", resource.get(components))
                .put("parts", resource.get("subresources"))
                .build();
        return Sha256Hex.of(JsonText.bytes(made));
    }
}
