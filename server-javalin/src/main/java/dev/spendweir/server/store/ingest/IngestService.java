package dev.spendweir.server.store.ingest;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ingest.EnvelopeReader;
import dev.spendweir.ingest.IngestEvent;
import dev.spendweir.ingest.IngestEvent.DailyCost;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.holds.HoldService;
import dev.spendweir.server.store.holds.Reconciliation;
import dev.spendweir.server.store.ingest.IngestBatch.Refusal;
import dev.spendweir.server.store.policies.PolicyService;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes cost data: single events, batches of lines, FOCUS files (spec 5.4). An event takes effect once; what fails is kept
 * apart and told. Thread-safe.
 */
public final class IngestService {
    /** Events of one NDJSON batch. */
    public static final int MAX_BATCH = 1000;

    private final Database database;
    private final Governance governance;
    private final PolicyService policies;
    private final HoldService holds;
    private final UuidV7 ids;
    private final Clock clock;
    private final boolean integrity;

    /**
     * @param policies gives the currency that costs must be in
     * @param holds settles what actual usage speaks of
     * @param settings clock, and whether every envelope must carry its payload's hash
     */
    public IngestService(
            Database database,
            Governance governance,
            PolicyService policies,
            HoldService holds,
            UuidV7 ids,
            StoreSettings settings) {
        this.holds = holds;
        this.database = database;
        this.governance = governance;
        this.policies = policies;
        this.ids = ids;
        this.clock = settings.clock();
        this.integrity = settings.ingestIntegrity();
    }

    /**
     * Takes one event.
     *
     * @param scope what the caller may speak of
     * @return the answer to its first arrival, also when it arrives again
     * @throws RejectedException when it is bad; it lies in the dead letters then, unless it is another tenant's
     */
    public JsonObject accept(Caller caller, IngestScope scope, JsonValue envelope) {
        Instant now = now();
        IngestEvent event;
        try {
            event = reader(caller, now).read(envelope).event();
            scope.check(event);
        } catch (RejectedException e) {
            if (e.code() != ErrorCode.TENANT_MISMATCH) {
                keepDead(caller, List.of(refusal(0, envelope, e)), now);
            }
            throw e;
        }
        JsonObject answer = JsonObject.builder()
                .put("event_id", event.eventId())
                .put("status", "accepted")
                .build();
        if (event instanceof IngestEvent.UsageActual usage) {
            Optional<RejectedException> refused = reconcile(caller, scope, usage);
            if (refused.isPresent()) {
                keepDead(caller, List.of(refusal(0, envelope, refused.get())), now);
                throw refused.get();
            }
        }
        return governance.change(caller, change -> {
            Optional<JsonObject> first = IngestEventTable.firstAnswer(change, event.eventId());
            if (first.isPresent()) {
                return first.get();
            }
            IngestEventTable.insert(change, Map.of(event.eventId(), answer));
            apply(change, List.of(event));
            return answer;
        });
    }

    /**
     * Takes a batch of lines, each an event; empty lines are skipped.
     *
     * @param scope what the caller may speak of; a line beyond it is rejected alone
     * @throws RejectedException {@code BODY_TOO_LARGE} for more than {@link #MAX_BATCH} lines
     */
    public JsonObject acceptLines(Caller caller, IngestScope scope, byte[] ndjson) {
        List<String> lines = new String(ndjson, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.size() > MAX_BATCH) {
            throw new RejectedException(
                    ErrorCode.BODY_TOO_LARGE, "the batch has " + lines.size() + " events, at most " + MAX_BATCH);
        }
        Instant now = now();
        EnvelopeReader reader = reader(caller, now);
        Map<String, IngestEvent> events = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        int repeated = 0;
        for (int i = 0; i < lines.size(); i++) {
            try {
                IngestEvent event = reader.read(json(lines.get(i))).event();
                scope.check(event);
                if (event instanceof IngestEvent.UsageActual usage && !events.containsKey(event.eventId())) {
                    reconcile(caller, scope, usage).ifPresent(refused -> {
                        throw refused;
                    });
                }
                repeated += events.putIfAbsent(event.eventId(), event) == null ? 0 : 1;
            } catch (RejectedException e) {
                if (e.code() == ErrorCode.AUDIT_QUARANTINE) {
                    throw e;
                }
                refusals.add(refusalOfLine(i, lines.get(i), e));
            }
        }
        return store(caller, events, repeated, refusals).toJson();
    }

    /**
     * Takes a FOCUS file. Its rows are summed to one figure a day and project.
     *
     * @param scope what the caller may speak of; a file that goes beyond it has no effect at all, because a bill without some
     *     of its rows is a wrong bill
     * @throws RejectedException {@code MALFORMED_CSV} when it cannot be read at all; {@code PROJECT_NOT_ALLOWED}
     */
    public JsonObject acceptFocus(Caller caller, IngestScope scope, byte[] csv, FocusUpload upload) {
        Instant now = now();
        FocusFile file = FocusFile.read(csv, upload, currency(caller), now);
        file.projects().forEach(project -> scope.checkProject(project.orElse(null), ""));
        return governance.change(caller, change -> {
            Optional<JsonObject> first = IngestEventTable.firstAnswer(change, file.eventId());
            if (first.isPresent()) {
                return file.asRepeated().toJson();
            }
            JsonObject answer = file.asFirst().toJson();
            IngestEventTable.insert(change, Map.of(file.eventId(), answer));
            CostTable.store(change, file.events(CostTable.amounts(change, file.correctedDays())));
            DeadLetters.store(change.handle(), caller.tenantId(), file.refusals(), ids, now);
            return answer;
        });
    }

    private IngestBatch store(Caller caller, Map<String, IngestEvent> events, int repeated, List<Refusal> refusals) {
        return governance.change(caller, change -> {
            Map<String, JsonObject> answers = new LinkedHashMap<>();
            events.keySet()
                    .forEach(id -> answers.put(
                            id,
                            JsonObject.builder()
                                    .put("event_id", id)
                                    .put("status", "accepted")
                                    .build()));
            Set<String> fresh = IngestEventTable.insert(change, answers);
            apply(
                    change,
                    events.values().stream()
                            .filter(event -> fresh.contains(event.eventId()))
                            .toList());
            DeadLetters.store(change.handle(), caller.tenantId(), keepable(refusals), ids, change.time());
            return new IngestBatch(fresh.size(), events.size() - fresh.size() + repeated, refusals);
        });
    }

    /**
     * Settles the hold that an event speaks of, in a transaction of the chain of decisions, before the event is remembered: a
     * crash between the two leaves a repeat to be answered by the hold's own idempotency key, so it takes effect once.
     *
     * @return why not; an event that was taken before is not tried again
     */
    private Optional<RejectedException> reconcile(Caller caller, IngestScope scope, IngestEvent.UsageActual usage) {
        boolean isKnown = database.inTenant(
                caller.tenantId(), handle -> IngestEventTable.isKnown(handle, caller.tenantId(), usage.eventId()));
        if (isKnown) {
            return Optional.empty();
        }
        try {
            holds.reconcile(
                    caller,
                    new Reconciliation(
                            usage.reservationId(),
                            usage.actualMonthlyDelta(),
                            usage.notes(),
                            "ingest:" + Sha256Hex.of(usage.eventId().getBytes(StandardCharsets.UTF_8))),
                    scope::check);
            return Optional.empty();
        } catch (RejectedException e) {
            if (e.code() == ErrorCode.AUDIT_QUARANTINE) {
                throw e;
            }
            return Optional.of(new RejectedException(
                    e.code(), "/payload/reservation_id", e.findings().get(0).detail()));
        }
    }

    private static void apply(Governance.Change change, List<IngestEvent> events) {
        List<DailyCost> costs = new ArrayList<>();
        for (IngestEvent event : events) {
            if (event instanceof DailyCost cost) {
                costs.add(cost);
            } else if (event instanceof IngestEvent.Watermark watermark) {
                CostTable.store(change, watermark);
            }
        }
        CostTable.store(change, costs);
    }

    private void keepDead(Caller caller, List<Refusal> refusals, Instant now) {
        database.inTenant(caller.tenantId(), handle -> {
            DeadLetters.store(handle, caller.tenantId(), refusals, ids, now);
            return true;
        });
    }

    /** What another tenant sent by mistake is not kept among this one's. */
    private static List<Refusal> keepable(List<Refusal> refusals) {
        return refusals.stream()
                .filter(refusal -> refusal.finding().code() != ErrorCode.TENANT_MISMATCH)
                .toList();
    }

    private EnvelopeReader reader(Caller caller, Instant now) {
        return new EnvelopeReader(caller.tenantId(), currency(caller), now, integrity);
    }

    private String currency(Caller caller) {
        return policies.recent(caller.tenantId()).policy().document().currency();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static JsonValue json(String line) {
        try {
            return JsonReader.read(line);
        } catch (JsonSyntaxException e) {
            throw new RejectedException(ErrorCode.MALFORMED_JSON, "the line is not JSON: " + e.getMessage());
        }
    }

    private static Refusal refusalOfLine(int index, String line, RejectedException e) {
        try {
            return refusal(index, JsonReader.read(line), e);
        } catch (JsonSyntaxException notJson) {
            return Refusal.of(index, null, null, e, line);
        }
    }

    private static Refusal refusal(int index, JsonValue value, RejectedException e) {
        return Refusal.of(index, EnvelopeReader.eventIdOf(value), EnvelopeReader.traceIdOf(value), e, text(value));
    }

    private static String text(JsonValue value) {
        try {
            return CanonicalJson.text(value);
        } catch (RejectedException e) {
            // No canonical form: a lone surrogate, or a number beyond the doubles. Its members' names must do.
            return value.toString();
        }
    }
}
