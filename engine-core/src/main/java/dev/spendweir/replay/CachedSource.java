package dev.spendweir.replay;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.SnapshotParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies and histories from their stored bytes, believes only those that have the hash they are kept under, and
 * keeps the last ones ready. Not thread-safe.
 */
public final class CachedSource implements ReplaySource {
    /** Policies kept ready; a tenant works with one or a few at a time. */
    private static final int POLICIES = 64;

    /** Histories kept ready, each a few KB; every day and project makes new ones. */
    private static final int HISTORIES = 2_000;

    private static final Policy DEFAULTS = PolicyReader.defaults();

    private final Function<String, byte @Nullable []> policyBytes;
    private final Function<String, byte @Nullable []> historyBytes;
    private final Map<String, Optional<Policy>> policies = newest(POLICIES);
    private final Map<String, Optional<CostHistory>> histories = newest(HISTORIES);

    /**
     * Reads from these.
     *
     * @param policyBytes canonical bytes of a policy by their hash; null: not there
     * @param historyBytes canonical bytes of a history's list by their hash; null: not there
     */
    public CachedSource(
            Function<String, byte @Nullable []> policyBytes, Function<String, byte @Nullable []> historyBytes) {
        this.policyBytes = policyBytes;
        this.historyBytes = historyBytes;
    }

    private static <V> Map<String, V> newest(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public Optional<Policy> policy(String sha256) {
        // A tenant that never stored a policy is judged by the defaults, which lie nowhere (spec 3.1).
        return sha256.equals(DEFAULTS.sha256())
                ? Optional.of(DEFAULTS)
                : policies.computeIfAbsent(
                        sha256, wanted -> bytes(policyBytes, wanted).map(PolicyReader::readStored));
    }

    @Override
    public Optional<CostHistory> history(String sha256) {
        return histories.computeIfAbsent(
                sha256, wanted -> bytes(historyBytes, wanted).flatMap(CachedSource::read));
    }

    private static Optional<byte[]> bytes(Function<String, byte @Nullable []> source, String sha256) {
        byte[] bytes = source.apply(sha256);
        return bytes != null && Sha256Hex.of(bytes).equals(sha256) ? Optional.of(bytes) : Optional.empty();
    }

    /** The list as the snapshot that holds nothing else. */
    private static Optional<CostHistory> read(byte[] canonical) {
        try {
            JsonValue list = JsonReader.read(canonical);
            JsonObject snapshot = JsonObject.builder()
                    .put("policy_version", 0)
                    .put("cost_source", "available")
                    .put("cost_history", list)
                    .build();
            return list instanceof JsonArray
                    ? Optional.of(SnapshotParser.parse(snapshot)).map(Snapshot::costHistory)
                    : Optional.empty();
        } catch (JsonSyntaxException | RejectedException e) {
            return Optional.empty();
        }
    }
}
