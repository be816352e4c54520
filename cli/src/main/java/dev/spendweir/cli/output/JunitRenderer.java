package dev.spendweir.cli.output;

import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.Terminal;
import dev.spendweir.cli.output.GateAnswer.Stage;
import java.util.List;

/** JUnit XML: one case for the outcome, one for each stage of the waterfall. XML 1.0, UTF-8. */
final class JunitRenderer {

    private final GateReport report;
    private final StringBuilder out = new StringBuilder();

    private JunitRenderer(GateReport report) {
        this.report = report;
    }

    static String render(GateReport report) {
        return new JunitRenderer(report).render();
    }

    private String render() {
        List<Stage> stages = report.answer().stages();
        long failures = failed() ? 1 + stages.stream().filter(this::stops).count() : 0;
        long errors = report.exitCode() == ExitCode.FAILED ? 1 : 0;
        long skipped = stages.stream().filter(JunitRenderer::isIdle).count();
        String counts = " tests=\"" + (1 + stages.size()) + "\" failures=\"" + failures + "\" errors=\"" + errors
                + "\" skipped=\"" + skipped + "\"";
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<testsuites name=\"spendweir\"").append(counts).append(">\n");
        out.append("  <testsuite name=\"")
                .append(escape(suiteName()))
                .append('"')
                .append(counts)
                .append(">\n");
        outcomeCase();
        stages.forEach(this::stageCase);
        out.append("    <system-out>")
                .append(escape(TextRenderer.render(report, Terminal.plain())))
                .append("</system-out>\n");
        out.append("  </testsuite>\n</testsuites>\n");
        return out.toString();
    }

    private boolean failed() {
        return switch (report.exitCode()) {
            case DENIED, APPROVAL_PENDING -> true;
            case GO, FAILED, TOKEN_REFUSED, USAGE -> false;
        };
    }

    private boolean stops(Stage stage) {
        return report.answer().limitingStage().filter(stage.name()::equals).isPresent();
    }

    private static boolean isIdle(Stage stage) {
        return stage.status().equals("not_configured") || stage.status().equals("not_needed");
    }

    private String suiteName() {
        GateQuestion question = report.question();
        return "spendweir." + question.projectId() + "." + question.environment();
    }

    private void outcomeCase() {
        String message = report.headline() + ": " + report.amountInWords();
        open("gate " + report.question().resourceReference());
        switch (report.exitCode()) {
            case GO -> out.append("/>\n");
            case FAILED, USAGE -> close("error", report.answer().isFailsafe() ? "failsafe" : "hold_gone", message);
            case TOKEN_REFUSED -> close("error", "approval_refused", message);
            case DENIED, APPROVAL_PENDING ->
                close("failure", report.answer().outcome().wireName(), message);
        }
    }

    private void stageCase(Stage stage) {
        open("waterfall " + StageNames.of(stage.name()));
        if (failed() && stops(stage)) {
            close("failure", stage.status(), "this stage stops the change: " + StageNames.status(stage.status()));
        } else if (isIdle(stage)) {
            out.append("><skipped message=\"")
                    .append(escape(StageNames.status(stage.status())))
                    .append("\"/></testcase>\n");
        } else {
            out.append("/>\n");
        }
    }

    private void open(String name) {
        out.append("    <testcase classname=\"")
                .append(escape(suiteName()))
                .append("\" name=\"")
                .append(escape(name))
                .append('"');
    }

    private void close(String element, String type, String message) {
        String body = report.nextStep()
                .map(step -> "To get it allowed: " + step)
                .orElse(String.join(", ", report.answer().reasonCodes()));
        out.append("><")
                .append(element)
                .append(" type=\"")
                .append(escape(type))
                .append("\" message=\"")
                .append(escape(message))
                .append("\">")
                .append(escape(body))
                .append("</")
                .append(element)
                .append("></testcase>\n");
    }

    /** XML has no way to write most control characters, so they are replaced, line ends excepted. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append('\n');
                default -> escaped.appendCodePoint(isXmlCharacter(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isXmlCharacter(int c) {
        return (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
