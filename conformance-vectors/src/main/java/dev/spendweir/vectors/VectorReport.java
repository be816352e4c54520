package dev.spendweir.vectors;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param engine what was asked
 * @param version the version of the vectors
 * @param results one for each vector that was selected, in order
 * @param failure what the engine did against the protocol; null when nothing
 */
public record VectorReport(
        String engine,
        String version,
        List<Result> results,
        @Nullable String failure) {

    public VectorReport {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(version, "version");
        results = List.copyOf(results);
    }

    /** How one vector ended. */
    public enum Status {
        /** The answer is the expected one. */
        PASSED("passed"),
        /** The answer is another one. */
        FAILED("failed"),
        /** There is no answer, because the engine failed before. */
        UNANSWERED("unanswered"),
        /** It needs a capability that the caller said the engine has not. */
        NOT_RUN("not_run");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the JSON report. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * How one vector ended.
     *
     * @param vector which one
     * @param status how
     * @param differences for a failed one, a line for each place where the answer differs; else empty
     */
    public record Result(VectorCase vector, Status status, List<String> differences) {
        public Result {
            Objects.requireNonNull(vector, "vector");
            Objects.requireNonNull(status, "status");
            differences = List.copyOf(differences);
        }
    }

    /** How many ended so. */
    public long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** Whether the engine kept the protocol and every vector that was run passed. */
    public boolean isPassed() {
        return failure == null && count(Status.FAILED) == 0 && count(Status.UNANSWERED) == 0;
    }
}
