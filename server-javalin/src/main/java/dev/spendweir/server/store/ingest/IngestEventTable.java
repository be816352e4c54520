package dev.spendweir.server.store.ingest;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.time.ClockTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Remembers events that took effect, with the answer they were given (spec 5.4, dedupe). */
final class IngestEventTable {
    private static final String FIRST =
            "SELECT response::text FROM ingest_event WHERE tenant_id = :tenant AND event_id = :event";
    private static final String INSERT = """
            INSERT INTO ingest_event (tenant_id, event_id, received_at, response)
            SELECT ?, t.event_id, ?::timestamptz, t.response::jsonb
            FROM unnest(?::text[], ?::text[]) AS t (event_id, response)
            ON CONFLICT DO NOTHING
            RETURNING event_id
            """;

    private IngestEventTable() {}

    /** The answer to an event's first arrival. */
    static Optional<JsonObject> firstAnswer(Governance.Change change, String eventId) {
        return change.handle()
                .createQuery(FIRST)
                .bind("tenant", change.caller().tenantId())
                .bind("event", eventId)
                .mapTo(String.class)
                .findOne()
                .map(text -> (JsonObject) JsonReader.read(text));
    }

    /** Whether an event took effect before. */
    static boolean isKnown(Handle handle, String tenantId, String eventId) {
        return handle.createQuery(FIRST)
                .bind("tenant", tenantId)
                .bind("event", eventId)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** Stores answers by event id; gives the ids that were not there before. */
    static Set<String> insert(Governance.Change change, Map<String, JsonObject> answers) {
        List<Map.Entry<String, JsonObject>> rows = List.copyOf(answers.entrySet());
        Set<String> fresh = new HashSet<>();
        try (PreparedStatement insert = change.handle().getConnection().prepareStatement(INSERT)) {
            new SqlArrays(insert)
                    .text(change.caller().tenantId())
                    .text(ClockTime.format(change.time()))
                    .texts(rows, Map.Entry::getKey)
                    .texts(rows, row -> CanonicalJson.text(row.getValue()));
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    fresh.add(row.getString(1));
                }
            }
            return fresh;
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }
}
