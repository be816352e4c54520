package dev.spendweir.server.config;

import java.time.Duration;

/**
 * What the server does by itself.
 *
 * @param sweepInterval 100 ms..1 h between two looks for overdue holds and expired credits (spec 3.2)
 */
public record JobSettings(Duration sweepInterval) {}
