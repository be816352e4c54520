package dev.spendweir.export;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.replay.CachedSource;
import dev.spendweir.replay.DecisionReplay;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides every decision of an export again, from what the export holds (spec 3.3, 3.4).
 *
 * @param decisions number that were decided again
 * @param failure the first that comes out differently; null: none
 */
public record ExportReplay(long decisions, @Nullable ChainFailure failure) {
    /**
     * Runs over the files of an export. Places whose entry, payload or replay was acknowledged as damaged are passed over.
     *
     * @param found what {@link ExportVerifier} found, and nothing wrong
     */
    public static ExportReplay run(Map<String, byte[]> files, AuditReport found, GateEngine engine) {
        Map<String, byte[]> policies = byHash(files, "policies.jsonl", "document");
        Map<String, byte[]> histories = byHash(files, "histories.jsonl", "rows");
        DecisionReplay replay = new DecisionReplay(engine, new CachedSource(policies::get, histories::get));
        Acknowledgements known = Acknowledgements.of(found.acknowledged());
        long decisions = 0;
        long sequence = found.report().head().sequence() - found.report().entries();
        for (String line : lines(files, "ledger.jsonl")) {
            sequence++;
            JsonObject entry = (JsonObject) JsonReader.read(line);
            if (isDecision(entry) && !isDamaged(known, sequence)) {
                decisions++;
                Optional<String> wrong = check(replay, entry);
                if (wrong.isPresent() && !known.isNamed(Kind.REPLAY, sequence, sequence)) {
                    return new ExportReplay(decisions, new ChainFailure(sequence, Kind.REPLAY, wrong.get()));
                }
            }
        }
        return new ExportReplay(decisions, null);
    }

    private static boolean isDecision(JsonObject line) {
        return line.get("entry") instanceof JsonObject entry
                && EntryType.DECISION.wireName().equals(ExportTables.text(entry, "entry_type"))
                && line.getNonNull("payload") != null;
    }

    private static boolean isDamaged(Acknowledgements known, long sequence) {
        return known.isNamed(Kind.ENTRY, sequence, sequence) || known.isNamed(Kind.PAYLOAD, sequence, sequence);
    }

    private static Optional<String> check(DecisionReplay replay, JsonObject line) {
        return line.get("payload") instanceof JsonObject payload
                ? replay.check(payload)
                : Optional.of("the payload is not an object");
    }

    private static Map<String, byte[]> byHash(Map<String, byte[]> files, String name, String member) {
        Map<String, byte[]> found = new HashMap<>();
        for (String line : lines(files, name)) {
            JsonObject object = (JsonObject) JsonReader.read(line);
            JsonValue value = object.get(member);
            if (object.get("sha256") instanceof JsonString hash && value != null) {
                found.put(hash.value(), CanonicalJson.bytes(value));
            }
        }
        return found;
    }

    private static Iterable<String> lines(Map<String, byte[]> files, String name) {
        byte[] bytes = files.getOrDefault(name, new byte[0]);
        // Not String.lines: it also ends lines where JSON strings may go on.
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }
}
