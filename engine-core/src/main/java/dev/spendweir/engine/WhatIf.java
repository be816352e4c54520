package dev.spendweir.engine;

import dev.spendweir.amount.Amount;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.Ceilings;
import dev.spendweir.policy.RuleSet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decided request with something changed, to be decided again. Costs stay what they are, so their figures are shared.
 *
 * @param context of the decision that is explained; scored anew at each evaluation
 */
record WhatIf(
        PolicyDocument policy,
        RuleSet rules,
        GateRequest request,
        long monthlyDelta,
        Snapshot snapshot,
        ComputedContext context) {

    private static final String CREDIT_ID = "what-if";

    WhatIf withDelta(long micros) {
        return new WhatIf(policy, rules, request, micros, snapshot, context);
    }

    WhatIf withPlanLimit(Amount limit) {
        Ceilings old = policy.ceilings();
        return withCeilings(new Ceilings(limit, old.enterpriseMonthly(), old.basis()));
    }

    WhatIf withEnterpriseCeiling(Amount limit) {
        Ceilings old = policy.ceilings();
        return withCeilings(new Ceilings(old.planMonthly(), limit, old.basis()));
    }

    private WhatIf withCeilings(Ceilings ceilings) {
        PolicyDocument changed = new PolicyDocument(
                policy.currency(),
                policy.environments(),
                policy.modes(),
                policy.thresholds(),
                ceilings,
                policy.budgets(),
                policy.dataQuality(),
                policy.credits(),
                policy.approvals(),
                policy.context(),
                policy.risk(),
                policy.rules(),
                policy.reservations(),
                policy.actions());
        return new WhatIf(changed, rules, request, monthlyDelta, snapshot, context);
    }

    WhatIf withBudget(Amount limit) {
        return withSnapshot(snapshot.toBuilder().budget(new Budget(limit)).build());
    }

    /** With one more grant of reserved credit, drawn after all others of its pool. */
    WhatIf withReservedCredit(Amount amount) {
        List<Grant> grants = new ArrayList<>(snapshot.grants());
        grants.add(
                new Grant(unusedId(), CreditPool.RESERVED, null, amount, Integer.MAX_VALUE, null, context.clockTime()));
        return withSnapshot(snapshot.toBuilder().grants(grants).build());
    }

    private String unusedId() {
        String id = CREDIT_ID;
        for (int i = 0; isUsed(id); i++) {
            id = CREDIT_ID + "-" + i;
        }
        return id;
    }

    private boolean isUsed(String id) {
        for (Grant grant : snapshot.grants()) {
            if (grant.grantId().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private WhatIf withSnapshot(Snapshot changed) {
        return new WhatIf(policy, rules, request, monthlyDelta, changed, context);
    }

    /** The decision before any mode; null when it would be refused because an amount leaves its range. */
    @Nullable
    Evaluation evaluate() {
        try {
            ComputedContext scored = context.scoredFor(policy, request, monthlyDelta);
            return Evaluation.of(policy, rules, request, monthlyDelta, snapshot, scored, Mode.HARD);
        } catch (RejectedException e) {
            if (e.code() == ErrorCode.AMOUNT_OUT_OF_RANGE) {
                return null;
            }
            throw e;
        }
    }
}
