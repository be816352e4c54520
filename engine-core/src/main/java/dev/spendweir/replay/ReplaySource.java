package dev.spendweir.replay;

import dev.spendweir.policy.Policy;
import dev.spendweir.snapshot.CostHistory;
import java.util.Optional;

/** Where the parts of decisions lie that many of them share. What it gives has the hash that was asked for. */
public interface ReplaySource {
    /** The policy whose canonical bytes have this hash; empty when it is not there. */
    Optional<Policy> policy(String sha256);

    /** The cost history whose canonical list has this hash; empty when it is not there. */
    Optional<CostHistory> history(String sha256);
}
