package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.HexFormat;
import java.util.List;

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
        LedgerDocument closing =
                new LedgerDocument(json, ErrorCode.LEDGER_FILE_INVALID, "an acknowledgement of defects");
        LedgerDocument anchor = closing.object("anchor");
        try {
            return new Acknowledgement(
                    closing.text("entry_id"),
                    closing.text("closed_at"),
                    closing.text("requested_by"),
                    closing.text("approved_by"),
                    closing.objects("defects").stream()
                            .map(Acknowledgement::defect)
                            .toList(),
                    HashChain.at(anchor.number("sequence"), anchor.hash("chain_hash")),
                    anchor.hashes("peaks"));
        } catch (IllegalArgumentException e) {
            throw closing.refusal(String.valueOf(e.getMessage()));
        }
    }

    private static Defect defect(LedgerDocument json) {
        String word = json.text("class");
        for (Kind kind : Kind.values()) {
            if (kind.wireName().equals(word)) {
                long from = json.number("from");
                return new Defect(kind, from, Math.max(from, json.number("to")), json.text("detail"));
            }
        }
        throw json.refusal("the class of failure \"" + word + "\" is not known");
    }
}
