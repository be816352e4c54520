package dev.spendweir.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.NewestDecision;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.holds.Reconciliation;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One history of one change, taken through a server and, beside it, through the rules said once more in another way: who may do
 * what, where each approval stands, and what is held.
 */
final class ApprovalHistory {
    /** What happens. */
    enum Kind {
        GATE,
        APPROVE,
        DENY,
        CANCEL,
        USE,
        /** The deadline of an approval comes. */
        LATE,
        SWEEP
    }

    /**
     * One step.
     *
     * @param delta of a call of the gate
     * @param pick which of the approvals, and which of the answers, it is about
     */
    record Act(Kind kind, Party who, int delta, int pick) {}

    static final List<Party> PEOPLE = List.of(
            new Party("ann", Set.of(), Role.OWNER, Set.of()),
            new Party("otto", Set.of("otto@acme.example"), Role.OWNER, Set.of()),
            new Party("bob", Set.of(), Role.ADMIN, Set.of("approve.special")),
            new Party("bea", Set.of(), Role.ADMIN, Set.of()),
            new Party("mia", Set.of(), Role.MEMBER, Set.of("approve.special", "approve.nonprod")),
            new Party("max", Set.of(), Role.MEMBER, Set.of()));

    /** Who fulfils the route of each project (spec 2.1 points 1 and 2). */
    private static final Map<String, Set<String>> AUTHORISED =
            Map.of("one", Set.of("bob", "bea"), "two", Set.of("ann", "otto", "bob", "mia"));

    private static final Map<String, Integer> QUORUM = Map.of("one", 1, "two", 2);
    private static final String ISSUER = "https://gate.example";

    /** Longer than a history takes. */
    private static final int TOKEN_SECONDS = 3600;

    private static int keys;

    private final TestStore test;
    private final Connection superuser;
    private final TokenService tokens;
    private final String project;
    private final String place;
    private final List<GateAnswer> answers = new ArrayList<>();

    /** By id: where each stands, as the rules say. */
    private final Map<String, Expected> approvals = new LinkedHashMap<>();

    /** What the rules know of an approval. */
    private static final class Expected {
        final Set<String> askers = new HashSet<>();
        final Set<String> votes = new HashSet<>();
        ApprovalStatus status = ApprovalStatus.PENDING;
        boolean late;

        /** Minted the moment it was approved; null: it never was. */
        @Nullable
        String token;

        /** What is held for it. */
        Amount held;

        Expected(Amount held) {
            this.held = held;
        }

        boolean isLive() {
            return status.isLive() && !late;
        }

        void over(ApprovalStatus how) {
            status = how;
            held = Amount.ZERO;
        }
    }

    /** @param superuser looks beside all protections, in transactions of one statement */
    ApprovalHistory(TestStore test, Connection superuser, String project, String place) {
        this.test = test;
        this.superuser = superuser;
        this.tokens = test.store.tokens(Stories.KEYS, ISSUER);
        this.project = project;
        this.place = place;
    }

    /** Takes the steps, looks after each, gives everything back, and looks whether nothing is missing. */
    void run(List<Act> acts) {
        for (Act act : acts) {
            step(act);
            check(act.toString());
        }
        giveBack();
        check("at the end");
        BudgetView budget = test.store.budgets().get(TestStore.TENANT, project).orElseThrow();
        assertThat(budget.reserved()).as(place).isEqualTo(Amount.ZERO);
        assertThat(budget.consumed()).as(place).isEqualTo(Amount.ZERO);
        assertThat(rows("SELECT grant_id FROM credit_grant WHERE remaining_micros <> original_micros"))
                .as(place)
                .isEmpty();
    }

    private void step(Act act) {
        switch (act.kind()) {
            case GATE -> gate(act);
            case APPROVE, DENY -> review(act);
            case CANCEL -> cancel(act);
            case USE -> use(act);
            case LATE -> late(act);
            case SWEEP -> {
                test.store.approvals().expireDue(TestStore.TENANT);
                endDue();
            }
        }
    }

    private List<String> rows(String sql) {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Caller caller(Party who) {
        return new Caller(TestStore.TENANT, who.actorId(), null, null);
    }

    private void gate(Act act) {
        Party who = act.who();
        GateAnswer answer = test.store
                .gate()
                .decide(GateCall.builder(
                                caller(who),
                                TestStore.request(Integer.toString(act.delta()), "history-" + keys++)
                                        .with("project_id", new JsonString(project))
                                        .with("resource_reference", new JsonString(place))
                                        .with("requester_id", new JsonString(who.actorId())))
                        .changeId("pr-1")
                        .stage(Stage.POST_PLAN)
                        .receivedAt(test.clock.instant())
                        .deadline(TestStore.PATIENCE)
                        .build());
        endDue();
        String id = answer.approvalId();
        assertThat(id != null).as(act.toString()).isEqualTo(answer.outcome() == Outcome.REQUIRE_APPROVAL);
        if (id == null) {
            return;
        }
        answers.add(answer);
        Expected known = approvals.get(id);
        if (known == null) {
            // The change waits once: what waited before gave way, and what was used is charged with what it needed.
            approvals.values().stream().filter(Expected::isLive).forEach(old -> old.over(ApprovalStatus.CANCELLED));
            approvals.values().forEach(old -> old.held = Amount.ZERO);
            known = new Expected(Amount.parse(Integer.toString(act.delta())));
            approvals.put(id, known);
        } else {
            assertThat(known.isLive()).as("only a live approval carries on").isTrue();
        }
        known.askers.add(who.actorId());
        if (known.status == ApprovalStatus.PENDING) {
            known.votes.remove(who.actorId());
        }
    }

    /** Whatever is past its deadline is over once somebody looks. */
    private void endDue() {
        approvals.values().stream()
                .filter(approval -> approval.late && approval.status.isLive())
                .forEach(approval -> approval.over(ApprovalStatus.EXPIRED));
    }

    private String picked(Act act) {
        List<String> ids = List.copyOf(approvals.keySet());
        // Mostly the newest one.
        return act.pick() < 80 ? ids.get(ids.size() - 1) : ids.get(act.pick() % ids.size());
    }

    /** Whether it is carried out; a refusal also ends what is late. */
    private boolean succeeds(Expected approval, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RejectedException e) {
            if (approval.late && approval.status.isLive()) {
                approval.over(ApprovalStatus.EXPIRED);
            }
            return false;
        }
    }

    private void review(Act act) {
        if (approvals.isEmpty()) {
            return;
        }
        String id = picked(act);
        Expected approval = approvals.get(id);
        String who = act.who().actorId();
        boolean may = approval.status == ApprovalStatus.PENDING
                && !approval.late
                && AUTHORISED.get(project).contains(who)
                && !approval.askers.contains(who)
                && !approval.votes.contains(who);
        ApprovalService service = test.store.approvals();
        boolean approves = act.kind() == Kind.APPROVE;
        boolean done = succeeds(
                approval,
                approves
                        ? () -> service.approve(caller(act.who()), act.who(), id, "yes")
                        : () -> service.deny(caller(act.who()), act.who(), id, null));
        assertThat(done).as(act.toString()).isEqualTo(may);
        if (done && approves) {
            approval.votes.add(who);
            if (approval.votes.size() == QUORUM.get(project)) {
                approval.status = ApprovalStatus.APPROVED;
                approval.token = mint(id, approval);
            }
        } else if (done) {
            approval.votes.add(who);
            approval.over(ApprovalStatus.DENIED);
        }
    }

    private void cancel(Act act) {
        if (approvals.isEmpty()) {
            return;
        }
        String id = picked(act);
        Expected approval = approvals.get(id);
        boolean may = approval.isLive()
                && (act.who().isAdministrator()
                        || approval.askers.contains(act.who().actorId()));
        boolean done = succeeds(approval, () -> test.store.approvals().cancel(caller(act.who()), act.who(), id, null));
        assertThat(done).as(act.toString()).isEqualTo(may);
        if (done) {
            approval.over(ApprovalStatus.CANCELLED);
        }
    }

    private void use(Act act) {
        if (answers.isEmpty()) {
            return;
        }
        String id = picked(act);
        Expected approval = approvals.get(id);
        String token = approval.token;
        if (token == null) {
            assertThatThrownBy(() -> mint(id, approval)).isInstanceOf(RejectedException.class);
            return;
        }
        List<GateAnswer> about = answers.stream()
                .filter(answer -> id.equals(answer.approvalId()))
                .toList();
        GateAnswer carried = act.pick() % 4 == 0 ? about.get(0) : about.get(about.size() - 1);
        NewestDecision newest = record(id).newest();
        boolean may = approval.status == ApprovalStatus.APPROVED
                && !approval.late
                && !newest.movedOn()
                && newest.fingerprint().equals(carried.fingerprint());
        ConsumeCall call = call(act.who(), carried, token);
        boolean done = succeeds(approval, () -> tokens.consume(call, tokens.verify(call)));
        assertThat(done).as(act + " " + newest).isEqualTo(may);
        if (done) {
            approval.status = ApprovalStatus.CONSUMED;
            approval.held = newest.monthlyDelta();
        }
    }

    private String mint(String id, Expected approval) {
        Party asker = PEOPLE.stream()
                .filter(person -> approval.askers.contains(person.actorId()))
                .findFirst()
                .orElseThrow();
        return tokens.mint(record(id), asker, TOKEN_SECONDS, TestStore.TENANT).token();
    }

    private static ConsumeCall call(Party who, GateAnswer carried, String token) {
        return new ConsumeCall(
                caller(who),
                token,
                carried.fingerprint(),
                carried.scopeFingerprint(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** A story's clock may not run far ahead of the ledger's, so the deadline is what moves. */
    private void late(Act act) {
        if (approvals.isEmpty()) {
            return;
        }
        String id = picked(act);
        Expected approval = approvals.get(id);
        if (approval.isLive()) {
            test.sql(
                    "UPDATE approval SET deadline = now() - interval '1 second' WHERE approval_id = '" + id + "'",
                    "SET LOCAL session_replication_role = replica");
            approval.late = true;
        }
    }

    private ApprovalRecord record(String id) {
        return test.store.approvalQueries().get(TestStore.TENANT, id).orElseThrow();
    }

    /** What the tables show is what the rules say: each approval, its quorum, its one use, and the money behind it. */
    private void check(String where) {
        Map<String, String> found = new HashMap<>();
        for (String row : rows("""
                SELECT concat_ws(' ', a.approval_id, a.status, jsonb_array_length(a.verdicts),
                    (SELECT count(*) FROM approval_consumption c WHERE c.approval_id = a.approval_id),
                    CASE WHEN r.status IN ('tentative', 'confirmed') THEN r.amount_micros ELSE 0 END,
                    CASE WHEN r.status = 'tentative' THEN 'waits' WHEN r.status = 'confirmed' THEN 'used' ELSE 'free' END)
                FROM approval a LEFT JOIN reservation r ON r.reservation_id = a.reservation_id
                WHERE a.resource_reference = '%s'""".formatted(place))) {
            found.put(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1));
        }
        Map<String, String> expected = new HashMap<>();
        approvals.forEach((id, approval) -> expected.put(id, expectedRow(approval)));
        assertThat(found).as(place + " " + where).isEqualTo(expected);
        assertThat(rows("SELECT coalesce(sum(amount_micros), 0) FROM reservation WHERE resource_reference = '" + place
                        + "' AND status IN ('tentative', 'confirmed')"))
                .as(place + " " + where)
                .containsExactly(Long.toString(approvals.values().stream()
                        .mapToLong(approval -> approval.held.micros())
                        .sum()));
    }

    private static String expectedRow(Expected approval) {
        String hold = approval.held.isZero() ? "free" : approval.status == ApprovalStatus.CONSUMED ? "used" : "waits";
        return approval.status.wireName() + " " + approval.votes.size() + " "
                + (approval.status == ApprovalStatus.CONSUMED ? 1 : 0) + " " + approval.held.micros() + " " + hold;
    }

    private void giveBack() {
        Party owner = PEOPLE.get(0);
        approvals.forEach((id, approval) -> {
            if (approval.status.isLive()) {
                boolean done =
                        succeeds(approval, () -> test.store.approvals().cancel(caller(owner), owner, id, "the end"));
                if (done) {
                    approval.over(ApprovalStatus.CANCELLED);
                }
            } else if (approval.status == ApprovalStatus.CONSUMED) {
                // Still confirmed, or settled when a later call of the change took its place: nothing was made after
                // all.
                String hold = String.valueOf(record(id).reservationId());
                ReservationView settled = test.store
                        .holds()
                        .reconcile(caller(owner), new Reconciliation(hold, Amount.ZERO, null, null), found -> {})
                        .value();
                assertThat(settled.overrun()).isEqualTo(Amount.ZERO);
                approval.held = Amount.ZERO;
            }
        });
    }
}
