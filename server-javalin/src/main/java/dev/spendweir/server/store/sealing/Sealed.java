package dev.spendweir.server.store.sealing;

import java.time.Instant;

/**
 * A chain was sealed.
 *
 * @param size of the new checkpoint
 * @param note the checkpoint
 * @param oldestEntry when the first of the newly sealed entries was stored, by the database's clock
 * @param sealedAt when it was sealed, by the server's clock
 * @param hasMore whether there are more entries to seal at once
 */
public record Sealed(ChainId chain, long size, String note, Instant oldestEntry, Instant sealedAt, boolean hasMore) {}
