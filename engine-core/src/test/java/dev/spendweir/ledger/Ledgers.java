package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Small ledgers for tests. */
final class Ledgers {
    static final Instant TIME = Instant.parse("2026-03-02T09:30:00Z");

    private Ledgers() {}

    static LedgerEvent event(JsonObject payload) {
        return new LedgerEvent(
                EntryType.BUDGET_CHANGED, TIME, "ann", "payments", 3L, "ab".repeat(32), null, "r-1", null, payload);
    }

    static byte[] salt(int seed) {
        byte[] salt = new byte[LedgerHash.SALT_BYTES];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) (seed + i);
        }
        return salt;
    }

    static List<StoredEntry> chain(int length) {
        LedgerAppender appender = new LedgerAppender("acme", Chain.GOVERNANCE, HashChain.empty());
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            JsonObject payload =
                    JsonObject.builder().put("limit", "12.5").put("n", i).build();
            entries.add(appender.append(event(payload), "01930000-0000-7000-8000-%012d".formatted(i), salt(i))
                    .stored());
        }
        return entries;
    }

    static ChainReport verify(List<StoredEntry> entries) {
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        entries.forEach(verifier::accept);
        return verifier.finish();
    }
}
