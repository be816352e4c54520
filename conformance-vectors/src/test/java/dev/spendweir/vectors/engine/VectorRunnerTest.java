package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.vectors.BuiltInEngine;
import dev.spendweir.vectors.ProcessEngine;
import dev.spendweir.vectors.ReportText;
import dev.spendweir.vectors.VectorCase;
import dev.spendweir.vectors.VectorEngine;
import dev.spendweir.vectors.VectorProfile;
import dev.spendweir.vectors.VectorReport;
import dev.spendweir.vectors.VectorReport.Status;
import dev.spendweir.vectors.VectorRunner;
import dev.spendweir.vectors.VectorSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled vectors against the built-in engine, against another program, and against programs that are broken. */
@Timeout(120)
class VectorRunnerTest {

    private static final VectorSet SET = VectorSet.load();

    /** A JVM starts slowly on a busy machine; a run that is not stuck never waits this long. */
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private static final Duration HASTY = Duration.ofMillis(300);

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private VectorReport run(VectorEngine engine, List<VectorCase> vectors, String... capabilities) {
        return new VectorRunner(SET)
                .run(engine, vectors, capabilities.length == 0 ? Set.copyOf(SET.capabilities()) : Set.of(capabilities));
    }

    private ProcessEngine program(Duration timeout, String main, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spendweir.vectors." + main));
        command.addAll(List.of(arguments));
        return new ProcessEngine(command, timeout, stderr);
    }

    @Test
    void builtIn_allVectors_passes() {
        VectorReport report = run(new BuiltInEngine(), SET.vectors());
        assertThat(report.isPassed()).as(ReportText.text(report)).isTrue();
        assertThat(report.count(Status.PASSED)).isGreaterThanOrEqualTo(600);
        assertThat(ReportText.text(report)).contains(" 0 failed\n");
    }

    @Test
    void builtIn_p0_isASmallerPart() {
        List<VectorCase> quick = SET.vectors().stream()
                .filter(vector -> VectorProfile.P0.includes(vector.profile()))
                .toList();
        assertThat(quick).hasSizeBetween(60, SET.vectors().size() - 1);
    }

    @Test
    void program_thatIsAnotherImplementation_passesAllVectors() {
        VectorReport report = run(program(PATIENT, "naive.LineProtocol"), SET.vectors());
        assertThat(report.isPassed()).as(ReportText.text(report)).isTrue();
        assertThat(report.count(Status.PASSED)).isEqualTo(SET.vectors().size());
    }

    @Test
    void capability_leftOut_isNotRunAndCounted() {
        VectorReport report = run(new BuiltInEngine(), SET.vectors(), "ledger");
        assertThat(report.count(Status.NOT_RUN)).isGreaterThan(600);
        assertThat(report.count(Status.NOT_RUN) + report.count(Status.PASSED))
                .isEqualTo(SET.vectors().size());
        assertThat(ReportText.text(report)).contains("not run (capability left out)");
        assertThat(ReportText.junit(report)).contains("skipped=\"" + report.count(Status.NOT_RUN) + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "dies, it ended (exit code 7)",
        "prints garbage, 'it printed a line that is no JSON: \"hello\\u0007\"'",
        "prints a list, it printed a line that is no JSON object",
        "answers nobody, it printed a line whose id is of no open request",
        "prints without end, it printed a line of more than 16777216 bytes"
    })
    void program_thatBreaksTheProtocol_isAClearFailure(String how, String failure) {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", how), SET.vectors());
        assertThat(report.isPassed()).isFalse();
        assertThat(report.failure()).startsWith(failure);
        assertThat(report.count(Status.UNANSWERED)).isEqualTo(SET.vectors().size());
        assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("broken engine: " + how);
        assertThat(ReportText.text(report)).contains("ENGINE FAILED: it ").contains("first vector without an answer: ");
        assertThat(ReportText.junit(report))
                .contains("errors=\"" + SET.vectors().size() + "\"");
    }

    @Test
    void program_thatIsSilent_isStoppedAfterTheTimeout() {
        VectorReport report = run(program(HASTY, "engine.BrokenEngine", "hangs"), SET.vectors());
        assertThat(report.failure()).startsWith("it was silent for 300 ms");
    }

    @Test
    void program_thatIsNotThere_isAClearFailure() {
        VectorReport report = run(new ProcessEngine(List.of("/no/such/engine"), PATIENT, stderr), SET.vectors());
        assertThat(report.failure()).startsWith("it cannot be started");
        assertThat(report.isPassed()).isFalse();
    }

    @Test
    void vector_withAnotherAnswer_failsWithIdTitleSpecAndDifference() {
        VectorCase right = SET.vectors().get(0);
        VectorCase other = new VectorCase(
                right.family(),
                right.id(),
                "A <wrong> title",
                right.spec(),
                right.profile(),
                right.requires(),
                right.op(),
                right.input(),
                SET.vectors().get(1).expect());
        VectorReport report = run(new BuiltInEngine(), List.of(other));
        assertThat(report.count(Status.FAILED)).isEqualTo(1);
        assertThat(ReportText.text(report))
                .contains("FAILED amount-string_integer\n  A <wrong> title (spec 1.1, amount.parse)\n")
                .contains("  /result/amount: expected \"12.5\", got \"12\"\n");
        assertThat(ReportText.junit(report)).contains("A &lt;wrong&gt; title", "failures=\"1\"");
    }
}
