package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import dev.spendweir.vectors.file.ConformanceVector;
import dev.spendweir.vectors.file.VectorFiles;
import dev.spendweir.vectors.generate.SpoiledAudits;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is done to a ledger, a checkpoint or an export, engine and naive implementation name the same place and class. */
class AuditAgainstNaiveTest {
    private static final EngineOps OPS = new EngineOps(GateEngine.create());
    private static final Set<String> AUDITS = Set.of(
            "ledger.verify", "checkpoint.verify", "checkpoint.sign", "export.verify", "export.parity", "export.build");

    /** More by -Dspendweir.vectors.audits=100000. */
    private static final int CASES = Integer.getInteger("spendweir.vectors.audits", 120);

    private static final long FIRST = Long.getLong("spendweir.vectors.first", 20_261_121L);

    @Test
    void engine_tamperedLedgers_answersAsTheNaiveImplementation() throws IOException {
        List<Map<String, Object>> vectors = new ArrayList<>();
        for (ConformanceVector vector : VectorFiles.load(VectorFiles.root())) {
            if (AUDITS.contains(vector.op())) {
                vectors.add(Json.object("op", vector.op(), "input", vector.input()));
            }
        }
        assertThat(vectors).hasSizeGreaterThan(60);
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            String line = SpoiledAudits.line(seed, vectors);
            String naive = Objects.requireNonNull(NaiveEngine.answer(line), line);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new LineProtocol(OPS, new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), out).serve();
            String engine = out.toString(StandardCharsets.UTF_8).strip();
            boolean same = Json.same(JsonReader.read(engine), JsonReader.read(naive));
            assertThat(same ? naive : engine).as("seed %d, line %s", seed, line).isEqualTo(naive);
        }
    }
}
