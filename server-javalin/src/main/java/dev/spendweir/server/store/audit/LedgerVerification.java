package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainReport;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the verification of a tenant's chains found (spec 3.3, 11). */
public record LedgerVerification(List<ChainReport> chains) {
    public LedgerVerification {
        chains = List.copyOf(chains);
    }

    /** Whether nothing is wrong with any of them. */
    public boolean isValid() {
        return chains.stream().allMatch(ChainReport::isValid);
    }

    /** The answer. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("valid", isValid())
                .put("chains", JsonArray.of(chains.stream().map(LedgerVerification::chain)))
                .build();
    }

    private static JsonObject chain(ChainReport report) {
        return JsonObject.builder()
                .put("chain", report.chain().wireName())
                .put("entries", report.entries())
                .put(
                        "head",
                        JsonObject.builder()
                                .put("sequence", report.head().sequence())
                                .put(
                                        "chain_hash",
                                        HexFormat.of().formatHex(report.head().chainHash()))
                                .build())
                .put("checkpoint", JsonNull.NULL)
                .put("replayed", JsonNull.NULL)
                .put("failure", failure(report.failure()))
                .build();
    }

    private static JsonValue failure(@Nullable ChainFailure failure) {
        return failure == null
                ? JsonNull.NULL
                : JsonObject.builder()
                        .put("sequence", failure.sequence())
                        .put("class", failure.kind().wireName())
                        .put("detail", failure.detail())
                        .build();
    }
}
