package dev.spendweir.ledger;

import java.util.Optional;

/** What an entry records, and on which chain (spec 3.3). Append-only; {@code docs/ledger.md} gives each one's payload. */
public enum EntryType {
    /** A decision was made. */
    DECISION("decision", Chain.DECISIONS),
    /** A decision asks people. */
    APPROVAL_REQUESTED("approval.requested", Chain.DECISIONS),
    /** A reviewer gave a verdict. */
    APPROVAL_REVIEWED("approval.reviewed", Chain.DECISIONS),
    /** Enough reviewers agreed. */
    APPROVAL_APPROVED("approval.approved", Chain.DECISIONS),
    /** A reviewer refused. */
    APPROVAL_DENIED("approval.denied", Chain.DECISIONS),
    /** Somebody withdrew the request. */
    APPROVAL_CANCELLED("approval.cancelled", Chain.DECISIONS),
    /** A newer decision of the change took the request's place. */
    APPROVAL_SUPERSEDED("approval.superseded", Chain.DECISIONS),
    /** The request's deadline passed. */
    APPROVAL_EXPIRED("approval.expired", Chain.DECISIONS),
    /** A further call about the change waits on the same request. */
    APPROVAL_CONTINUED("approval.continued", Chain.DECISIONS),
    /** The change goes ahead. */
    APPROVAL_CONSUMED("approval.consumed", Chain.DECISIONS),
    /** A hold was made with a decision. */
    RESERVATION_HELD("reservation.held", Chain.DECISIONS),
    /** A hold goes ahead. */
    RESERVATION_CONFIRMED("reservation.confirmed", Chain.DECISIONS),
    /** A tentative hold gave way to a newer decision. */
    RESERVATION_SUPERSEDED("reservation.superseded", Chain.DECISIONS),
    /** A hold was given back unused. */
    RESERVATION_RELEASED("reservation.released", Chain.DECISIONS),
    /** A hold was charged with what was really spent. */
    RESERVATION_SETTLED("reservation.settled", Chain.DECISIONS),
    /** A closed hold took its one late actual. */
    RESERVATION_ADJUSTED("reservation.adjusted", Chain.DECISIONS),
    /** A new version of the policy. */
    POLICY_CHANGED("policy.changed", Chain.GOVERNANCE),
    /** A budget was set or taken away. */
    BUDGET_CHANGED("budget.changed", Chain.GOVERNANCE),
    /** A credit was granted. */
    CREDIT_GRANTED("credit.granted", Chain.GOVERNANCE),
    /** What remained of an expired credit was written off. */
    CREDIT_WRITTEN_OFF("credit.written_off", Chain.GOVERNANCE),
    /** Cost of a day that a decision had read was restated. */
    COST_RESTATED("cost.restated", Chain.GOVERNANCE),
    /** A person or service was added, changed or removed. */
    ACTOR_CHANGED("actor.changed", Chain.GOVERNANCE),
    /** An API key was made or revoked. */
    KEY_CHANGED("key.changed", Chain.GOVERNANCE),
    /** A window of the ledger was exported. */
    EXPORT_MADE("export.made", Chain.GOVERNANCE),
    /** A chain was found broken; the tenant's governed writes stop. In the system tenant's chain. */
    QUARANTINE_OPENED("quarantine.opened", Chain.GOVERNANCE),
    /** An operator asks to end a quarantine. In the system tenant's chain. */
    QUARANTINE_RESET_REQUESTED("quarantine.reset_requested", Chain.GOVERNANCE),
    /** A second operator ended it, after the whole chain was verified. In the system tenant's chain. */
    QUARANTINE_CLOSED("quarantine.closed", Chain.GOVERNANCE);

    private final String wireName;
    private final Chain chain;

    EntryType(String wireName, Chain chain) {
        this.wireName = wireName;
        this.chain = chain;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The chain that entries of this type belong to. */
    public Chain chain() {
        return chain;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<EntryType> ofWireName(String word) {
        for (EntryType candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
