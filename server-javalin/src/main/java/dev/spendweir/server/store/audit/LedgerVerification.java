package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.ChainReport;
import java.util.List;

/** What the verification of a tenant's chains found (spec 3.3, 11). */
public record LedgerVerification(List<VerifiedChain> verified) {
    public LedgerVerification {
        verified = List.copyOf(verified);
    }

    /** Each chain by itself. */
    public List<ChainReport> chains() {
        return verified.stream().map(VerifiedChain::report).toList();
    }

    /** Whether nothing is wrong with any of them. */
    public boolean isValid() {
        return chains().stream().allMatch(ChainReport::isValid);
    }

    /** The answer. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("valid", isValid())
                .put("chains", JsonArray.of(verified.stream().map(VerifiedChain::toJson)))
                .build();
    }
}
