package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import dev.spendweir.vectors.generate.CaseGenerator;
import dev.spendweir.vectors.generate.GarbledLines;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Engine and naive implementation, written apart from the same text, give the same answer to any line. */
class EngineAgainstNaiveTest {

    private static final EngineOps OPS = new EngineOps(GateEngine.create());

    /** More by -Dspendweir.vectors.cases=1000000, other ones by -Dspendweir.vectors.first=SEED. */
    private static final int CASES = Integer.getInteger("spendweir.vectors.cases", 2_000);

    private static final long FIRST = Long.getLong("spendweir.vectors.first", 20_261_121L);

    @Test
    void engine_randomLines_answersAsTheNaiveImplementation() throws IOException {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            String line = CaseGenerator.of(seed).line();
            String naive = Objects.requireNonNull(NaiveEngine.answer(line), line);
            String engine = answer(line.getBytes(StandardCharsets.UTF_8));
            assertSame(seed, line, engine, naive);
        }
    }

    /** Bytes changed, lost and doubled: whatever is left of a line, both read the same in it, or the same nothing. */
    @Test
    void engine_garbledLines_answersAsTheNaiveImplementation() throws IOException {
        for (long seed = FIRST; seed < FIRST + CASES / 4; seed++) {
            byte[] line = GarbledLines.of(seed);
            String naive = NaiveEngine.answer(line);
            assertSame(seed, new String(line, StandardCharsets.ISO_8859_1), answer(line), naive == null ? "" : naive);
        }
    }

    /** The engine's answer as it goes through the pipe; empty for a blank line. */
    private static String answer(byte[] line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LineProtocol(OPS, new ByteArrayInputStream(line), out).serve();
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static void assertSame(long seed, String line, String engine, String naive) {
        boolean same = engine.isEmpty() || naive.isEmpty()
                ? engine.equals(naive)
                : Json.same(JsonReader.read(engine), JsonReader.read(naive));
        // Compared as texts only to show them: both are long, and equal in nearly all cases.
        assertThat(same ? naive : engine).as("seed %d, line %s", seed, line).isEqualTo(naive);
    }
}
