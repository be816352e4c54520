package dev.spendweir.server.config;

import java.time.Duration;

/**
 * Bounds of a gate call (spec 3.1, 9.2).
 *
 * @param deadline 100 ms..60 s; counted from the parsed body
 * @param lockTimeout 10 ms..60 s, at most the deadline
 * @param maxInFlight 1..10000 calls at once
 */
public record GateSettings(Duration deadline, Duration lockTimeout, int maxInFlight) {}
