package dev.spendweir.approval;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.Change;

/**
 * What of a call decides whether an approval covers it (spec 2.3 point 2). Immutable.
 *
 * @param change what the call is about
 * @param action normalised
 * @param destructiveAction whether the action's last part is one of the policy's destructive verbs (spec 1.5)
 * @param monthlyDelta may be negative
 * @param hourlyDelta may be negative
 * @param unpricedResources resources whose price is unknown, at least 0
 * @param uncovered the part of the reservation plan that nothing covers, at least 0; 0 without a plan
 */
public record CoverageSubject(
        String fingerprint,
        Change change,
        String action,
        boolean destructiveAction,
        Amount monthlyDelta,
        Amount hourlyDelta,
        int unpricedResources,
        Amount uncovered) {}
