package dev.spendweir.server.store.decisions;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.ActiveHold;
import dev.spendweir.server.gate.ApprovalBook;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.KnownSums;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.gate.Prepared;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.approvals.ApprovalTable;
import dev.spendweir.server.store.money.CreditService;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link GateState} for a list of calls of one tenant, as a rule with one round trip ({@code state.sql}). Not all holds
 * are summed up where sums of an earlier time are known and decisions have done nothing since but make more of them.
 */
final class GateStateReader {
    private static final String STATE = SqlText.read(GateStateReader.class, "state.sql") + ";\n";
    private static final String USAGE = SqlText.read(GateStateReader.class, "usage.sql");
    private static final String USAGE_SINCE = SqlText.read(GateStateReader.class, "usage_since.sql");
    private static final String STATE_AND_USAGE = STATE + USAGE;
    private static final String STATE_AND_USAGE_SINCE = STATE + USAGE_SINCE;
    private static final String APPROVAL = SqlText.read(GateStateReader.class, "approval.sql");

    private static final String POLICY_VERSION =
            "SELECT coalesce(max(version), 0) FROM policy_version WHERE tenant_id = ?";

    private GateStateReader() {}

    /** @param known sums of an earlier time; null: none */
    static GateState read(
            Connection connection,
            String tenantId,
            List<Prepared> calls,
            Set<String> also,
            Instant clockTime,
            @Nullable KnownSums known)
            throws SQLException {
        List<Place> places =
                calls.stream().map(call -> call.change().place()).distinct().toList();
        Wanted wanted = new Wanted(
                tenantId,
                LocalDate.ofInstant(clockTime, ZoneOffset.UTC),
                Stream.concat(places.stream().map(Place::projectId), also.stream())
                        .distinct()
                        .toList());
        KnownSums usable = known != null && known.cover(wanted.projects(), wanted.day()) ? known : null;
        try (PreparedStatement query =
                connection.prepareStatement(usable == null ? STATE_AND_USAGE : STATE_AND_USAGE_SINCE)) {
            SqlArrays in = new SqlArrays(query);
            bindState(in, wanted, places, ClockTime.format(clockTime));
            if (usable == null) {
                wanted.bindUsage(in);
            } else {
                in.text(tenantId)
                        .number(usable.head().sequence())
                        .text(HexFormat.of().formatHex(usable.head().chainHash()));
            }
            query.execute();
            return state(query, wanted, usable);
        }
    }

    /** What the sums are wanted of. */
    private record Wanted(String tenantId, LocalDate day, List<String> projects) {
        void bindUsage(SqlArrays in) throws SQLException {
            in.text(tenantId).text(day.toString()).texts(projects, project -> project);
        }
    }

    private static void bindState(SqlArrays in, Wanted wanted, List<Place> places, String clock) throws SQLException {
        String tenantId = wanted.tenantId();
        List<String> projects = wanted.projects();
        in.text(tenantId);
        in.text(tenantId).texts(projects, project -> project);
        bindPlaces(in.text(tenantId), places);
        in.text(clock);
        in.text(tenantId).texts(projects, project -> project);
        bindPlaces(in.text(tenantId), places);
        in.text(clock);
        bindPlaces(in.text(tenantId).text(clock), places);
        in.text(tenantId);
    }

    private static void bindPlaces(SqlArrays in, List<Place> places) throws SQLException {
        in.texts(places, place -> place.source().wireName())
                .texts(places, Place::projectId)
                .texts(places, Place::environment)
                .texts(places, Place::resourceReference);
    }

    private static GateState state(PreparedStatement query, Wanted wanted, @Nullable KnownSums known)
            throws SQLException {
        ResultSet head = first(query);
        if (!head.next()) {
            throw new IllegalStateException("the tenant has no cost_state; it was not made by us");
        }
        long policyVersion = head.getLong("policy_version");
        long governanceSequence = head.getLong("governance_sequence");
        Instant nextDeadline = Rows.instantOrNull(head, "next_deadline");
        long costVersion = head.getLong("cost_version");
        LocalDate completeThrough = head.getObject("complete_through", LocalDate.class);
        Map<String, Amount> budgets = budgets(next(query));
        Map<String, ActiveHold> holds = holds(next(query));
        Map<String, Money.GrantState> grants = grants(next(query));
        List<ApprovalRecord> approvals = approvals(next(query));
        Map<String, Integer> pending = pending(next(query));
        Money money = money(query, wanted, known, completeThrough, grants);
        return new GateState(
                policyVersion,
                governanceSequence,
                costVersion,
                completeThrough,
                money,
                budgets,
                holds,
                new ApprovalBook(approvals, pending),
                nextDeadline);
    }

    private static Money money(
            PreparedStatement query,
            Wanted wanted,
            @Nullable KnownSums known,
            @Nullable LocalDate completeThrough,
            Map<String, Money.GrantState> grants)
            throws SQLException {
        ResultSet usage = next(query);
        if (known == null) {
            return money(usage, grants);
        }
        // How much of what is settled counts goes by the watermark.
        KnownSums now = Objects.equals(known.completeThrough(), completeThrough) ? since(known, usage) : null;
        return now == null
                ? summedUp(query.getConnection(), wanted, grants)
                : new Money(now.tenant(), now.projects(), grants);
    }

    /** All sums made anew, in a round trip of their own. */
    private static Money summedUp(Connection connection, Wanted wanted, Map<String, Money.GrantState> grants)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(USAGE)) {
            wanted.bindUsage(new SqlArrays(query));
            query.execute();
            return money(first(query), grants);
        }
    }

    /** What known sums have become; null when more has happened than that holds were made. */
    private static @Nullable KnownSums since(KnownSums known, ResultSet rows) throws SQLException {
        boolean isAll = false;
        Amount total = Amount.ZERO;
        Map<String, Amount> allocations = new HashMap<>();
        while (rows.next()) {
            String project = rows.getString("project_id");
            if (project == null) {
                isAll = rows.getBoolean("is_all");
            } else {
                total = total.plus(Rows.amount(rows, "reserved"));
                allocations.put(project, Rows.amount(rows, "project_reserved"));
            }
        }
        return isAll ? known.with(total, allocations) : null;
    }

    private static List<ApprovalRecord> approvals(ResultSet rows) throws SQLException {
        List<ApprovalRecord> approvals = new ArrayList<>();
        while (rows.next()) {
            approvals.add(ApprovalTable.read(rows));
        }
        return approvals;
    }

    private static Map<String, Integer> pending(ResultSet rows) throws SQLException {
        Map<String, Integer> pending = new HashMap<>();
        while (rows.next()) {
            pending.put(rows.getString("submitter_id"), rows.getInt("pending"));
        }
        return pending;
    }

    /** The number of the tenant's newest policy; 0: none. */
    static long policyVersion(Connection connection, String tenantId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(POLICY_VERSION)) {
            query.setString(1, tenantId);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** One approval with the hold behind it and the grants that the hold draws on; no usage, no budgets. */
    static Optional<GateState> approval(Connection connection, String tenantId, UUID approvalId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(APPROVAL)) {
            SqlArrays in = new SqlArrays(query);
            for (int results = 0; results < 3; results++) {
                in.text(tenantId).text(approvalId.toString());
            }
            query.execute();
            List<ApprovalRecord> approvals = approvals(first(query));
            Map<String, ActiveHold> holds = holds(next(query));
            Map<String, Money.GrantState> grants = grants(next(query));
            return approvals.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new GateState(
                            0,
                            0,
                            0,
                            null,
                            new Money(Money.Sums.NONE, Map.of(), grants),
                            Map.of(),
                            holds,
                            new ApprovalBook(approvals, Map.of()),
                            null));
        }
    }

    private static ResultSet first(PreparedStatement query) throws SQLException {
        ResultSet result = query.getResultSet();
        if (result == null) {
            throw new IllegalStateException("state.sql gives fewer results than are read");
        }
        return result;
    }

    private static ResultSet next(PreparedStatement query) throws SQLException {
        query.getMoreResults();
        return first(query);
    }

    private static Money money(ResultSet usage, Map<String, Money.GrantState> grants) throws SQLException {
        Money.Sums tenant = Money.Sums.NONE;
        Map<String, Money.Sums> projects = new HashMap<>();
        while (usage.next()) {
            Money.Sums sums = new Money.Sums(
                    Rows.amount(usage, "reserved"), Rows.amount(usage, "consumed"), Rows.amount(usage, "settling"));
            String project = usage.getString("project_id");
            if (project == null) {
                tenant = sums;
            } else {
                projects.put(project, sums);
            }
        }
        return new Money(tenant, projects, grants);
    }

    private static Map<String, Amount> budgets(ResultSet rows) throws SQLException {
        Map<String, Amount> budgets = new HashMap<>();
        while (rows.next()) {
            budgets.put(rows.getString("project_id"), Rows.amount(rows, "monthly_limit_micros"));
        }
        return budgets;
    }

    static Map<String, Money.GrantState> grants(ResultSet rows) throws SQLException {
        Map<String, Money.GrantState> grants = new HashMap<>();
        while (rows.next()) {
            Money.GrantState state = new Money.GrantState(
                    rows.getString("grant_id"),
                    CreditService.pool(rows.getString("pool")),
                    rows.getString("project_id"),
                    rows.getInt("priority"),
                    Rows.instant(rows, "created_at"),
                    CreditService.balance(rows));
            grants.put(state.grantId(), state);
        }
        return grants;
    }

    /** Holds with their draws; the rows of one hold follow each other. */
    static Map<String, ActiveHold> holds(ResultSet rows) throws SQLException {
        Map<String, ActiveHold> holds = new LinkedHashMap<>();
        while (rows.next()) {
            ActiveHold hold = hold(rows);
            ActiveHold before = holds.get(hold.reservationId());
            holds.put(
                    hold.reservationId(),
                    before == null ? hold : withDraws(before, hold.parts().draws()));
        }
        return holds;
    }

    /** The hold with further draws after those that it has. */
    private static ActiveHold withDraws(ActiveHold hold, List<HeldDraw> more) {
        List<HeldDraw> draws = new ArrayList<>(hold.parts().draws());
        draws.addAll(more);
        HoldParts parts =
                new HoldParts(hold.parts().allocation(), draws, hold.parts().uncovered());
        return new ActiveHold(hold.reservationId(), hold.change(), hold.status(), hold.bookedMonth(), parts);
    }

    private static ActiveHold hold(ResultSet row) throws SQLException {
        Place place = new Place(
                Source.ofWireName(row.getString("source")).orElseThrow(),
                row.getString("project_id"),
                row.getString("environment"),
                row.getString("resource_reference"));
        String grantId = row.getString("grant_id");
        Amount drawn = Rows.amount(row, "held_micros");
        // A hold that was cut keeps the rows of draws that it needs no more; they are its last ones.
        List<HeldDraw> draws = grantId == null || drawn.isZero()
                ? List.of()
                : List.of(new HeldDraw(grantId, row.getString("pool"), drawn));
        return new ActiveHold(
                row.getString("reservation_id"),
                new Change(place, row.getString("change_id")),
                HoldStatus.ofWireName(row.getString("status")).orElseThrow(),
                row.getObject("booked_month", LocalDate.class),
                new HoldParts(Rows.amount(row, "allocation_micros"), draws, Rows.amount(row, "uncovered_micros")));
    }
}
