package dev.spendweir.benchmarks;

import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs in process: from a parsed request to the outcome, and on to the whole record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {

    /** {@code small}: 31 cost days, 20 routing rules, 10 grants. {@code typical}: 120 + 120 days, forecast bases, plan metadata. */
    @Param({"small", "typical"})
    public String input = "small";

    private GateEngine engine = GateEngine.create();
    private Case given = Case.load("small");

    /** Loads the input. */
    @Setup
    public void load() {
        engine = GateEngine.create();
        given = Case.load(input);
    }

    /** Normalise, fingerprint, decide. */
    @Benchmark
    public Decision decide() {
        return engine.decide(given.policy(), normalised(), given.snapshot(), given.clockTime());
    }

    /** The same, then the canonical record with its hash and the explanation. */
    @Benchmark
    public int record() {
        Decision decision = engine.decide(given.policy(), normalised(), given.snapshot(), given.clockTime());
        return decision.recordBytes().length
                + decision.decisionSha256().length()
                + decision.explanation().toJson().size();
    }

    private GateRequest normalised() {
        return RequestNormalizer.normalize(given.rawRequest(), given.policy().document());
    }
}
