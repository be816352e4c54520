package dev.spendweir.cli.approval;

import dev.spendweir.cli.CliException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the approval that a plan goes with, in the order in which the gate looks (spec 2.3 point 1). */
final class ApprovalFinder {

    /** Where an approval stands that cannot be used any more. */
    private static final List<String> OVER = List.of("denied", "expired", "cancelled");

    private final ApprovalClient approvals;

    ApprovalFinder(ApprovalClient approvals) {
        this.approvals = approvals;
    }

    /**
     * The live approval of the same change; else the oldest approved, then pending one of the same place and plan; else the
     * one that this run has used; else the newest that is over: used by another run, denied, expired or withdrawn.
     *
     * @throws CliException when there is none, or more than one that is live
     */
    ApprovalItem find(PlanToApply plan) {
        List<ApprovalItem> approved = at(plan, "approved");
        List<ApprovalItem> pending = at(plan, "pending");
        List<ApprovalItem> ofTheChange = new ArrayList<>();
        Stream.concat(approved.stream(), pending.stream())
                .filter(plan::isChangeOf)
                .forEach(ofTheChange::add);
        if (ofTheChange.size() > 1) {
            throw several(ofTheChange);
        }
        return ofTheChange.stream()
                .findFirst()
                .or(() -> oldest(approved, plan::isPlanOf))
                .or(() -> oldest(pending, plan::isPlanOf))
                .or(() -> over(plan))
                .orElseThrow(() -> none(plan));
    }

    private List<ApprovalItem> at(PlanToApply plan, String status) {
        return approvals.mine(status).stream().filter(plan::isAt).toList();
    }

    private static Optional<ApprovalItem> oldest(List<ApprovalItem> newestFirst, Predicate<ApprovalItem> fits) {
        return newestFirst.stream().filter(fits).reduce((newer, older) -> older);
    }

    /** What this run has used; else the newest, and ids are UUIDv7, so their order is that of time. */
    private Optional<ApprovalItem> over(PlanToApply plan) {
        List<ApprovalItem> consumed = at(plan, "consumed").stream()
                .filter(item -> plan.isChangeOf(item) || plan.isPlanOf(item))
                .toList();
        return consumed.stream()
                .filter(plan::hasUsed)
                .findFirst()
                .or(() -> Stream.concat(
                                consumed.stream(),
                                OVER.stream()
                                        .flatMap(status -> at(plan, status).stream())
                                        .filter(plan::isChangeOf))
                        .max(Comparator.comparing(ApprovalItem::id)));
    }

    private static CliException several(List<ApprovalItem> found) {
        String ids = found.stream().map(ApprovalItem::id).collect(Collectors.joining(", "));
        return CliException.usage(
                "more than one approval fits: " + ids, "name --project and --env, or one of them with --approval");
    }

    private static CliException none(PlanToApply plan) {
        return new CliException(
                "no approval of yours is for this plan in " + plan.resourceReference()
                        + plan.changeId().map(id -> " (change " + id + ")").orElse(""),
                "run 'spendweir gate terraform' on it first: when that ends with 0 there is nothing to consume. Name"
                        + " --resource and --change-id as the gate was asked, or the approval with --approval");
    }
}
