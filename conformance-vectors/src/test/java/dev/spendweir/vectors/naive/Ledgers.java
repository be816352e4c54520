package dev.spendweir.vectors.naive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hashes of ledger entries and of the chain over them (spec 3.3, spec 10 A97, A98, N15). */
final class Ledgers {
    private static final byte[] ENTRY = "spendweir.ledger.entry/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHAIN = "spendweir.ledger.chain/v1\n".getBytes(StandardCharsets.US_ASCII);

    private Ledgers() {}

    static Map<String, Object> entryHash(Map<String, Object> input) {
        return Json.object("entry_hash", Canonical.hex(entryHash(input.get("entry"), "/entry")));
    }

    static Map<String, Object> chain(Map<String, Object> input) {
        if (!(input.get("entries") instanceof List)) {
            throw Refusal.at("/entries", "INVALID_FIELD");
        }
        List<Object> entries = Json.asList(input.get("entries"));
        List<Object> hashes = new ArrayList<>();
        byte[] previous = new byte[32];
        for (int i = 0; i < entries.size(); i++) {
            byte[] entryHash = entryHash(entries.get(i), "/entries/" + i);
            previous = Canonical.digest(CHAIN, previous, entryHash);
            hashes.add(Json.object("entry_hash", Canonical.hex(entryHash), "chain_hash", Canonical.hex(previous)));
        }
        return Json.object("hashes", hashes);
    }

    private static byte[] entryHash(Object entry, String pointer) {
        if (!(entry instanceof Map)) {
            throw Refusal.at(pointer, "INVALID_FIELD");
        }
        try {
            return Canonical.digest(ENTRY, Canonical.bytes(entry));
        } catch (NotJsonException e) {
            throw Refusal.of("INVALID_JSON");
        }
    }
}
