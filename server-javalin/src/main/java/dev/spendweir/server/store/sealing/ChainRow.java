package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.StoredEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link of a chain and an entry in its place.
 *
 * @param sequence the link's place
 * @param previousHash as the link says
 * @param entry null: the link has no entry
 */
@SuppressWarnings("ArrayRecordComponent") // read once, in place
public record ChainRow(
        long sequence, byte[] previousHash, @Nullable Entry entry) {
    /**
     * An entry with the columns that repeat what it says.
     *
     * @param isLinked whether it is the one that the link names
     * @param createdAt by the database's clock
     * @param stored with the chain hash that the link claims
     */
    public record Entry(
            boolean isLinked,
            String entryId,
            String entryType,
            @Nullable String subjectId,
            Instant eventTime,
            Instant createdAt,
            StoredEntry stored) {}
}
