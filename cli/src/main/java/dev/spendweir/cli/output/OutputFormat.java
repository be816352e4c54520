package dev.spendweir.cli.output;

import dev.spendweir.cli.Terminal;
import java.util.Locale;
import java.util.UUID;

/** The forms in which a decision can be printed (spec 5.1, {@code --output}). */
public enum OutputFormat {
    /** For people. */
    TEXT {
        @Override
        public String render(GateReport report, Terminal terminal) {
            return TextRenderer.render(report, terminal);
        }
    },
    /** The gate response as it came. */
    JSON {
        @Override
        public String render(GateReport report, Terminal terminal) {
            return report.json() + "\n";
        }
    },
    /** A pull request comment. */
    MARKDOWN {
        @Override
        public String render(GateReport report, Terminal terminal) {
            return MarkdownRenderer.render(report);
        }
    },
    /** GitHub Actions annotations and log. */
    GITHUB {
        @Override
        public String render(GateReport report, Terminal terminal) {
            return GithubRenderer.render(report, terminal, UUID.randomUUID().toString());
        }
    },
    /** A test report. */
    JUNIT {
        @Override
        public String render(GateReport report, Terminal terminal) {
            return JunitRenderer.render(report);
        }
    };

    /**
     * The decision in this form, ending with a line end.
     *
     * @param terminal what the place it is printed to can show; other forms than text ignore it
     */
    public abstract String render(GateReport report, Terminal terminal);

    /** The word as it is written on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
