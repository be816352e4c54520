package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.output.GateAnswer.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Draws the five stages: a table of their amounts, and under each its status with a bar. */
final class WaterfallText {

    private static final int NAME_WIDTH = 20;
    private static final int STATUS_WIDTH = 16;
    private static final int INDENT = 2;

    /** Longer bars say no more. */
    private static final int MAX_BAR = 44;

    /** A column of the table; the ones that can be worked out from the others go first when the place is narrow. */
    private enum Column {
        LIMIT("limit", Stage::limit),
        COMMITTED("committed", Stage::committed),
        HEADROOM("headroom", Stage::headroom),
        USES("consumed", Stage::consumed),
        REMAINING("remaining", Stage::remaining);

        private final String title;
        private final Function<Stage, @Nullable Amount> amount;

        Column(String title, Function<Stage, @Nullable Amount> amount) {
            this.title = title;
            this.amount = amount;
        }
    }

    private static final List<List<Column>> CHOICES = List.of(
            List.of(Column.values()),
            List.of(Column.LIMIT, Column.COMMITTED, Column.USES, Column.REMAINING),
            List.of(Column.LIMIT, Column.USES, Column.REMAINING),
            List.of(Column.USES, Column.REMAINING));

    private final GateReport report;
    private final Style style;

    WaterfallText(GateReport report, Style style) {
        this.report = report;
        this.style = style;
    }

    List<String> lines() {
        List<Stage> stages = report.answer().stages();
        List<Column> columns = columns(stages);
        List<Integer> widths =
                columns.stream().map(column -> width(column, stages)).toList();
        Bar.Alphabet alphabet = style.terminal().unicode() ? Bar.Alphabet.UNICODE : Bar.Alphabet.ASCII;
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(header(columns, widths)));
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            lines.add(row(i + 1, stage, columns, widths));
            lines.add(barLine(stage, alphabet));
        }
        lines.add(style.faint(" ".repeat(INDENT) + alphabet.legend()));
        return lines;
    }

    private List<Column> columns(List<Stage> stages) {
        for (List<Column> choice : CHOICES) {
            int total = choice.stream()
                    .mapToInt(column -> width(column, stages) + 1)
                    .sum();
            if (NAME_WIDTH + total <= style.terminal().width()) {
                return choice;
            }
        }
        return CHOICES.get(CHOICES.size() - 1);
    }

    private int width(Column column, List<Stage> stages) {
        return stages.stream()
                .mapToInt(stage -> Style.length(cell(column, stage)))
                .reduce(column.title.length(), Math::max);
    }

    private String cell(Column column, Stage stage) {
        Amount amount = column.amount.apply(stage);
        return amount == null ? "-" : report.money(amount);
    }

    private static String header(List<Column> columns, List<Integer> widths) {
        StringBuilder line = new StringBuilder(Style.padRight("Waterfall", NAME_WIDTH));
        for (int i = 0; i < columns.size(); i++) {
            line.append(' ').append(Style.padLeft(columns.get(i).title, widths.get(i)));
        }
        return line.toString();
    }

    private String row(int number, Stage stage, List<Column> columns, List<Integer> widths) {
        StringBuilder line = new StringBuilder(Style.padRight(number + " " + StageNames.of(stage.name()), NAME_WIDTH));
        for (int i = 0; i < columns.size(); i++) {
            line.append(' ').append(Style.padLeft(cell(columns.get(i), stage), widths.get(i)));
        }
        return line.toString();
    }

    private String barLine(Stage stage, Bar.Alphabet alphabet) {
        boolean stops =
                report.answer().limitingStage().filter(stage.name()::equals).isPresent();
        String status = StageNames.status(stage.status());
        Amount asked = report.answer().amount().orElse(Amount.ZERO);
        int barWidth = Math.min(MAX_BAR, style.terminal().width() - INDENT - STATUS_WIDTH - 2);
        String bar = Bar.draw(stage, asked, alphabet, barWidth)
                .map(cells -> "[" + cells + "]")
                .orElse("");
        String shown = Style.padRight(status, STATUS_WIDTH);
        String coloured = stops ? style.outcome(report.answer().outcome(), shown) : shown;
        return (" ".repeat(INDENT) + coloured + bar).stripTrailing();
    }
}
