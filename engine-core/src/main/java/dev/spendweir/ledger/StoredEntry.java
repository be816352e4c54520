package dev.spendweir.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An entry as it was found in a store or file, not yet believed. The arrays are not copied; do not change them.
 *
 * @param entry the entry's bytes as stored
 * @param payload the payload's bytes; null when it was erased, together with the salt
 * @param salt the payload's salt
 * @param entryHash the hash that the store claims for the entry
 * @param chainHash the hash that the store claims for the chain up to here
 */
@SuppressWarnings(
        "ArrayRecordComponent") // compared by nobody; copying megabytes of payload for equality would be waste
public record StoredEntry(
        byte[] entry, byte @Nullable [] payload, byte @Nullable [] salt, byte[] entryHash, byte[] chainHash) {}
