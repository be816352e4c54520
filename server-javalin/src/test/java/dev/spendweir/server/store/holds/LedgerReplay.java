package dev.spendweir.server.store.holds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reservation.PlannedHold;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.reservation.Reservation;
import dev.spendweir.reservation.ReservationEvent;
import dev.spendweir.reservation.ReservationEvent.Confirm;
import dev.spendweir.reservation.ReservationEvent.ExpireGrants;
import dev.spendweir.reservation.ReservationEvent.GiveWay;
import dev.spendweir.reservation.ReservationEvent.LateActual;
import dev.spendweir.reservation.ReservationEvent.Release;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import dev.spendweir.reservation.ReservationEvent.Settle;
import dev.spendweir.reservation.ReservationHistory;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.PackedBytes;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What the ledger of a tenant says happened, in the order in which it was committed, taken through the pure
 * {@link ReservationHistory}: each entry must be an event that the pure rules accept, and in the end both must show the same
 * money. Entries of both chains are ordered by {@code created_at}, which is taken under the locks that order them.
 */
final class LedgerReplay {
    private static final String ENTRIES = """
            SELECT jsonb_build_object('type', e.entry_type, 'subject', e.subject_id,
                       'at', to_char(e.event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                       'entry_id', e.entry_id, 'sequence', e.sequence, 'entry', encode(e.entry, 'hex'),
                       'packed', encode(p.payload, 'hex'))::text
            FROM ledger_entry e JOIN ledger_payload p USING (tenant_id, entry_id)
            WHERE e.tenant_id = 'acme'
            ORDER BY e.created_at, e.sequence
            """;
    private static final long NEVER_SECONDS = Integer.MAX_VALUE;

    private final TestStore test;
    private final List<JsonObject> entries;
    private final ReservationHistory history;

    private LedgerReplay(TestStore test, List<JsonObject> entries) {
        this.test = test;
        this.entries = entries;
        List<Grant> grants = new ArrayList<>();
        for (JsonObject entry : entries) {
            if (text(entry, "type").equals("credit.granted")) {
                grants.add(grant((JsonObject) object(entry, "payload").get("credit")));
            }
        }
        history = new ReservationHistory(Map.of(), grants, NEVER_SECONDS);
    }

    /** Fails with {@code where} when the ledger's history is not one of the pure rules, or the tables show other money. */
    static void check(TestStore test, String where) {
        List<JsonObject> entries = test.sql(ENTRIES).stream()
                .map(line -> unpacked((JsonObject) JsonReader.read(line)))
                .toList();
        LedgerReplay replay = new LedgerReplay(test, entries);
        replay.run(where);
        replay.compareHolds(where);
        replay.compareGrants(where);
        replay.compareProjects(where);
    }

    private static JsonObject unpacked(JsonObject entry) {
        byte[] plainEntry = EntryPacking.entry(
                HexFormat.of().parseHex(text(entry, "entry")),
                TestStore.TENANT,
                Long.parseLong(((JsonNumber) entry.get("sequence")).text()),
                text(entry, "entry_id"),
                text(entry, "type"),
                Instant.parse(text(entry, "at")),
                text(entry, "subject"));
        byte[] payload = PackedBytes.unpack(HexFormat.of().parseHex(text(entry, "packed")), plainEntry);
        return entry.with("payload", JsonReader.read(payload));
    }

    private void run(String where) {
        JsonObject deciding = null;
        for (JsonObject entry : entries) {
            String what = where + ": " + entry;
            JsonObject payload = object(entry, "payload");
            String id = text(entry, "subject");
            Instant at = Instant.parse(text(entry, "at"));
            // A decision's hold comes after what the decision moved, which is told behind it. Only a credit may be
            // granted in between: that alone takes no lock of decisions.
            if (deciding != null
                    && !isMovedBy(deciding, entry)
                    && !text(entry, "type").equals("credit.granted")) {
                accepted(reserve(deciding), where + ": " + deciding);
                deciding = null;
            }
            switch (text(entry, "type")) {
                case "budget.changed" -> history.limit(id, amountOrNull(payload, "monthly_limit"));
                case "decision" -> deciding = payload.get("reservation_status") instanceof JsonString ? entry : null;
                case "reservation.confirmed" -> accepted(new Confirm(at, id), what);
                case "reservation.superseded" -> accepted(new GiveWay(at, id, null), what);
                case "reservation.released" -> {
                    boolean byPerson = text(payload, "reason").equals("released");
                    accepted(byPerson ? new Release(at, id) : new GiveWay(at, id, null), what);
                }
                case "reservation.settled" -> {
                    Amount actual = amount(payload, "actual");
                    boolean reconciled = text(payload, "reason").equals("reconciled");
                    accepted(reconciled ? new Settle(at, id, actual) : new GiveWay(at, id, actual), what);
                }
                case "reservation.adjusted" -> accepted(new LateActual(at, id, amount(payload, "actual")), what);
                case "credit.written_off" -> accepted(new ExpireGrants(at), what);
                default -> {}
            }
        }
        if (deciding != null) {
            accepted(reserve(deciding), where + ": " + deciding);
        }
    }

    private static boolean isMovedBy(JsonObject decision, JsonObject entry) {
        return text(entry, "type").startsWith("reservation.")
                && object(entry, "payload").get("decision_id") instanceof JsonString by
                && by.value().equals(text(decision, "subject"));
    }

    /** The budget and the credits had room for each hold: nothing was ever oversubscribed. */
    private void accepted(ReservationEvent event, String what) {
        assertThat(history.apply(event)).as(what).isEmpty();
    }

    private static Reserve reserve(JsonObject decision) {
        JsonObject payload = object(decision, "payload");
        JsonObject planned = object(object(payload, "record"), "reservation_plan");
        List<PlannedDraw> draws = ((JsonArray) planned.get("draws"))
                .elements().stream()
                        .map(draw -> (JsonObject) draw)
                        .map(draw -> new PlannedDraw(
                                text(draw, "grant_id"), pool(text(draw, "pool")), amount(draw, "amount")))
                        .filter(draw -> draw.amount().isPositive())
                        .toList();
        PlannedHold plan = new PlannedHold(amount(planned, "allocation"), draws, amount(planned, "uncovered"));
        // What the hold moved is told by entries of its own.
        return new Reserve(
                Instant.parse(text(decision, "at")),
                text(payload, "reservation_id"),
                text(object(payload, "request"), "project_id"),
                plan,
                null,
                null,
                text(payload, "reservation_status").equals("confirmed"));
    }

    private void compareHolds(String where) {
        List<String> expected = history.holds().stream().map(LedgerReplay::row).toList();
        assertThat(test.sql("""
                        SELECT concat_ws(' ', reservation_id, status, amount_micros, coalesce(actual_micros, 0),
                            coalesce(consumed_allocation_micros, 0), coalesce(consumed_draws_micros, 0),
                            coalesce(consumed_uncovered_micros, 0), coalesce(overrun_micros, 0))
                        FROM reservation ORDER BY reservation_id
                        """)).as(where + ": holds").isEqualTo(expected);
    }

    private static String row(Reservation hold) {
        Settlement charged = hold.settlement();
        String head = hold.reservationId() + " " + hold.status().wireName() + " "
                + hold.parts().total().micros();
        return charged == null
                ? head + " 0 0 0 0 0"
                : head + " " + charged.actual().micros() + " "
                        + charged.allocation().micros() + " "
                        + charged.drawn().micros() + " "
                        + charged.uncovered().micros() + " "
                        + charged.overrun().micros();
    }

    private void compareGrants(String where) {
        List<String> expected = history.grants().stream()
                .map(grant -> {
                    var balance = history.balance(grant.grantId());
                    return grant.grantId() + " " + balance.remaining().micros() + " "
                            + balance.reserved().micros() + " "
                            + balance.consumed().micros() + " "
                            + balance.writtenOff().micros();
                })
                .sorted()
                .toList();
        assertThat(test.sql("""
                        SELECT concat_ws(' ', grant_id, remaining_micros, reserved_micros, consumed_micros,
                            written_off_micros) FROM credit_grant ORDER BY 1
                        """)).as(where + ": credits").isEqualTo(expected);
    }

    private void compareProjects(String where) {
        for (String line : test.sql("""
                SELECT jsonb_build_object('project', project_id, 'month', to_char(booked_month, 'YYYY-MM-DD'),
                    'consumed', sum(coalesce(consumed_allocation_micros + overrun_micros, 0))::text,
                    'overrun', sum(coalesce(overrun_micros, 0))::text)::text
                FROM reservation GROUP BY project_id, booked_month
                """)) {
            JsonObject row = (JsonObject) JsonReader.read(line);
            Instant month = Instant.parse(text(row, "month") + "T00:00:00Z");
            String project = text(row, "project");
            assertThat(history.consumed(project, month).micros())
                    .as(where + ": consumed of " + project)
                    .isEqualTo(Long.parseLong(text(row, "consumed")));
            assertThat(history.overrun(project, month).micros())
                    .as(where + ": overrun of " + project)
                    .isEqualTo(Long.parseLong(text(row, "overrun")));
        }
    }

    private static Grant grant(JsonObject credit) {
        JsonValue expiry = credit.get("expires_at");
        return new Grant(
                text(credit, "grant_id"),
                pool(text(credit, "pool")),
                credit.get("project_id") instanceof JsonString project ? project.value() : null,
                amount(credit, "original"),
                100,
                expiry instanceof JsonString time ? Instant.parse(time.value()) : null,
                Instant.parse(text(credit, "created_at")));
    }

    private static CreditPool pool(String word) {
        return word.equals("reserved") ? CreditPool.RESERVED : CreditPool.EMERGENCY;
    }

    private static JsonObject object(JsonObject from, String name) {
        return (JsonObject) from.get(name);
    }

    private static String text(JsonObject from, String name) {
        return ((JsonString) from.get(name)).value();
    }

    private static Amount amount(JsonObject from, String name) {
        return Amount.parse(text(from, name));
    }

    private static Amount amountOrNull(JsonObject from, String name) {
        return from.get(name) == JsonNull.NULL ? null : amount(from, name);
    }
}
