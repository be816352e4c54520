package dev.spendweir.cli.ledger;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliException;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.Unexcluded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of one chain found.
 *
 * @param source where it was read
 * @param chain its name
 * @param entries number of good entries
 * @param head place and chain hash that they lead to; as they travel
 * @param failure the first thing that is wrong
 * @param unexcluded classes that could not be excluded, each with the first entry it may concern; as they travel
 * @param acknowledged closings of quarantines with the defects that are known; as they travel
 * @param replayed number of decisions that were decided again; null: none were asked for
 */
public record VerifiedChain(
        String source,
        String chain,
        long entries,
        JsonObject head,
        Optional<Failure> failure,
        JsonArray unexcluded,
        JsonArray acknowledged,
        @Nullable Long replayed) {

    public VerifiedChain {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * What is wrong.
     *
     * @param json as it travels: {sequence, class, detail}
     */
    public record Failure(JsonObject json) {
        /** Where it shows. */
        public String sequence() {
            return text(json, "sequence");
        }

        /** Its class, as it travels. */
        public String kind() {
            return text(json, "class");
        }

        /** In words. */
        public String detail() {
            return text(json, "detail");
        }
    }

    static VerifiedChain of(String source, ChainReport report) {
        List<Unexcluded> open = new ArrayList<>();
        if (report.isValid()) {
            // A file alone is compared with nothing.
            for (ChainFailure.Kind kind :
                    List.of(ChainFailure.Kind.CUT_TAIL, ChainFailure.Kind.ROLLBACK, ChainFailure.Kind.SPLIT_VIEW)) {
                open.add(new Unexcluded(kind, 1, null));
            }
        }
        return of(source, new AuditReport(report, null, open), null);
    }

    static VerifiedChain of(String source, AuditReport audit, @Nullable Long replayed) {
        ChainReport report = audit.report();
        ChainFailure failure = report.failure();
        return new VerifiedChain(
                source,
                report.chain().wireName(),
                report.entries(),
                report.head().toJson(),
                Optional.ofNullable(failure).map(found -> new Failure(found.toJson())),
                JsonArray.of(audit.unexcluded().stream().map(Unexcluded::toJson)),
                JsonArray.of(audit.acknowledged().stream().map(Acknowledgement::toJson)),
                replayed);
    }

    /**
     * Reads a server's answer.
     *
     * @throws CliException when it is no verification, or says that something is wrong without saying what
     */
    public static List<VerifiedChain> ofServer(JsonObject answer) {
        List<VerifiedChain> chains = new ArrayList<>();
        if (answer.get("chains") instanceof JsonArray array) {
            for (JsonValue element : array.elements()) {
                if (element instanceof JsonObject chain) {
                    chains.add(ofServerChain(chain));
                }
            }
        }
        boolean valid = answer.get("valid") == JsonBoolean.TRUE;
        if (chains.isEmpty() || valid != chains.stream().allMatch(VerifiedChain::isValid)) {
            throw new CliException("the server's answer is no verification of a ledger");
        }
        return List.copyOf(chains);
    }

    private static VerifiedChain ofServerChain(JsonObject chain) {
        JsonObject head = chain.get("head") instanceof JsonObject object ? object : JsonObject.EMPTY;
        Optional<Failure> failure =
                chain.get("failure") instanceof JsonObject found ? Optional.of(new Failure(found)) : Optional.empty();
        String entries = text(chain, "entries");
        return new VerifiedChain(
                "server",
                text(chain, "chain"),
                entries.matches("[0-9]{1,18}") ? Long.parseLong(entries) : 0,
                head,
                failure,
                chain.get("not_excluded") instanceof JsonArray open ? open : new JsonArray(List.of()),
                chain.get("acknowledged") instanceof JsonArray known ? known : new JsonArray(List.of()),
                chain.get("replayed") instanceof JsonNumber number ? (Long) number.clampedInteger() : null);
    }

    private static String text(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value instanceof JsonString text) {
            return text.value().replaceAll("\\p{Cntrl}", "?");
        }
        return value instanceof JsonNumber number ? number.text() : "";
    }

    /** Whether nothing is wrong, as far as it shows. */
    public boolean isValid() {
        return failure.isEmpty();
    }

    /** In the shape of {@code POST /v1/ledger/verify} (spec 11). */
    public JsonObject toJson() {
        Long decisions = replayed;
        return JsonObject.builder()
                .put("chain", chain)
                .put("entries", entries)
                .put("head", head)
                .put("checkpoint", (JsonValue) null)
                .put("replayed", decisions == null ? JsonNull.NULL : JsonNumber.of(decisions))
                .put("failure", failure.<JsonValue>map(Failure::json).orElse(null))
                .put("not_excluded", unexcluded)
                .put("acknowledged", acknowledged)
                .build();
    }

    /** For people, on one line. */
    public String text() {
        String result = failure.map(f -> "BAD at entry " + f.sequence() + ": " + f.kind() + ": " + f.detail() + "; "
                        + entries + " entries before it are good")
                .orElse("good, " + entries + (entries == 1 ? " entry" : " entries") + ", head "
                        + text(head, "chain_hash"));
        String again = replayed == null ? "" : ", " + replayed + " decisions decided again";
        return chain + " (" + source + "): " + result + again + known() + notExcluded();
    }

    /** Damage that two operators took note of: nothing wrong any more, and never silent. */
    private String known() {
        StringBuilder lines = new StringBuilder();
        for (JsonValue element : acknowledged.elements()) {
            if (element instanceof JsonObject closing && closing.get("defects") instanceof JsonArray defects) {
                for (JsonValue defect : defects.elements()) {
                    if (defect instanceof JsonObject one) {
                        lines.append("\n  acknowledged damage: ")
                                .append(known(one))
                                .append(by(closing));
                    }
                }
            }
        }
        return lines.toString();
    }

    private static String known(JsonObject defect) {
        String from = text(defect, "from");
        String to = text(defect, "to");
        return text(defect, "class") + (from.equals(to) ? " at entry " + from : " at entries " + from + " to " + to)
                + ": " + text(defect, "detail");
    }

    private static String by(JsonObject closing) {
        return " (quarantine closed " + text(closing, "closed_at") + " by " + text(closing, "requested_by") + " and "
                + text(closing, "approved_by") + ")";
    }

    private String notExcluded() {
        List<String> open = new ArrayList<>();
        for (JsonValue element : unexcluded.elements()) {
            if (element instanceof JsonObject one) {
                String to = text(one, "to");
                open.add(text(one, "class") + " (entries " + text(one, "from")
                        + (to.isEmpty() ? " on)" : " to " + to + ")"));
            }
        }
        return open.isEmpty() ? "" : "\n  not excluded: " + String.join(", ", open);
    }
}
