package dev.spendweir.server.config;

/**
 * Bounds of request bodies (spec 4.3).
 *
 * @param maxBytes 1024..16 MiB decoded
 * @param maxPlanBytes maxBytes..256 MiB decoded, on routes that take a plan or FOCUS data
 * @param budgetBytes memory that large bodies may take at once; 0: a share of the heap
 */
public record BodySettings(long maxBytes, long maxPlanBytes, long budgetBytes) {}
