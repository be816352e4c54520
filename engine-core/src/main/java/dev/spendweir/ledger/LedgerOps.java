package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The ops {@code ledger.entry_hash} and {@code ledger.chain} of the conformance protocol (spec 8, 10 A97, A98, N15). Any JSON
 * object is hashed as it is; what a ledger entry must be like is not looked at. Pure functions; thread-safe.
 *
 * <p>Each refuses the first bad member: {@code INVALID_FIELD} for what is no object, {@code INVALID_JSON} for an object that
 * has no canonical form.
 */
public final class LedgerOps {

    private LedgerOps() {}

    /** {entry} to {entry_hash}. */
    public static JsonObject entryHash(JsonObject input) {
        byte[] hash = hash(new FirstBad(input).object("entry"));
        return JsonObject.builder()
                .put("entry_hash", HexFormat.of().formatHex(hash))
                .build();
    }

    /** {entries} to {hashes: [{entry_hash, chain_hash}]}; the chain begins with the first entry. */
    public static JsonObject chain(JsonObject input) {
        List<JsonValue> entries = new FirstBad(input).elements("entries");
        List<JsonValue> hashes = new ArrayList<>(entries.size());
        HashChain head = HashChain.empty();
        for (int i = 0; i < entries.size(); i++) {
            byte[] entryHash = hash(FirstBad.object(entries.get(i), JsonPointer.element("/entries", i)));
            head = head.append(entryHash);
            hashes.add(JsonObject.builder()
                    .put("entry_hash", HexFormat.of().formatHex(entryHash))
                    .put("chain_hash", HexFormat.of().formatHex(head.chainHash()))
                    .build());
        }
        return JsonObject.builder().put("hashes", new JsonArray(hashes)).build();
    }

    private static byte[] hash(JsonObject entry) {
        return LedgerHash.entry(CanonicalJson.bytes(entry));
    }
}
