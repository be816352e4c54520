package dev.spendweir.approval;

import java.time.Instant;

/**
 * What a reviewer said.
 *
 * @param actorId the reviewer
 * @param approves true for approve, false for deny
 */
public record Verdict(String actorId, boolean approves, Instant at) {

    /** The word as it travels. */
    public String wireName() {
        return approves ? ApprovalEventType.APPROVE.wireName() : ApprovalEventType.DENY.wireName();
    }
}
