package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table of an export as CSV (spec 3.4, RFC 4180). A column is a path: {@code entry.x}, {@code payload.x}, {@code request.x}. */
final class ExportTable {
    private static final String LAST =
            "entry.entry_type last_entry_type,entry.sequence last_sequence," + "entry.event_time last_event_time";

    private final List<String[]> columns = new ArrayList<>();
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    private ExportTable(String paths) {
        for (String column : paths.split(",")) {
            String[] pathAndTitle = column.split(" ");
            String path = pathAndTitle[0];
            String name = path.substring(path.indexOf('.') + 1);
            columns.add(new String[] {
                path.substring(0, path.indexOf('.')), name, pathAndTitle.length == 2 ? pathAndTitle[1] : name
            });
        }
    }

    static ExportTable decisions() {
        return new ExportTable("entry.sequence,payload.decision_id,entry.event_time decided_at,request.source,"
                + "request.project_id,request.environment,request.action,request.resource_reference,"
                + "request.estimated_monthly_delta,request.requester_id,payload.submitter_id,record.outcome,"
                + "record.base_outcome,record.reason_codes,record.mode,record.policy_version,record.policy_sha256,"
                + "record.decision_sha256");
    }

    static ExportTable approvals() {
        return new ExportTable(
                "entry.approval_id,entry.approval_status status," + LAST + ",entry.actor_id last_actor_id");
    }

    static ExportTable reservations() {
        return new ExportTable("entry.subject_id reservation_id,payload.status," + LAST
                + ",payload.decision_id,payload.reason,payload.actual,payload.drift,payload.overrun");
    }

    /** The row of a subject; a later one takes the place of an earlier one. */
    void row(String key, Map<String, Object> entry, Map<String, Object> payload) {
        List<String> cells = new ArrayList<>();
        for (String[] column : columns) {
            Object of =
                    column[0].equals("entry") ? entry : column[0].equals("payload") ? payload : payload.get(column[0]);
            cells.add(of instanceof Map ? cell(Json.asObject(of).get(column[1])) : null);
        }
        rows.put(key, cells);
    }

    int size() {
        return rows.size();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(columns.stream().map(column -> column[2]).collect(Collectors.joining(",")))
                .append("\r\n");
        for (List<String> cells : rows.values()) {
            text.append(cells.stream().map(ExportTable::quoted).collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        if (cell == null) {
            return "";
        }
        return cell.matches("[^,\"\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    /** A value as text: strings as they are, numbers canonical, the strings of a list with semicolons; null for others. */
    static String cell(Object value) {
        if (value instanceof List) {
            return Json.asList(value).stream()
                    .map(item -> item instanceof String text ? text : "")
                    .collect(Collectors.joining(";"));
        }
        if (value instanceof JsonNumber number) {
            return Canonical.text(number);
        }
        return value instanceof String text ? text : null;
    }
}
