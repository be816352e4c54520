package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.output.GateAnswer.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comment on a pull request. It begins with a hidden marker that is the same for every run about the same state, so
 * that a script finds its own comment and replaces it; two states of one pull request get two comments.
 */
final class MarkdownRenderer {

    /** Forges refuse longer comments (GitHub: 65,536 characters). */
    static final int MAX_BYTES = 64 * 1024;

    /** Names longer than this are cut in the middle. */
    private static final int MAX_NAME = 160;

    /** Tried in this order until the comment is short enough; the last always is. */
    private static final int[] ROWS = {50, 20, 5, 0};

    private final GateReport report;

    private MarkdownRenderer(GateReport report) {
        this.report = report;
    }

    static String render(GateReport report) {
        MarkdownRenderer renderer = new MarkdownRenderer(report);
        for (int rows : ROWS) {
            String text = renderer.comment(rows);
            if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
                return text;
            }
        }
        return renderer.shortest();
    }

    /** The marker of the comments about one state; a hash, because a name could end the HTML comment. */
    static String marker(GateQuestion question) {
        String place = String.join(
                "\n", "terraform", question.projectId(), question.environment(), question.resourceReference());
        return "<!-- spendweir:gate:terraform:"
                + Sha256Hex.ofUtf8(place.replaceAll("[\\ud800-\\udfff]", "?")).substring(0, 16) + " -->";
    }

    private String comment(int rows) {
        StringBuilder out = new StringBuilder();
        out.append(marker(report.question())).append('\n');
        out.append("### ")
                .append(icon())
                .append(" Spendweir: ")
                .append(report.headline().toLowerCase(Locale.ROOT));
        out.append(", ").append(text(report.amountInWords())).append("\n\n");
        intro(out);
        nextStep(out);
        waterfall(out);
        costs(out, rows);
        reasons(out);
        footer(out);
        return out.toString();
    }

    private String shortest() {
        StringBuilder out = new StringBuilder(marker(report.question())).append('\n');
        out.append("### ")
                .append(icon())
                .append(" Spendweir: ")
                .append(report.headline().toLowerCase(Locale.ROOT))
                .append("\n\n");
        out.append("The full answer is too long for a comment; the run's log has it.\n");
        return out.toString();
    }

    private String icon() {
        return switch (report.exitCode()) {
            case GO -> "✅";
            case DENIED -> "⛔";
            case APPROVAL_PENDING -> "✋";
            case FAILED, TOKEN_REFUSED, USAGE -> "⚠️";
        };
    }

    private void intro(StringBuilder out) {
        GateQuestion question = report.question();
        out.append("Project ")
                .append(code(question.projectId()))
                .append(" in ")
                .append(code(question.environment()))
                .append(", state ")
                .append(code(question.resourceReference()))
                .append(", stage ")
                .append(code(question.stage()))
                .append(".\n");
        if (report.answer().isFailsafe()) {
            out.append(
                    "\nThe server could not evaluate the change; this is its fail-safe answer. Asking again is safe.\n");
        }
        if (question.dryRun()) {
            out.append("\nDry run: nothing is held, nothing is recorded.\n");
        }
        report.reservationStatus()
                .filter(s -> report.exitCode() == ExitCode.FAILED)
                .ifPresent(status -> out.append("\nThe money that this answer held is ")
                        .append(text(status))
                        .append(" by now: it is no longer a go.\n"));
        report.notes().forEach(note -> out.append('\n').append(text(note)).append('\n'));
    }

    private void nextStep(StringBuilder out) {
        report.nextStep()
                .ifPresent(step -> out.append("\n**To get it allowed:** ")
                        .append(text(step))
                        .append(".\n"));
    }

    private void waterfall(StringBuilder out) {
        List<Stage> stages = report.answer().stages();
        if (stages.isEmpty()) {
            return;
        }
        out.append("\n| stage | limit | committed | headroom | consumed | remaining | status |\n");
        out.append("|---|--:|--:|--:|--:|--:|---|\n");
        for (Stage stage : stages) {
            out.append("| ").append(StageNames.of(stage.name()));
            for (Amount amount : amounts(stage)) {
                out.append(" | ").append(amount == null ? "" : report.money(amount));
            }
            out.append(" | ").append(text(StageNames.status(stage.status()))).append(" |\n");
        }
    }

    private static List<@Nullable Amount> amounts(Stage stage) {
        return Arrays.asList(stage.limit(), stage.committed(), stage.headroom(), stage.consumed(), stage.remaining());
    }

    private void costs(StringBuilder out, int rows) {
        report.costs().ifPresent(table -> {
            out.append("\n<details><summary>")
                    .append(table.changes())
                    .append(" resources change (")
                    .append(text(table.basesInWords()))
                    .append("), together ")
                    .append(report.signed(table.total()))
                    .append(" a month</summary>\n\n");
            if (!report.costsAgree()) {
                out.append("Priced with the price sheet of the command; the server decided on its own figure.\n\n");
            }
            List<CostTable.Line> shown = table.lines().stream().limit(rows).toList();
            if (!shown.isEmpty()) {
                out.append("| | resource | a month | basis |\n|---|---|--:|---|\n");
                shown.forEach(line -> out.append("| ")
                        .append(line.sign())
                        .append(" | ")
                        .append(code(line.address()))
                        .append(" | ")
                        .append(line.monthlyDelta() == null ? "unknown" : report.signed(line.monthlyDelta()))
                        .append(" | ")
                        .append(text(line.basis()))
                        .append(" |\n"));
            }
            if (table.lines().size() > shown.size()) {
                out.append("\n").append(table.lines().size() - shown.size()).append(" more are not shown.\n");
            }
            out.append("\n</details>\n");
        });
    }

    private void reasons(StringBuilder out) {
        GateAnswer answer = report.answer();
        out.append('\n');
        if (answer.reasons().isEmpty()) {
            answer.reasonCodes()
                    .forEach(reason -> out.append("- ").append(code(reason)).append('\n'));
        }
        answer.reasons()
                .forEach(reason -> out.append("- ")
                        .append(code(reason.code()))
                        .append(": ")
                        .append(text(reason.detail().isEmpty() ? reason.title() : reason.detail()))
                        .append('\n'));
        answer.warnings()
                .forEach(warning ->
                        out.append("- warning: ").append(code(warning)).append('\n'));
    }

    private void footer(StringBuilder out) {
        GateAnswer answer = report.answer();
        out.append("\n<sub>");
        answer.text("decision_id")
                .ifPresent(id -> out.append("decision ").append(text(id)).append(", "));
        answer.ledger()
                .ifPresent(entry -> out.append("ledger ").append(text(entry)).append(", "));
        out.append("run ").append(text(report.question().runId()));
        report.question().changeId().ifPresent(change -> out.append(", change ").append(text(change)));
        out.append("</sub>\n");
    }

    /** Text outside code: nothing in it is markup, a link or a mention. */
    private static String text(String raw) {
        return SafeText.line(raw)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([\\\\`*_\\[\\]|~!])", "\\\\$1")
                .replace("@", "@&#8203;")
                .replaceAll("#(?=[0-9])", "#&#8203;")
                .replace("://", ":&#8203;//");
    }

    /** A name as code; inside it only the backtick and the column mark mean something. */
    private static String code(String raw) {
        String name = SafeText.line(raw, MAX_NAME, "…").replace('`', '\'').replace("|", "\\|");
        return "`" + (name.isBlank() ? " " : name) + "`";
    }
}
