package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The engine and the naive implementation give the same answer to any line that a fuzzer comes upon. */
class EngineAgainstNaiveFuzzTest {

    private static final LineProtocol ENGINE = new LineProtocol(
            new EngineOps(GateEngine.create()), InputStream.nullInputStream(), OutputStream.nullOutputStream());

    @FuzzTest
    void anyLine_isAnsweredAsByTheNaiveImplementation(byte[] line) {
        String naive = NaiveEngine.answer(line);
        // Null: the line is blank, and the protocol asks nobody.
        if (naive != null) {
            assertThat(canonical(ENGINE.answer(line))).isEqualTo(canonical(JsonReader.read(naive)));
        }
    }

    /** Empty for an answer with a lone surrogate, which has no canonical form. */
    private static Optional<String> canonical(JsonValue answer) {
        try {
            return Optional.of(CanonicalJson.text(answer));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }
}
