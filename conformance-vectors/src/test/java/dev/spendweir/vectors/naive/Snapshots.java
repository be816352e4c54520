package dev.spendweir.vectors.naive;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads snapshots into their normalised form (spec 1.4, spec 10 A40-A43, N11). */
final class Snapshots {
    private static final long MAX_SAFE_INTEGER = 9007199254740991L;
    private static final List<String> USAGE = List.of(
            "tenant_reserved",
            "tenant_consumed",
            "tenant_settling",
            "project_reserved",
            "project_consumed",
            "project_settling");

    private Snapshots() {}

    /** Every field with its default, both histories by date, grants by id; refuses with all findings. */
    static Map<String, Object> normalize(Object input) {
        Findings findings = new Findings();
        Members in = new Members(findings, Members.Codes.SNAPSHOT, "", input);
        in.required("policy_version", "cost_source");
        Map<String, Object> out = Json.object(
                "policy_version", Policies.number(in.integer("policy_version", null, 0, MAX_SAFE_INTEGER)),
                "cost_source", in.choice("cost_source", Set.of("available", "unavailable"), null),
                "cost_history", history(findings, in, "cost_history", new ArrayList<>()),
                "project_cost_history", history(findings, in, "project_cost_history", null),
                "complete_through", text(in.date("complete_through")),
                "usage", usage(in.object("usage")),
                "budget", budget(in),
                "grants", sortedBy("grant_id", grants(findings, in, Members.Codes.SNAPSHOT)));
        in.refuseUnknown();
        findings.throwIfAny();
        return out;
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static List<Object> history(Findings findings, Members snapshot, String key, List<Object> absent) {
        List<Object> given = snapshot.list(key);
        if (given == null) {
            return absent;
        }
        List<Object> rows = new ArrayList<>();
        Set<LocalDate> dates = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            Members in = new Members(findings, Members.Codes.SNAPSHOT, snapshot.pointer(key) + "/" + i, given.get(i));
            in.required("date", "amount");
            LocalDate date = in.date("date");
            if (date != null && !dates.add(date)) {
                in.invalid("date");
            }
            rows.add(Json.object(
                    "date", text(date),
                    "amount", Micros.format(in.amount("amount", null, true)),
                    "final", in.bool("final", false)));
            in.refuseUnknown();
        }
        return sortedBy("date", rows);
    }

    private static Map<String, Object> usage(Members in) {
        Map<String, Object> out = new LinkedHashMap<>();
        USAGE.forEach(key -> out.put(key, Micros.format(in.amount(key, Micros.ZERO, false))));
        in.refuseUnknown();
        return out;
    }

    private static Map<String, Object> budget(Members snapshot) {
        if (!snapshot.isGiven("budget")) {
            snapshot.raw("budget");
            return null;
        }
        Members in = snapshot.object("budget").required("monthly_limit");
        Map<String, Object> out = Json.object("monthly_limit", Micros.format(in.amount("monthly_limit", null, false)));
        in.refuseUnknown();
        return out;
    }

    /** Grants in input order with their defaults. */
    static List<Object> grants(Findings findings, Members parent, Members.Codes codes) {
        List<Object> given = parent.list("grants");
        List<Object> out = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; given != null && i < given.size(); i++) {
            Members in = new Members(findings, codes, parent.pointer("grants") + "/" + i, given.get(i));
            in.required("grant_id", "pool", "remaining", "created_at");
            String id = in.text("grant_id", t -> Texts.isCleanAndStripped(t, 1, 128), null);
            if (id != null && !ids.add(id)) {
                in.invalid("grant_id");
            }
            out.add(Json.object(
                    "grant_id", id,
                    "pool", in.choice("pool", Set.of("reserved", "emergency"), null),
                    "project_id", in.text("project_id", t -> Texts.isCleanAndStripped(t, 1, 128), null),
                    "remaining", Micros.format(in.amount("remaining", null, false)),
                    "priority", Policies.number(in.integer("priority", 100L, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                    "expires_at", Moments.formatTime(in.time("expires_at")),
                    "created_at", Moments.formatTime(in.time("created_at"))));
            in.refuseUnknown();
        }
        return out;
    }

    private static List<Object> sortedBy(String key, List<Object> items) {
        items.sort(Comparator.comparing(
                item -> (String) Json.at(item, key), Comparator.nullsFirst(Comparator.naturalOrder())));
        return items;
    }

    /** JCS of the snapshot, in which each history is replaced by the hash of its own JCS (spec 10 A81). */
    static String sha256(Map<String, Object> normalized) {
        Map<String, Object> hashed = new LinkedHashMap<>(normalized);
        hashed.put("cost_history", Canonical.sha256(normalized.get("cost_history")));
        Object project = normalized.get("project_cost_history");
        hashed.put("project_cost_history", project == null ? null : Canonical.sha256(project));
        return Canonical.sha256(hashed);
    }
}
