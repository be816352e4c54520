package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliException;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import java.time.LocalDate;
import java.util.List;

/** Puts together what a decision reads (spec 1.4). */
final class LocalSnapshot {

    private final Policy policy;
    private final long policyVersion;
    private final LocalInputs inputs;
    private final HoldBook book;

    LocalSnapshot(Policy policy, long policyVersion, LocalInputs inputs, HoldBook book) {
        this.policy = policy;
        this.policyVersion = policyVersion;
        this.inputs = inputs;
        this.book = book;
    }

    Snapshot of(String projectId, LocalDate today) {
        Amount limit = inputs.budgets().get(projectId);
        boolean forecastsProject = limit != null && policy.document().budgets().basis() != Basis.COMMITMENTS;
        return Snapshot.builder()
                .policyVersion(policyVersion)
                .costHistory(inputs.costs().tenantHistory(today))
                .projectCostHistory(forecastsProject ? inputs.costs().projectHistory(projectId, today) : null)
                .completeThrough(inputs.costs().completeThrough())
                .usage(book.usage(projectId, today, inputs.costs().completeThrough()))
                .budget(limit == null ? null : new Budget(limit))
                .grants(grants())
                .build();
    }

    private List<Grant> grants() {
        return inputs.credits().stream()
                .map(credit -> new Grant(
                        credit.grantId(),
                        credit.pool(),
                        credit.projectId(),
                        remaining(credit),
                        credit.priority(),
                        credit.expiresAt(),
                        credit.createdAt()))
                .toList();
    }

    private Amount remaining(LocalCredit credit) {
        try {
            return book.balance(credit).remaining();
        } catch (IllegalStateException e) {
            throw new CliException(
                    "credit " + credit.grantId() + " in " + StateFile.CREDITS.fileName() + " is " + credit.original()
                            + ", but more of it is held or spent already",
                    "a credit can be cut down to what was used of it, not below");
        }
    }
}
