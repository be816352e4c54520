package dev.spendweir.server.store.notify;

import dev.spendweir.canonical.JsonText;
import dev.spendweir.server.approval.ApprovalNotice;
import dev.spendweir.server.notify.NotificationEvent;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.time.ClockTime;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Queues messages in the transaction of what they tell, so that neither is there without the other. */
public final class NotificationTable {
    /** Queues messages; {@link #bind} binds it. */
    public static final String INSERT = """
            INSERT INTO notification (tenant_id, notification_id, endpoint_id, event, approval_id, body, status, created_at,
                                      due_at)
            SELECT e.tenant_id, gen_random_uuid(), e.endpoint_id, n.event, n.approval, n.body::jsonb, 'queued',
                   n.at::timestamptz, n.at::timestamptz
            FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[]) AS n (event, approval, body, at)
            JOIN notification_endpoint e ON e.tenant_id = ? AND e.enabled AND n.event = ANY (e.events)
            """;

    private NotificationTable() {}

    private record Row(NotificationEvent event, ApprovalNotice notice) {}

    /** One row for each notice and each endpoint that wants it. */
    public static void insert(Connection connection, String tenantId, List<ApprovalNotice> notices)
            throws SQLException {
        if (rows(notices).isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(new SqlArrays(insert), tenantId, notices);
            insert.executeUpdate();
        }
    }

    /** Binds the parameters of {@link #INSERT}; there may be no notices. */
    public static void bind(SqlArrays in, String tenantId, List<ApprovalNotice> notices) throws SQLException {
        List<Row> rows = rows(notices);
        in.texts(rows, row -> row.event().wireName())
                .texts(rows, row -> row.notice().approval().approvalId())
                .texts(rows, NotificationTable::body)
                .texts(rows, row -> ClockTime.format(row.notice().at()))
                .text(tenantId);
    }

    private static List<Row> rows(List<ApprovalNotice> notices) {
        List<Row> rows = new ArrayList<>();
        for (ApprovalNotice notice : notices) {
            NotificationEvent.of(notice).ifPresent(event -> rows.add(new Row(event, notice)));
        }
        return rows;
    }

    private static String body(Row row) {
        return new String(JsonText.bytes(row.event().body(row.notice())), StandardCharsets.UTF_8);
    }
}
