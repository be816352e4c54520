package dev.spendweir.outcome;

import dev.spendweir.vocabulary.Outcome;
import java.util.List;

/**
 * What the checks of a decision came to (spec 1.8).
 *
 * @param base the highest severity that a check gave
 * @param outcome what the mode makes of it
 * @param reasonCodes the reasons that gave the base, then the others, then what the mode appended
 * @param warnings in check order
 * @param severeReasons the reasons of severity REQUIRE_APPROVAL or DENY, in check order, without what the mode appended
 */
public record Verdict(
        Outcome base, Outcome outcome, List<String> reasonCodes, List<String> warnings, List<String> severeReasons) {}
