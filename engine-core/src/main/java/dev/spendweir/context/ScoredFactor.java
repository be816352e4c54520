package dev.spendweir.context;

/**
 * A risk factor that holds.
 *
 * @param points 1..100
 */
public record ScoredFactor(RiskFactor factor, int points) {}
