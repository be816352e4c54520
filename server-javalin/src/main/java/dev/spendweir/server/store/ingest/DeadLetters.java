package dev.spendweir.server.store.ingest;

import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.ingest.IngestBatch.Refusal;
import dev.spendweir.time.ClockTime;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Keeps what failed validation, out of the real tables (spec 5.4): one row for each event and reason. */
final class DeadLetters {
    /** Enough to see what was wrong; a row stays small. */
    private static final int MAX_PAYLOAD = 16 * 1024;

    private static final String INSERT = """
            INSERT INTO dead_letter (tenant_id, dead_letter_id, event_id, reason, pointer, detail, payload, trace_id,
                                     first_seen, last_seen, seen_count)
            SELECT ?, t.id, t.event_id, t.reason, t.pointer, t.detail, t.payload, t.trace_id,
                   ?::timestamptz, ?::timestamptz, 1
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS t (id, event_id, reason, pointer, detail, payload, trace_id)
            ON CONFLICT (tenant_id, event_id, reason) DO UPDATE
            SET pointer = excluded.pointer, detail = excluded.detail, payload = excluded.payload,
                trace_id = excluded.trace_id, last_seen = excluded.last_seen, seen_count = dead_letter.seen_count + 1
            """;

    private DeadLetters() {}

    static void store(Handle handle, String tenantId, List<Refusal> refusals, UuidV7 ids, Instant now) {
        // One statement may not touch a row twice: the last refusal of an event and reason stands for all in the batch.
        Map<List<Object>, Refusal> distinct = new LinkedHashMap<>();
        for (Refusal refusal : refusals) {
            Object event = refusal.eventId() == null ? List.of() : refusal.eventId();
            distinct.put(List.of(event, refusal.finding().code()), refusal);
        }
        List<Refusal> rows = List.copyOf(distinct.values());
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT)) {
            new SqlArrays(insert)
                    .text(tenantId)
                    .text(ClockTime.format(now))
                    .text(ClockTime.format(now))
                    .texts(rows, row -> ids.next().toString())
                    .texts(rows, Refusal::eventId)
                    .texts(rows, row -> row.finding().code().wireName())
                    .texts(rows, row -> storable(row.finding().pointer()))
                    .texts(rows, row -> storable(row.finding().detail()))
                    .texts(rows, row -> storable(row.raw()))
                    .texts(rows, Refusal::traceId);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /** PostgreSQL takes no U+0000 and no lone surrogate in a text. */
    private static String storable(String text) {
        String cut = text.length() <= MAX_PAYLOAD ? text : text.substring(0, MAX_PAYLOAD);
        StringBuilder out = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
