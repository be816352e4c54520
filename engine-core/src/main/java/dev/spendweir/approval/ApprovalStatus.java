package dev.spendweir.approval;

import java.util.Optional;

/**
 * Where an approval request stands (spec 2.1):
 *
 * <pre>
 * pending  -> approved | denied | expired | cancelled
 * approved -> consumed | expired | cancelled
 * </pre>
 */
public enum ApprovalStatus {
    /** People have not decided yet. */
    PENDING("pending", true),
    /** Enough people agreed; the change may go ahead once. */
    APPROVED("approved", true),
    /** Somebody refused. */
    DENIED("denied", false),
    /** Its deadline passed. */
    EXPIRED("expired", false),
    /** It was withdrawn, or a newer request of the same change took its place. */
    CANCELLED("cancelled", false),
    /** It was used. */
    CONSUMED("consumed", false);

    private final String wireName;
    private final boolean live;

    ApprovalStatus(String wireName, boolean live) {
        this.wireName = wireName;
        this.live = live;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether it can still lead to the change, as far as its deadline has not passed. */
    public boolean isLive() {
        return live;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<ApprovalStatus> ofWireName(String word) {
        for (ApprovalStatus candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
