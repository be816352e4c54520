package dev.spendweir.server.store;

/**
 * What a write left behind.
 *
 * @param created whether this call made it; false: it was there and was changed, or was made by an earlier call with the
 *     same idempotency key
 */
public record Stored<T>(T value, boolean created) {}
