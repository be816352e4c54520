package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.request.GateRequest;
import dev.spendweir.reservation.Change;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.util.List;

/**
 * A call normalised by the policy in force.
 *
 * @param askers who is behind it, under every name that is known
 */
public record Prepared(GateCall call, PolicyVersion policy, GateRequest request, Change change, List<String> askers) {

    public Prepared {
        askers = List.copyOf(askers);
    }

    /** Normalises and authorises a call, see {@link GateCall#normalize}. */
    static Prepared of(GateCall call, PolicyVersion policy) {
        GateRequest request = call.normalize(policy.policy().document());
        return new Prepared(call, policy, request, call.changeOf(request), call.askers(request));
    }

    /** The cost increase: max(0, monthly delta). */
    Amount amount() {
        return request.estimatedMonthlyDelta().max(Amount.ZERO);
    }
}
