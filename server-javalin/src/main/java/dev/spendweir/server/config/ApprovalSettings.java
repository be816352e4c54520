package dev.spendweir.server.config;

import java.time.Duration;

/**
 * How many approvals may wait, and how often those past their deadline are looked for.
 *
 * @param maxPending of a tenant
 * @param maxPendingPerSubmitter of one submitter
 */
public record ApprovalSettings(int maxPending, int maxPendingPerSubmitter, Duration expiryInterval) {}
