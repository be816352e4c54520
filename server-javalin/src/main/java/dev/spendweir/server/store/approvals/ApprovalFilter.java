package dev.spendweir.server.store.approvals;

import dev.spendweir.approval.ApprovalStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which approvals are wanted; a null asks for all.
 *
 * @param mine only those that the viewer asked for
 * @param actionable only those that the viewer may review now
 * @param all whether the viewer sees every approval of the tenant; else only what it asked for or may review
 */
public record ApprovalFilter(
        @Nullable ApprovalStatus status, @Nullable String projectId, boolean mine, boolean actionable, boolean all) {}
