package dev.spendweir.server.store.approvals;

import dev.spendweir.approval.ApprovalRequest;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.ApprovalTerms;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.Consumption;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes and reads approvals. */
public final class ApprovalTable {
    private static final String INSERT = SqlText.read(ApprovalTable.class, "insert_approvals.sql");

    /** Stores how approvals that were there stand now; {@link #bindUpdate} binds it. */
    public static final String UPDATE = SqlText.read(ApprovalTable.class, "update_approvals.sql");

    /** Stores uses; {@link #bindUses} binds it. */
    public static final String INSERT_USES = SqlText.read(ApprovalTable.class, "insert_uses.sql");

    private static final String SELECT_USE =
            "SELECT * FROM approval_consumption WHERE tenant_id = ? AND approval_id = ?::uuid";

    private ApprovalTable() {}

    /** Stores new approvals; their decisions must be there. */
    public static void insert(Connection connection, String tenantId, List<ApprovalRecord> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            SqlArrays in = new SqlArrays(insert).text(tenantId);
            in.texts(rows, ApprovalRecord::approvalId);
            in.texts(rows, row -> row.ask().decisionId());
            in.texts(rows, row -> row.change().place().source().wireName());
            in.texts(rows, row -> row.change().place().projectId());
            in.texts(rows, row -> row.change().place().environment());
            in.texts(rows, row -> row.ask().environmentClass().wireName());
            in.texts(rows, row -> row.change().place().resourceReference());
            in.texts(rows, row -> terms(row).requesterId());
            in.texts(rows, row -> row.ask().submitterId());
            in.texts(
                    rows,
                    row -> json(JsonArray.ofStrings(terms(row).reviewerRoles().stream()
                            .map(Role::wireName)
                            .toList())));
            in.texts(rows, row -> terms(row).requiredPermission());
            in.longs(rows, row -> terms(row).requiredApprovals());
            in.texts(rows, row -> Boolean.toString(terms(row).separationOfDuties()));
            in.longs(rows, row -> Objects.requireNonNull(terms(row).executionTtlSeconds(), "set by the policy"));
            in.texts(rows, row -> ClockTime.format(row.ask().createdAt()));
            in.texts(rows, row -> row.ask().planContentSha256());
            in.texts(rows, row -> json(ApprovalJson.ask(row.ask())));
            bindState(in, rows);
            insert.executeUpdate();
        }
    }

    /** Stores how approvals that were there stand now. */
    public static void update(Connection connection, String tenantId, List<ApprovalRecord> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            bindUpdate(new SqlArrays(update), tenantId, rows);
            update.executeUpdate();
        }
    }

    /** Binds the parameters of {@link #UPDATE}; there may be no rows. */
    public static void bindUpdate(SqlArrays in, String tenantId, List<ApprovalRecord> rows) throws SQLException {
        in.texts(rows, ApprovalRecord::approvalId);
        bindState(in, rows);
        in.text(tenantId);
    }

    /** Stores the one use of each of these approvals; a second one breaks the table's key. */
    public static void insertUses(Connection connection, String tenantId, List<GateWrites.Use> uses)
            throws SQLException {
        if (uses.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_USES)) {
            bindUses(new SqlArrays(insert), tenantId, uses);
            insert.executeUpdate();
        }
    }

    /** Binds the parameters of {@link #INSERT_USES}; there may be no uses. */
    public static void bindUses(SqlArrays in, String tenantId, List<GateWrites.Use> uses) throws SQLException {
        in.text(tenantId);
        in.uuids(uses, GateWrites.Use::approvalId);
        in.texts(uses, GateWrites.Use::tokenId);
        in.texts(uses, use -> use.by().actorId());
        in.texts(uses, GateWrites.Use::via);
        in.texts(uses, use -> use.by().runId());
        in.texts(uses, use -> use.by().fingerprint());
        in.texts(uses, use -> use.by().planFileSha256());
        in.texts(uses, GateWrites.Use::idempotencyKey);
        in.times(uses, use -> use.by().at());
        in.bytes(uses, GateWrites.Use::response);
    }

    /** The use of an approval that was used. */
    public static GateWrites.Use use(Connection connection, String tenantId, String approvalId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT_USE)) {
            query.setString(1, tenantId);
            query.setString(2, approvalId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("approval " + approvalId + " was not used");
                }
                return use(
                        row,
                        approvalId,
                        new Consumption(
                                row.getString("actor_id"),
                                row.getString("run_id"),
                                row.getString("fingerprint"),
                                Rows.instant(row, "consumed_at")));
            }
        }
    }

    /**
     * The use of a row that has the columns of the use beside those of the approval.
     *
     * @param approval of that row; it was used
     */
    public static GateWrites.Use readUse(ResultSet row, ApprovalRecord approval) throws SQLException {
        return use(row, approval.approvalId(), Objects.requireNonNull(approval.consumption(), "it was used"));
    }

    private static GateWrites.Use use(ResultSet row, String approvalId, Consumption by) throws SQLException {
        return new GateWrites.Use(
                approvalId,
                by,
                row.getString("token_id"),
                row.getString("via"),
                row.getString("idempotency_key"),
                row.getBytes("response"));
    }

    private static ApprovalTerms terms(ApprovalRecord row) {
        return row.request().terms();
    }

    /** The columns that an approval's life changes, in the order of both statements. */
    private static void bindState(SqlArrays in, List<ApprovalRecord> rows) throws SQLException {
        in.texts(rows, row -> row.status().wireName());
        in.texts(rows, row -> row.change().changeId());
        in.texts(
                rows,
                row -> json(
                        JsonArray.ofStrings(List.copyOf(new TreeSet<>(terms(row).submitters())))));
        in.texts(rows, row -> ClockTime.format(deadline(row)));
        in.texts(rows, row -> Boolean.toString(row.request().expiryNoted()));
        in.texts(rows, ApprovalRecord::reservationId);
        in.texts(rows, row -> json(ApprovalJson.verdicts(row)));
        in.texts(rows, row -> json(ApprovalJson.newest(row.newest())));
    }

    private static Instant deadline(ApprovalRecord row) {
        return Objects.requireNonNull(row.request().deadline(), "every stored approval has a deadline");
    }

    private static String json(JsonValue value) {
        return new String(JsonText.bytes(value), StandardCharsets.UTF_8);
    }

    /** The approval of a row with the columns of its use beside it: consumed_by, consumed_run_id, and so on. */
    public static ApprovalRecord read(ResultSet row) throws SQLException {
        ApprovalJson.Reviews reviews = ApprovalJson.verdicts(row.getString("verdicts"));
        ApprovalRequest request = new ApprovalRequest(
                readTerms(row),
                ApprovalStatus.ofWireName(row.getString("status")).orElseThrow(),
                reviews.verdicts(),
                Rows.instant(row, "deadline"),
                row.getBoolean("expiry_noted"));
        Place place = new Place(
                Source.ofWireName(row.getString("source")).orElseThrow(),
                row.getString("project_id"),
                row.getString("environment"),
                row.getString("resource_reference"));
        return new ApprovalRecord(
                row.getString("approval_id"),
                ApprovalJson.ask(row.getString("ask"), columns(row)),
                new Change(place, row.getString("change_id")),
                request,
                reviews.comments(),
                row.getString("reservation_id"),
                ApprovalJson.newest(row.getString("newest")),
                readUse(row));
    }

    private static ApprovalTerms readTerms(ResultSet row) throws SQLException {
        return new ApprovalTerms(
                row.getString("requester_id"),
                Set.copyOf(Rows.texts(row, "submitters")),
                Rows.texts(row, "reviewer_roles").stream()
                        .map(role -> Role.ofWireName(role).orElseThrow())
                        .toList(),
                row.getString("required_permission"),
                row.getInt("required_approvals"),
                row.getBoolean("separation"),
                row.getInt("execution_ttl_seconds"));
    }

    private static ApprovalJson.AskColumns columns(ResultSet row) throws SQLException {
        return new ApprovalJson.AskColumns(
                row.getString("decision_id"),
                Rows.instant(row, "created_at"),
                EnvironmentClass.ofWireName(row.getString("environment_class")).orElseThrow(),
                row.getString("submitter_id"),
                row.getString("plan_content_sha256"));
    }

    private static @Nullable Consumption readUse(ResultSet row) throws SQLException {
        String actorId = row.getString("consumed_by");
        return actorId == null
                ? null
                : new Consumption(
                        actorId,
                        row.getString("consumed_run_id"),
                        row.getString("consumed_fingerprint"),
                        Rows.instant(row, "consumed_at"));
    }
}
