package dev.spendweir.benchmarks;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.SnapshotParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

/**
 * One committed input: policy compiled once, histories parsed and hashed once, as a server holds them.
 *
 * @param rawRequest as parsed JSON; normalising it is part of what is measured
 */
record Case(Policy policy, JsonValue rawRequest, Snapshot snapshot, Instant clockTime) {

    /** The case with that name: {@code small} or {@code typical}. */
    static Case load(String name) {
        Snapshot snapshot = SnapshotParser.parse(json(name + "-snapshot.json"));
        snapshot.sha256();
        return new Case(
                PolicyReader.read(json(name + "-policy.json")),
                json(name + "-request.json"),
                snapshot,
                Instant.parse("2026-11-21T09:30:00Z"));
    }

    private static JsonValue json(String file) {
        try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream(file), file)) {
            return JsonReader.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
