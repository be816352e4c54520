package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.request.GateRequest;
import dev.spendweir.reservation.Change;
import dev.spendweir.server.store.policies.PolicyVersion;

/** A call normalised by the policy in force. */
public record Prepared(GateCall call, PolicyVersion policy, GateRequest request, Change change) {

    /** Normalises and authorises a call, see {@link GateCall#normalize}. */
    static Prepared of(GateCall call, PolicyVersion policy) {
        GateRequest request = call.normalize(policy.policy().document());
        return new Prepared(call, policy, request, call.changeOf(request));
    }

    /** The cost increase: max(0, monthly delta). */
    Amount amount() {
        return request.estimatedMonthlyDelta().max(Amount.ZERO);
    }

    /** Where its key counts: one per tenant, source and key (spec 3.1). */
    public String scope() {
        return "gate:" + request.source().wireName();
    }
}
