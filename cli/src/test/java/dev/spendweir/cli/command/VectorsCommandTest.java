package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.Main;
import dev.spendweir.vectors.ProcessEngine;
import dev.spendweir.vectors.VectorCase;
import dev.spendweir.vectors.VectorEngine;
import dev.spendweir.vectors.VectorSet;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vectors run} and {@code vectors serve}. */
@Timeout(180)
final class VectorsCommandTest {

    /** The longest silence of the program, on a machine where others run at the same time. */
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    /** Spec 8 wants 10,000 decisions in 10 s on a machine of its own: so much time of a processor, whoever else runs. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final int PIPED = 10_000;

    @TempDir
    private Path directory;

    private static List<String> serving() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "vectors",
                "serve");
    }

    @Test
    void run_builtInFull_endsWith0() {
        Ended ended = CliRun.in(directory).run("vectors", "run");
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).startsWith("vectors ").endsWith(" passed, 0 failed\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void run_oneIdAsJson_saysWhatWasRun() {
        Ended ended = CliRun.in(directory).run("vectors", "run", "--id", "amount-string_integer", "--output", "json");
        JsonObject report = (JsonObject) JsonReader.read(ended.out().strip());
        assertThat(ended.code()).isZero();
        assertThat(report.get("passed")).isEqualTo(JsonNumber.of(1));
    }

    @Test
    void run_anotherProgramThatServes_endsWith0() {
        String engine = "'" + String.join("' '", serving()) + "'";
        Ended ended = CliRun.in(directory)
                .run("vectors", "run", "--profile", "p0", "--engine", engine, "--timeout", "60s", "--output", "junit");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("failures=\"0\" errors=\"0\" skipped=\"0\"");
    }

    @Test
    void run_aProgramThatEnds_endsWith1AndSaysWhy() {
        Ended ended = CliRun.in(directory).run("vectors", "run", "--engine", "sh -c 'echo oh no >&2; exit 5'");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("ENGINE FAILED: it ended (exit code 5)");
        assertThat(ended.err()).contains("oh no");
    }

    @Test
    void serve_answersLinesAndNothingElse() {
        Ended ended = CliRun.in(directory)
                .stdin(
                        "{\"id\":1,\"op\":\"amount.parse\",\"input\":{\"value\":\"1.50\"}}\nx\n\n{\"id\":2,\"op\":\"no.such\"}")
                .run("vectors", "serve");
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .isEqualTo("{\"id\":1,\"result\":{\"amount\":\"1.5\"}}\n"
                        + "{\"id\":null,\"error\":{\"code\":\"MALFORMED_REQUEST\"}}\n"
                        + "{\"id\":2,\"error\":{\"code\":\"OP_UNSUPPORTED\"}}\n");
    }

    @Test
    void serve_tenThousandDecisionsThroughThePipe_areAllAnswered() {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        VectorEngine.Answers answers = new ProcessEngine(serving(), GENEROUS, stderr).ask(tenThousandDecisions());
        assertThat(answers.failure()).isNull();
        assertThat(answers.byId()).hasSize(PIPED);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void serve_tenThousandDecisions_takesFewSecondsOfProcessor() {
        StringBuilder lines = new StringBuilder();
        for (VectorCase asked : tenThousandDecisions()) {
            lines.append(new String(asked.requestLine(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        Ended ended = CliRun.in(directory).stdin(lines.toString()).run("vectors", "serve");
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
        System.out.println(PIPED + " decisions took " + took.toMillis() + " ms of processor time");
        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines()).hasSize(PIPED);
        assertThat(took).isLessThan(BOUND);
    }

    private static List<VectorCase> tenThousandDecisions() {
        List<VectorCase> decisions = VectorSet.load().vectors().stream()
                .filter(vector -> vector.op().equals("decision.decide"))
                .toList();
        List<VectorCase> asked = new ArrayList<>();
        for (int i = 0; i < PIPED; i++) {
            asked.add(numbered(decisions.get(i % decisions.size()), i));
        }
        return asked;
    }

    private static VectorCase numbered(VectorCase vector, int number) {
        return new VectorCase(
                vector.family(),
                vector.id() + "-" + number,
                vector.title(),
                vector.spec(),
                vector.profile(),
                vector.requires(),
                vector.op(),
                vector.input(),
                vector.expect());
    }
}
