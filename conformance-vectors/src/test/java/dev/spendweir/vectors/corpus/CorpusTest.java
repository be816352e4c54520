package dev.spendweir.vectors.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Engine and naive implementation both give what the frozen corpus says. */
class CorpusTest {
    private static final long MAX_BYTES = 4_000_000;

    private final EngineOps ops = new EngineOps(GateEngine.create());

    @Test
    void corpus_isWholeAndSmall() throws IOException {
        Set<String> ids = new HashSet<>();
        Corpus.forEach(frozen -> ids.add(frozen.id()));
        assertThat(ids).hasSize(Corpus.CASES);
        assertThat(Files.size(Corpus.FILE)).isLessThan(MAX_BYTES);
    }

    @Test
    void corpus_naiveImplementation_answersAsFrozen() throws IOException {
        List<String> different = new ArrayList<>();
        Corpus.forEach(frozen -> {
            if (!frozen.isExpected(
                    NaiveEngine.apply(frozen.op(), frozen.input()).toJson())) {
                different.add(frozen.id());
            }
        });
        assertThat(different).isEmpty();
    }

    @Test
    void corpus_engine_answersItsLinesAsFrozen() throws IOException {
        List<String> different = new ArrayList<>();
        Corpus.forEach(frozen -> {
            Map<String, Object> answer = Json.asObject(JsonReader.read(engine(frozen.line())));
            if (!frozen.id().equals(answer.remove("id")) || !frozen.isExpected(answer)) {
                different.add(frozen.id());
            }
        });
        assertThat(different).isEmpty();
    }

    /** A line of the corpus is a line of the protocol as it is. */
    private String engine(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new LineProtocol(ops, new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), out).serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
