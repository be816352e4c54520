package dev.spendweir.server.store.sealing;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.SystemTenant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What operators acknowledged when they closed quarantines of a chain: read from their own chain of governance, never from a
 * table beside it. An entry that does not hash to what it says is passed over, so that the chain stays as bad as it is.
 */
public final class Closings {
    private static final String FIND = """
            SELECT e.entry, e.entry_hash, p.payload, p.salt
            FROM ledger_entry e
            JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
            WHERE e.tenant_id = :system AND e.chain = 'governance' AND e.subject_id = :subject
              AND e.entry_type = 'quarantine.closed'
            ORDER BY e.sequence
            """;

    private Closings() {}

    /** The subject of a quarantine's entries. */
    public static String subject(ChainId chain) {
        return chain.tenantId() + "/" + chain.chain().wireName();
    }

    /** Those of a chain, as the transaction sees them; the handle is back in the chain's tenant afterwards. */
    public static Acknowledgements of(Handle handle, ChainId chain) {
        List<Acknowledgement> closings = Database.asTenant(
                handle,
                SystemTenant.ID,
                chain.tenantId(),
                () -> handle
                        .createQuery(FIND)
                        .bind("system", SystemTenant.ID)
                        .bind("subject", subject(chain))
                        .map((row, context) -> read(
                                row.getBytes("entry"),
                                row.getBytes("entry_hash"),
                                row.getBytes("payload"),
                                row.getBytes("salt")))
                        .list()
                        .stream()
                        .flatMap(Optional::stream)
                        .toList());
        return closings.isEmpty() ? Acknowledgements.NONE : Acknowledgements.of(closings);
    }

    private static Optional<Acknowledgement> read(byte[] bytes, byte[] hash, byte[] payload, byte[] salt) {
        if (!Arrays.equals(LedgerHash.entry(bytes), hash)
                || !(JsonReader.read(bytes) instanceof JsonObject entry)
                || !text(entry, "payload_sha256").equals(HexFormat.of().formatHex(LedgerHash.payload(salt, payload)))
                || !(JsonReader.read(payload) instanceof JsonObject said)) {
            return Optional.empty();
        }
        return Optional.of(Acknowledgement.read(said.with("entry_id", new JsonString(text(entry, "entry_id")))
                .with("closed_at", new JsonString(text(entry, "event_time")))));
    }

    private static String text(JsonObject entry, String name) {
        return entry.get(name) instanceof JsonString text ? text.value() : "";
    }
}
