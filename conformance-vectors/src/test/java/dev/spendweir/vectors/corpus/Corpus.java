package dev.spendweir.vectors.corpus;

import dev.spendweir.vectors.generate.CaseGenerator;
import dev.spendweir.vectors.naive.Canonical;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The frozen generated corpus: gzip of JSON lines {id, op, input, expect} or, to keep it small, for three of four whole
 * decisions {id, op, input, expect_sha256}. Frozen, so that a change of the generator changes nothing that was promised.
 */
public final class Corpus {
    /** Where it lies in the module. */
    public static final Path FILE = Path.of("corpus", "generated-1.jsonl.gz");

    /** Cases in it; their seeds are 1 to this. */
    public static final int CASES = 10_000;

    /** Whole decisions are three quarters of the text: one in so many has its answer in full, the others its hash. */
    private static final int FULL_DECISION_EVERY = 4;

    private Corpus() {}

    /** Writes it: {@code java -cp target/test-classes ...Corpus <module directory>}; another corpus gets another number. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]).resolve(FILE);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new SmallGzip(Files.newOutputStream(file))) {
            // Alike beside alike: the window of the compression is small.
            for (CaseGenerator.Case given : LongStream.rangeClosed(1, CASES)
                    .mapToObj(CaseGenerator::of)
                    .sorted(java.util.Comparator.comparing(CaseGenerator.Case::op))
                    .toList()) {
                out.write((line(given) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String line(CaseGenerator.Case given) {
        Map<String, Object> expect =
                NaiveEngine.apply(given.op(), given.input()).toJson();
        boolean hashed = given.op().equals("decision.decide") && given.seed() % FULL_DECISION_EVERY != 0;
        return Json.write(Json.object(
                "id",
                "generated-" + given.seed(),
                "op",
                given.op(),
                "input",
                given.input(),
                hashed ? "expect_sha256" : "expect",
                hashed ? Canonical.sha256(expect) : expect));
    }

    /** Hands over every committed case, in order. */
    public static void forEach(Consumer<FrozenCase> action) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                action.accept(new FrozenCase(line, Json.asObject(JsonReader.read(line))));
            }
        }
    }

    /** A case as it lies in the file. */
    public record FrozenCase(String line, Map<String, Object> members) {
        public String id() {
            return (String) members.get("id");
        }

        public String op() {
            return (String) members.get("op");
        }

        public Map<String, Object> input() {
            return Json.asObject(members.get("input"));
        }

        /** The frozen answer; where only its hash is frozen, that of the naive implementation, which must have the hash. */
        public NaiveEngine.Answer answer() {
            if (members.get("expect") instanceof Map<?, ?> expect) {
                Object error = expect.get("error");
                return new NaiveEngine.Answer(expect.get("result"), error == null ? null : Json.asObject(error));
            }
            NaiveEngine.Answer answer = NaiveEngine.apply(op(), input());
            if (!isExpected(answer.toJson())) {
                throw new IllegalStateException(id() + " has another answer than the frozen one");
            }
            return answer;
        }

        /** Whether an answer without its id is the expected one. */
        boolean isExpected(Map<String, Object> answer) {
            Object expect = members.get("expect");
            return expect == null
                    ? Canonical.sha256(answer).equals(members.get("expect_sha256"))
                    : Json.same(answer, expect);
        }
    }

    /** Gzip that takes its time. */
    private static final class SmallGzip extends GZIPOutputStream {
        SmallGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
