package dev.spendweir.cli.output;

import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * GitHub Actions: workflow commands that become annotations, then the text for the log between a stop and a resume of
 * command processing, so that nothing in a plan's names can be a command. The Markdown goes to the job summary.
 */
final class GithubRenderer {

    /** GitHub shows this many annotations of a kind for one step and drops the rest (spec 5.1). */
    static final int MAX_ANNOTATIONS = 10;

    /** An annotation's message is cut by GitHub at 64 KB; a reader stops long before. */
    private static final int MAX_MESSAGE = 1000;

    private GithubRenderer() {}

    /**
     * The output.
     *
     * @param stopToken ends the part without commands; nobody who wrote the plan may know it
     */
    static String render(GateReport report, Terminal terminal, String stopToken) {
        StringBuilder out = new StringBuilder();
        annotations(report).stream()
                .limit(MAX_ANNOTATIONS)
                .forEach(line -> out.append(line).append('\n'));
        out.append("::stop-commands::").append(stopToken).append('\n');
        out.append(TextRenderer.render(report, terminal));
        out.append("::").append(stopToken).append("::\n");
        return out.toString();
    }

    private static List<String> annotations(GateReport report) {
        List<String> lines = new ArrayList<>();
        String level = level(report.exitCode());
        String summary = report.amountInWords() + " for project "
                + report.question().projectId() + " in "
                + report.question().environment()
                + report.nextStep().map(step -> ". To get it allowed: " + step).orElse("");
        lines.add(command(level, "Spendweir: " + report.headline(), summary));
        for (GateAnswer.Reason reason : report.answer().reasons()) {
            String detail = reason.detail().isEmpty() ? reason.title() : reason.detail();
            lines.add(command(level, reason.code(), detail));
        }
        for (String warning : report.answer().warnings()) {
            lines.add(command("warning", warning, "This did not decide, but should be known."));
        }
        report.notes().forEach(note -> lines.add(command("warning", "About the plan", note)));
        report.costs()
                .ifPresent(costs -> costs.lines().stream()
                        .filter(line -> line.monthlyDelta() == null)
                        .forEach(line -> lines.add(command("warning", "Price unknown", line.address()))));
        return lines;
    }

    private static String level(ExitCode exit) {
        return switch (exit) {
            case GO -> "notice";
            case APPROVAL_PENDING -> "warning";
            case DENIED, FAILED, TOKEN_REFUSED, USAGE -> "error";
        };
    }

    private static String command(String level, String title, String message) {
        return "::" + level + " title=" + property(title) + "::" + data(SafeText.line(message, MAX_MESSAGE, "…"));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(SafeText.line(text)).replace(":", "%3A").replace(",", "%2C");
    }
}
