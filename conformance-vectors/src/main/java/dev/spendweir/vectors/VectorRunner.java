package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vectors.VectorReport.Result;
import dev.spendweir.vectors.VectorReport.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks an engine vectors and compares (spec 8). There are no retries, and nothing is left out that the caller did not leave out. */
public final class VectorRunner {

    private final VectorSet set;

    /** A runner of that set. */
    public VectorRunner(VectorSet set) {
        this.set = set;
    }

    /**
     * Runs vectors.
     *
     * @param vectors which ones, of the set
     * @param capabilities what the engine can do: a vector that requires anything else is not run, and counted
     */
    public VectorReport run(VectorEngine engine, List<VectorCase> vectors, Set<String> capabilities) {
        List<VectorCase> asked = vectors.stream()
                .filter(vector -> capabilities.containsAll(vector.requires()))
                .toList();
        VectorEngine.Answers answers = engine.ask(asked);
        List<Result> results = vectors.stream()
                .map(vector -> capabilities.containsAll(vector.requires())
                        ? result(vector, answers.byId())
                        : new Result(vector, Status.NOT_RUN, List.of()))
                .toList();
        return new VectorReport(engine.name(), set.version(), results, answers.failure());
    }

    private static Result result(VectorCase vector, Map<String, JsonObject> answers) {
        JsonObject answer = answers.get(vector.id());
        if (answer == null) {
            return new Result(vector, Status.UNANSWERED, List.of());
        }
        List<String> differences = JsonDifference.of(vector.expect(), answer);
        return new Result(vector, differences.isEmpty() ? Status.PASSED : Status.FAILED, differences);
    }
}
