package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.LedgerLine;

/**
 * An entry as the API shows it (spec 11, Ledger): without its salt.
 *
 * @param line the entry with its payload and hashes
 */
public record LedgerItem(long sequence, LedgerLine line) {
    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("entry", line.entry())
                .put("payload", line.payload() == null ? JsonNull.NULL : line.payload())
                .put("entry_hash", line.entryHash())
                .put("chain_hash", line.chainHash())
                .build();
    }
}
