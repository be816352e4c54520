package dev.spendweir.server.store.ingest;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
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
    private final UuidV7 ids;
    private final Clock clock;
    private final boolean integrity;

    /**
     * @param policies gives the currency that costs must be in
     * @param settings clock, and whether every envelope must carry its payload's hash
     */
    public IngestService(
            Database database, Governance governance, PolicyService policies, UuidV7 ids, StoreSettings settings) {
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
     * @return the answer to its first arrival, also when it arrives again
     * @throws RejectedException when it is bad; it lies in the dead letters then, unless it is another tenant's
     */
    public JsonObject accept(Caller caller, JsonValue envelope) {
        Instant now = now();
        IngestEvent event;
        try {
            event = reader(caller, now).read(envelope).event();
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
     * @throws RejectedException {@code BODY_TOO_LARGE} for more than {@link #MAX_BATCH} lines
     */
    public JsonObject acceptLines(Caller caller, byte[] ndjson) {
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
                repeated += events.putIfAbsent(event.eventId(), event) == null ? 0 : 1;
            } catch (RejectedException e) {
                refusals.add(refusalOfLine(i, lines.get(i), e));
            }
        }
        return store(caller, events, repeated, refusals).toJson();
    }

    /**
     * Takes a FOCUS file. Its rows are summed to one figure a day and project.
     *
     * @throws RejectedException {@code MALFORMED_CSV} when it cannot be read at all
     */
    public JsonObject acceptFocus(Caller caller, byte[] csv, FocusUpload upload) {
        Instant now = now();
        FocusFile file = FocusFile.read(csv, upload, currency(caller), now);
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
