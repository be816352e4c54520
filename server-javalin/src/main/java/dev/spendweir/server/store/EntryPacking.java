package dev.spendweir.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEntry;
import dev.spendweir.time.ClockTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How entries are stored. Those of decisions come in masses and are packed, an entry against the columns that repeat what it
 * says, a payload against its entry; governance stays readable for whoever looks with psql. A column that was changed gives
 * an entry with another hash, and an entry that was changed a payload with another.
 * Pure functions.
 */
public final class EntryPacking {
    private EntryPacking() {}

    /** What is stored of an entry. */
    static byte[] entry(LedgerAppender.Appended appended) {
        LedgerEntry entry = appended.entry();
        byte[] plain = appended.stored().entry();
        return entry.chain() != Chain.DECISIONS
                ? plain
                : PackedBytes.pack(
                        plain,
                        PackedBytes.Dictionary.LEDGER,
                        columns(
                                entry.tenantId(),
                                entry.sequence(),
                                entry.entryId(),
                                entry.entryType().wireName(),
                                entry.eventTime(),
                                entry.subjectId()));
    }

    /** What is stored of an entry's payload; null when there is none. */
    static byte @Nullable [] payload(LedgerAppender.Appended appended) {
        byte[] plain = appended.stored().payload();
        return plain == null || appended.entry().chain() != Chain.DECISIONS
                ? plain
                : PackedBytes.pack(
                        plain, PackedBytes.Dictionary.LEDGER, appended.stored().entry());
    }

    /**
     * An entry's plain bytes; damaged ones as they are, so that a verifier finds and names what is wrong with them.
     *
     * @param row with the columns of {@code ledger_entry}
     */
    public static byte[] entry(ResultSet row, String tenantId) throws SQLException {
        return entry(
                row.getBytes("entry"),
                tenantId,
                row.getLong("sequence"),
                row.getString("entry_id"),
                row.getString("entry_type"),
                Rows.instant(row, "event_time"),
                row.getString("subject_id"));
    }

    /** As the other, of columns that were read already. */
    public static byte[] entry(
            byte[] stored,
            String tenantId,
            long sequence,
            String entryId,
            String entryType,
            Instant eventTime,
            @Nullable String subjectId) {
        return PackedBytes.unpackIfSound(stored, columns(tenantId, sequence, entryId, entryType, eventTime, subjectId));
    }

    /**
     * A payload's plain bytes, damaged ones as they are; null when it was erased.
     *
     * @param row with the column {@code payload} and those of {@code ledger_entry}
     */
    public static byte @Nullable [] payload(ResultSet row, String tenantId) throws SQLException {
        byte[] packed = row.getBytes("payload");
        return packed == null ? null : PackedBytes.unpackIfSound(packed, entry(row, tenantId));
    }

    /** As the other, of an entry that is known. */
    public static byte @Nullable [] payload(ResultSet row, byte[] entry) throws SQLException {
        byte[] packed = row.getBytes("payload");
        return packed == null ? null : PackedBytes.unpackIfSound(packed, entry);
    }

    /** The columns as the entry writes them, in its order. */
    private static byte[] columns(
            String tenantId,
            long sequence,
            String entryId,
            String entryType,
            Instant eventTime,
            @Nullable String subjectId) {
        return ("\"entry_id\":\"" + entryId + "\",\"entry_type\":\"" + entryType + "\",\"event_time\":\""
                        + ClockTime.format(eventTime) + "\",\"payload_sha256\":\"\"sequence\":" + sequence
                        + ",\"subject_id\":\"" + subjectId + "\",\"tenant_id\":\"" + tenantId + "\",\"trace_id\":null}")
                .getBytes(UTF_8);
    }
}
