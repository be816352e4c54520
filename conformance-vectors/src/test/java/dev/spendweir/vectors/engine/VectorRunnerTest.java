package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonString;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The bundled vectors against the built-in engine, against another program, and against programs that are broken. */
@Timeout(120)
class VectorRunnerTest {

    private static final VectorSet SET = VectorSet.load();

    /** Enough for programs that need be asked a little only. */
    private static final List<VectorCase> FEW = SET.vectors().subList(0, 40);

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
        "prints a key twice, it printed a line that is no JSON",
        "answers null, it printed a line whose id is of no open request",
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

    @ParameterizedTest
    @ValueSource(strings = {"hangs", "hangs midway", "hangs within a line"})
    void program_thatIsSilent_isStoppedAfterTheTimeout(String how) {
        VectorReport report = run(program(HASTY, "engine.BrokenEngine", how), FEW);
        assertThat(report.failure()).startsWith("it was silent for 300 ms with ");
        assertThat(report.isPassed()).isFalse();
    }

    @Test
    void program_thatDiesMidway_keepsTheAnswersItGave() {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", "dies midway"), FEW);
        assertThat(report.failure()).isEqualTo("it ended (exit code 8) with " + (FEW.size() - 3) + " answers due");
        assertThat(report.count(Status.PASSED)).isEqualTo(3);
        assertThat(report.count(Status.UNANSWERED)).isEqualTo(FEW.size() - 3);
    }

    @Test
    void program_thatAnswersTwice_isAClearFailure() {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", "answers twice"), FEW);
        assertThat(report.failure())
                .startsWith("it printed a line whose id is of no open request")
                .contains(FEW.get(0).id());
        assertThat(report.count(Status.PASSED)).isEqualTo(1);
    }

    @Test
    void program_thatAnswersInAnotherOrder_passes() {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", "answers backwards"), FEW);
        assertThat(report.isPassed()).as(ReportText.text(report)).isTrue();
    }

    @Test
    void program_thatFloodsStandardError_isHeardForAMiB() {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", "floods standard error"), FEW);
        assertThat(report.isPassed()).as(ReportText.text(report)).isTrue();
        assertThat(stderr.size()).isBetween(1 << 20, (1 << 20) + 100);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).endsWith(" left out)\n");
    }

    @Test
    void program_thatLeavesItsOutputToAnother_hasEndedAllTheSame() {
        ProcessEngine engine =
                new ProcessEngine(List.of("sh", "-c", "sleep 4 & exit 9"), Duration.ofSeconds(2), stderr);
        assertThat(run(engine, FEW).failure()).isEqualTo("it ended (exit code 9) with " + FEW.size() + " answers due");
    }

    @Test
    void program_thatDoesNotEnd_isAClearFailureAfterItsAnswers() {
        VectorCase only = FEW.get(0);
        String answer = CanonicalJson.text(only.expect().with("id", new JsonString(only.id())));
        List<String> command = List.of("sh", "-c", "echo \"$1\"; sleep 60", "sh", answer);
        VectorReport report = run(new ProcessEngine(command, Duration.ofSeconds(2), stderr), List.of(only));
        assertThat(report.failure()).startsWith("it answered everything, but did not end within 2000 ms");
        assertThat(report.count(Status.PASSED)).isEqualTo(1);
        assertThat(ReportText.junit(report)).contains("name=\"engine\" time=\"0\"><error type=\"engine\"");
    }

    /** What surefire's schema of reports demands; the schema itself is not ours to keep. */
    @ParameterizedTest
    @ValueSource(strings = {"answers backwards", "dies midway", "prints garbage"})
    void junit_hasTheShapeOfSurefiresReports(String how) throws Exception {
        VectorReport report = run(program(PATIENT, "engine.BrokenEngine", how), FEW);
        Element suite = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(ReportText.junit(report).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(attributes(suite, "tests", "failures", "errors", "skipped"))
                .containsExactly(
                        "" + cases.getLength(),
                        "" + suite.getElementsByTagName("failure").getLength(),
                        "" + suite.getElementsByTagName("error").getLength(),
                        "" + suite.getElementsByTagName("skipped").getLength());
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            assertThat(attributes(one, "name", "classname", "time")).doesNotContain("");
            if (one.getFirstChild() instanceof Element inner) {
                assertThat(attributes(inner, "type", "message")).doesNotContain("");
            }
        }
    }

    private static List<String> attributes(Element element, String... names) {
        return Stream.of(names).map(element::getAttribute).toList();
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
