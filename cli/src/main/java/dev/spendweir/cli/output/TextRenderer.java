package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decision for a person at a terminal or a reader of a log. */
final class TextRenderer {

    /** Longer lists are not read; the sum of the rest is. */
    private static final int MAX_COST_LINES = 12;

    private static final String INDENT = "  ";

    private final GateReport report;
    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private TextRenderer(GateReport report, Terminal terminal) {
        this.report = report;
        this.style = new Style(terminal);
    }

    static String render(GateReport report, Terminal terminal) {
        return new TextRenderer(report, terminal).render();
    }

    private String render() {
        headline();
        if (!report.answer().stages().isEmpty()) {
            lines.add("");
            lines.addAll(new WaterfallText(report, style).lines());
            draws();
        }
        report.costs().ifPresent(this::costs);
        reasons();
        nextStep();
        facts();
        return String.join("\n", lines) + "\n";
    }

    private void headline() {
        GateQuestion question = report.question();
        String rest = " " + report.amountInWords() + " for project " + SafeText.line(question.projectId()) + " in "
                + SafeText.line(question.environment());
        lines.add(style.outcome(report.answer().outcome(), report.headline() + ":") + rest);
        if (report.answer().isFailsafe()) {
            paragraph("The server could not evaluate the change; its fail-safe answer is "
                    + report.answer().outcome().wireName() + ". Asking again is safe.");
        }
        if (question.dryRun()) {
            paragraph("Dry run: nothing is held, nothing is recorded.");
        }
        if (report.replayed()) {
            paragraph("Answered before: this is the same answer again, byte for byte.");
        }
        report.reservationStatus()
                .filter(status -> report.exitCode() == ExitCode.FAILED)
                .ifPresent(status -> paragraph("The money that this answer held is " + SafeText.line(status)
                        + " by now, so it is no longer a go. Ask again with a new run."));
        report.notes().forEach(this::paragraph);
    }

    /** Where nothing is held nothing is drawn: what the waterfall would have drawn is in the table. */
    private void draws() {
        if (report.answer().text("reservation_id").isPresent()) {
            for (GateAnswer.Draw draw : report.answer().draws()) {
                paragraph(report.money(draw.amount()) + " come from " + draw.pool() + " credit " + draw.grantId());
            }
        }
    }

    private void costs(CostTable table) {
        lines.add("");
        lines.add(style.heading("Plan") + INDENT + changes(table.changes()) + " ("
                + (table.changes() == 0 ? "nothing to price" : table.basesInWords()) + "), together "
                + report.signed(table.total()) + " a month");
        if (!report.costsAgree()) {
            paragraph("Priced here with the price sheet of this command; the server decided on its own figure.");
        }
        int basisWidth = table.lines().stream()
                .mapToInt(line -> line.basis().length())
                .max()
                .orElse(0);
        table.lines().stream().limit(MAX_COST_LINES).forEach(line -> lines.add(costLine(line, basisWidth)));
        rest(table).ifPresent(lines::add);
    }

    private String costLine(CostTable.Line line, int basisWidth) {
        String amount = line.monthlyDelta() == null ? "?" : report.signed(line.monthlyDelta());
        String right = Style.padLeft(amount, 14) + INDENT + Style.padRight(SafeText.line(line.basis()), basisWidth);
        String sign = line.sign().equals("±") && !style.terminal().unicode() ? "-/+" : line.sign();
        int room = style.terminal().width() - Style.length(right) - INDENT.length() - sign.length() - 2;
        String address = SafeText.line(line.address(), room, style.ellipsis());
        return INDENT + sign + " " + Style.padRight(address, room) + " " + right.stripTrailing();
    }

    private Optional<String> rest(CostTable table) {
        int more = table.lines().size() - MAX_COST_LINES;
        if (more <= 0) {
            return Optional.empty();
        }
        Amount sum = table.lines().stream()
                .skip(MAX_COST_LINES)
                .map(line -> line.monthlyDelta() == null ? Amount.ZERO : line.monthlyDelta())
                .reduce(Amount.ZERO, Amount::plus);
        return Optional.of(INDENT + "and " + more + " more, together " + report.signed(sum));
    }

    private void reasons() {
        GateAnswer answer = report.answer();
        lines.add("");
        lines.add(style.heading("Why"));
        if (answer.reasons().isEmpty()) {
            paragraph(String.join(", ", answer.reasonCodes()));
        }
        for (GateAnswer.Reason reason : answer.reasons()) {
            bullet(reason.code() + ": " + (reason.detail().isEmpty() ? reason.title() : reason.detail()));
            if (!reason.remedy().isEmpty() && report.exitCode() != ExitCode.GO) {
                nested(reason.remedy());
            }
        }
        for (String warning : answer.warnings()) {
            bullet("warning: " + warning);
        }
    }

    private void nextStep() {
        report.nextStep().ifPresent(step -> {
            lines.add("");
            lines.add(style.heading("To get it allowed"));
            paragraph(step);
        });
        if (report.exitCode() != ExitCode.GO) {
            report.answer()
                    .maxAllowedDelta()
                    .ifPresent(max -> paragraph("As things are, up to "
                            + Money.atMost(max, report.question().currency()) + " a month would pass."));
        }
    }

    private void facts() {
        GateAnswer answer = report.answer();
        GateQuestion question = report.question();
        lines.add("");
        fact(
                "mode",
                answer.text("mode").orElse("?") + " ("
                        + answer.text("mode_scope").orElse("?") + ")");
        answer.text("decision_id").ifPresent(id -> fact("decision", id));
        answer.ledger().ifPresent(entry -> fact("ledger", entry));
        answer.text("reservation_id").ifPresent(id -> fact("reservation", id));
        answer.text("approval_id").ifPresent(id -> fact("approval", id));
        answer.text("policy_sha256").ifPresent(hash -> fact("policy", hash));
        answer.text("fingerprint").ifPresent(hash -> fact("fingerprint", hash));
        fact("state", question.resourceReference());
        fact(
                "run",
                question.runId() + ", stage " + question.stage()
                        + question.changeId()
                                .map(change -> ", change " + change)
                                .orElse(", no change id"));
    }

    private void fact(String name, String value) {
        String shown = SafeText.line(value, style.terminal().width() - 14, style.ellipsis());
        lines.add(INDENT + style.faint(Style.padRight(name, 12)) + shown);
    }

    private static String changes(int count) {
        return count == 1 ? "1 resource changes" : count + " resources change";
    }

    private void paragraph(String text) {
        wrapped(text, INDENT, INDENT);
    }

    private void bullet(String text) {
        wrapped(text, INDENT + "- ", INDENT + INDENT);
    }

    private void nested(String text) {
        wrapped(text, INDENT + INDENT, INDENT + INDENT);
    }

    private void wrapped(String text, String first, String following) {
        String prefix = first;
        for (String line : Style.wrap(SafeText.line(text), style.terminal().width() - following.length())) {
            lines.add(prefix + line);
            prefix = following;
        }
    }
}
