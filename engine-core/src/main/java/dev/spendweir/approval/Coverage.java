package dev.spendweir.approval;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a live approval spares a further call about its change the waiting: an approval must carry no more than people saw
 * (spec 2.3). Pure functions.
 */
public final class Coverage {

    private Coverage() {}

    /**
     * Whether a call is continued by an approval: it would have to wait for people, the approval covers it, and nothing
     * speaks against it that did not already speak against the approved one (spec 2.3 point 3).
     *
     * @param outcome of the call's own decision
     * @param severeReasons the call's reasons of severity REQUIRE_APPROVAL or DENY
     * @param approvedReasons all reasons of the decision that people approve or approved
     */
    public static boolean continues(
            Outcome outcome,
            TokenBinding binding,
            CoverageSubject approved,
            CoverageSubject asked,
            Collection<String> severeReasons,
            Collection<String> approvedReasons) {
        return outcome == Outcome.REQUIRE_APPROVAL
                && covers(binding, approved, asked)
                && bringsNoNewReason(severeReasons, approvedReasons);
    }

    /**
     * Whether an approval carries a call (spec 2.3 point 2): when the fingerprint is the same under
     * {@code exact}; under {@code cap} when it is the same action of the same change, not destructive, neither delta is
     * negative or above the approved one, and no more is unpriced or uncovered. A call without change_id is a change of
     * its own, so that {@code cap} never covers it.
     */
    public static boolean covers(TokenBinding binding, CoverageSubject approved, CoverageSubject asked) {
        return switch (binding) {
            case EXACT -> approved.fingerprint().equals(asked.fingerprint());
            case CAP -> isCapped(approved, asked);
        };
    }

    private static boolean isCapped(CoverageSubject approved, CoverageSubject asked) {
        boolean sameChange = asked.change().identity().isPresent()
                && asked.change().identity().equals(approved.change().identity());
        return sameChange
                && asked.action().equals(approved.action())
                && !asked.destructiveAction()
                && isBetween(Amount.ZERO, asked.monthlyDelta(), approved.monthlyDelta())
                && isBetween(Amount.ZERO, asked.hourlyDelta(), approved.hourlyDelta())
                && asked.unpricedResources() <= approved.unpricedResources()
                && asked.uncovered().compareTo(approved.uncovered()) <= 0;
    }

    private static boolean isBetween(Amount low, Amount amount, Amount high) {
        return amount.compareTo(low) >= 0 && amount.compareTo(high) <= 0;
    }

    /**
     * Whether every severe reason of the call was one of the approved decision. {@code budget_exceeded} and {@code
     * credits_exhausted} count as one: they tell the same shortage apart by whether a credit existed.
     */
    public static boolean bringsNoNewReason(Collection<String> severeReasons, Collection<String> approvedReasons) {
        Set<String> known = approvedReasons.stream().map(Coverage::kind).collect(Collectors.toSet());
        return severeReasons.stream().map(Coverage::kind).allMatch(known::contains);
    }

    private static String kind(String reason) {
        return reason.equals(ReasonCode.CREDITS_EXHAUSTED.wireName()) ? ReasonCode.BUDGET_EXCEEDED.wireName() : reason;
    }
}
