package dev.spendweir.ledger;

/**
 * A checkpoint as it was found in a store or file, not yet believed.
 *
 * @param size the size under which it is kept
 * @param note the signed note
 */
public record StoredCheckpoint(long size, String note) {}
