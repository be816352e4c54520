package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.Terminal;
import dev.spendweir.cli.gate.SettledReport;
import dev.spendweir.cli.output.GateReport;
import dev.spendweir.cli.output.OutputFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how and where a decision is printed. */
final class OutputOptions {

    /** Where GitHub Actions takes a job summary from. */
    private static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text; json: the gate response as it came; markdown: a pull request comment; github: annotations, "
                            + "log and job summary; junit: a test report. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    OutputFormat format;

    @Option(
            names = "--output-file",
            paramLabel = "FILE",
            description = "Write that into this file, and the text to standard output.")
    @Nullable
    String file;

    void print(CliContext context, GateReport report) {
        if (file == null) {
            context.out().print(format.render(report, context.terminal()));
            if (format == OutputFormat.JSON) {
                // The response has no place for them, and a log that is read later should still have them.
                report.printableNotes().forEach(note -> context.err().println("spendweir: " + note));
            }
        } else {
            // First what is seen in any case: the decision stands even when the file cannot be written.
            context.out().print(OutputFormat.TEXT.render(report, context.terminal()));
            write(context.resolve(file), format.render(report, Terminal.plain()));
        }
        context.out().flush();
        if (format == OutputFormat.GITHUB && !context.env(STEP_SUMMARY).isEmpty()) {
            append(context.resolve(context.env(STEP_SUMMARY)), OutputFormat.MARKDOWN.render(report, Terminal.plain()));
        }
    }

    void print(CliContext context, SettledReport report) {
        String text = switch (format) {
            case TEXT -> report.text();
            case JSON -> report.json() + "\n";
            case MARKDOWN, GITHUB, JUNIT ->
                throw CliException.usage(
                        "post_apply prints text or json", "there is no decision to show in another form");
        };
        if (file == null) {
            context.out().print(text);
        } else {
            context.out().print(report.text());
            write(context.resolve(file), text);
        }
        context.out().flush();
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw cannotWrite(path);
        }
    }

    private static void append(Path path, String text) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw cannotWrite(path);
        }
    }

    private static CliException cannotWrite(Path path) {
        return new CliException("the answer cannot be written to " + path, "the decision itself stands, as printed");
    }
}
