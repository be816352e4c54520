package dev.spendweir.export;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A CSV file as RFC 4180 has it: CRLF, quotes where they are needed, null as nothing. Not thread-safe. */
final class CsvText {
    private final StringBuilder text = new StringBuilder();
    private long rows;

    CsvText(String... header) {
        line(header);
    }

    void row(@Nullable String... fields) {
        line(fields);
        rows++;
    }

    private void line(@Nullable String... fields) {
        for (int i = 0; i < fields.length; i++) {
            String field = fields[i] == null ? "" : fields[i];
            text.append(i == 0 ? "" : ",").append(quoted(field));
        }
        text.append("\r\n");
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    ExportFile file(String name) {
        return new ExportFile(name, text.toString().getBytes(StandardCharsets.UTF_8), rows);
    }
}
