package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import dev.spendweir.vectors.generate.CaseGenerator;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Engine and naive implementation, written apart from the same text, give the same answer to any line. */
class EngineAgainstNaiveTest {

    private static final LineProtocol ENGINE = new LineProtocol(
            new EngineOps(GateEngine.create()), InputStream.nullInputStream(), OutputStream.nullOutputStream());

    /** More by -Dspendweir.vectors.cases=1000000, other ones by -Dspendweir.vectors.first=SEED. */
    private static final int CASES = Integer.getInteger("spendweir.vectors.cases", 2_000);

    private static final long FIRST = Long.getLong("spendweir.vectors.first", 20_261_121L);

    @Test
    void engine_randomLines_answersAsTheNaiveImplementation() {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            String line = CaseGenerator.of(seed).line();
            String naive = Objects.requireNonNull(NaiveEngine.answer(line), line);
            String engine = CanonicalJson.text(ENGINE.answer(line.getBytes(StandardCharsets.UTF_8)));
            assertThat(engine).as("seed %d, line %s", seed, line).isEqualTo(CanonicalJson.text(JsonReader.read(naive)));
        }
    }
}
