package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two operators took note of when they closed a quarantine (spec 3.3): the defects that cannot be repaired, and where the
 * chain goes on from. It excuses nothing silently: every verification reports it for ever.
 *
 * @param entryId the closing entry in the system tenant's chain of governance
 * @param closedAt when, as the closing entry says
 * @param requestedBy the operator who asked
 * @param approvedBy the other one
 * @param defects by name; empty when the chain was found whole
 * @param anchor place and chain hash that the next entry follows
 * @param peaks the Merkle tree's right edge at the anchor (see {@link MerkleFrontier#peaks}); not to be changed
 */
public record Acknowledgement(
        String entryId,
        String closedAt,
        String requestedBy,
        String approvedBy,
        List<Defect> defects,
        HashChain anchor,
        List<byte[]> peaks) {
    public Acknowledgement {
        defects = List.copyOf(defects);
        peaks = List.copyOf(peaks);
        MerkleFrontier.at(anchor.sequence(), peaks);
    }

    /** The tree at the anchor, to be followed on. */
    public MerkleFrontier tree() {
        return MerkleFrontier.at(anchor.sequence(), peaks);
    }

    /** {@code {entry_id, closed_at, requested_by, approved_by, defects, anchor {sequence, chain_hash, peaks}}}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("entry_id", entryId)
                .put("closed_at", closedAt)
                .put("requested_by", requestedBy)
                .put("approved_by", approvedBy)
                .put("defects", JsonArray.of(defects.stream().map(Defect::toJson)))
                .put("anchor", anchorJson(anchor, peaks))
                .build();
    }

    /** An anchor as it travels: {@code {sequence, chain_hash, peaks}}, hashes in hex. */
    public static JsonObject anchorJson(HashChain anchor, List<byte[]> peaks) {
        HexFormat hex = HexFormat.of();
        return JsonObject.builder()
                .put("sequence", anchor.sequence())
                .put("chain_hash", hex.formatHex(anchor.chainHash()))
                .put(
                        "peaks",
                        JsonArray.ofStrings(peaks.stream().map(hex::formatHex).toList()))
                .build();
    }

    /**
     * Reads what {@link #toJson} wrote; further members are passed over.
     *
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when it is not of that form
     */
    public static Acknowledgement read(JsonObject json) {
        JsonObject anchor = object(json.get("anchor"));
        List<byte[]> peaks = new ArrayList<>();
        for (JsonValue peak : list(anchor, "peaks")) {
            peaks.add(hash(peak));
        }
        List<Defect> defects = new ArrayList<>();
        for (JsonValue defect : list(json, "defects")) {
            defects.add(defect(object(defect)));
        }
        try {
            return new Acknowledgement(
                    text(json, "entry_id"),
                    text(json, "closed_at"),
                    text(json, "requested_by"),
                    text(json, "approved_by"),
                    defects,
                    HashChain.at(number(anchor, "sequence"), hash(anchor.get("chain_hash"))),
                    peaks);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Defect defect(JsonObject json) {
        String word = text(json, "class");
        for (Kind kind : Kind.values()) {
            if (kind.wireName().equals(word)) {
                long from = number(json, "from");
                return new Defect(kind, from, Math.max(from, number(json, "to")), text(json, "detail"));
            }
        }
        throw invalid("the class of failure \"" + word + "\" is not known");
    }

    private static JsonObject object(@Nullable JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw invalid("an object is expected");
    }

    private static List<JsonValue> list(JsonObject json, String name) {
        if (json.get(name) instanceof JsonArray array) {
            return array.elements();
        }
        throw invalid(name + " is not a list");
    }

    private static String text(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw invalid(name + " is not a text");
    }

    private static long number(JsonObject json, String name) {
        if (json.get(name) instanceof JsonNumber number && number.isIntegerLiteral() && number.clampedInteger() >= 0) {
            return number.clampedInteger();
        }
        throw invalid(name + " is not a number of at least 0");
    }

    private static byte[] hash(@Nullable JsonValue value) {
        if (value instanceof JsonString text && text.value().matches("[0-9a-f]{64}")) {
            return HexFormat.of().parseHex(text.value());
        }
        throw invalid("a hash is 64 lower-case hex digits");
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "an acknowledgement of defects: " + detail);
    }
}
