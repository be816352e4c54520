package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.vectors.BuiltInEngine;
import dev.spendweir.vectors.CommandWords;
import dev.spendweir.vectors.ProcessEngine;
import dev.spendweir.vectors.ReportText;
import dev.spendweir.vectors.VectorCase;
import dev.spendweir.vectors.VectorEngine;
import dev.spendweir.vectors.VectorProfile;
import dev.spendweir.vectors.VectorReport;
import dev.spendweir.vectors.VectorRunner;
import dev.spendweir.vectors.VectorSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the conformance vectors. */
@Command(
        name = "run",
        description = {
            "Run the bundled conformance vectors against the built-in engine, or with --engine against any program that "
                    + "speaks the protocol of 'vectors serve'.",
            "The program is started once; its standard error is passed on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every vector that was run passed",
            "1:a vector failed, or the engine broke the protocol, ended or fell silent",
            "64:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir vectors run --profile p0",
            "  spendweir vectors run --engine './target/release/engine --stdio'",
            "  spendweir vectors run --engine ./engine --capabilities decision"
        })
final class VectorsRunCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(names = "--profile", defaultValue = "full", description = "p0 (quick) or full. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private VectorProfile profile;

    @Option(
            names = "--engine",
            paramLabel = "COMMAND",
            description =
                    "The program to ask, with its arguments. Words are split at spaces; quotes keep them together.")
    private @Nullable String engine;

    @Option(names = "--output", defaultValue = "text", description = "text, json or junit. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Format output;

    @Option(names = "--family", paramLabel = "FAMILY", description = "Only this family. May be repeated.")
    private final List<String> families = new ArrayList<>();

    @Option(names = "--id", paramLabel = "ID", description = "Only this vector. May be repeated.")
    private final List<String> ids = new ArrayList<>();

    @Option(
            names = "--capabilities",
            paramLabel = "NAME",
            split = ",",
            description = "What the engine can do, such as decision,ledger. Vectors that require anything else are not "
                    + "run, and counted. Default: everything.")
    private final List<String> capabilities = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "The longest silence of the engine. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Duration timeout;

    VectorsRunCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        VectorEngine asked = engine == null ? new BuiltInEngine() : program(engine);
        VectorSet set = VectorSet.load();
        Set<String> able = Set.copyOf(capabilities.isEmpty() ? set.capabilities() : capabilities);
        checkKnown("capability", able, set.capabilities());
        checkKnown("family", families, set.families());
        checkKnown("id", ids, set.vectors().stream().map(VectorCase::id).toList());
        VectorReport report = new VectorRunner(set).run(asked, selected(set, able), able);
        switch (output) {
            case TEXT -> context.out().print(ReportText.text(report));
            case JSON -> context.out().println(Listing.json(ReportText.json(report)));
            case JUNIT -> context.out().print(ReportText.junit(report));
        }
        context.out().flush();
        return (report.isPassed() ? ExitCode.GO : ExitCode.FAILED).code();
    }

    private VectorEngine program(String command) {
        try {
            return new ProcessEngine(CommandWords.split(command), timeout, context.err());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--engine: " + e.getMessage(), "write a program and its arguments");
        }
    }

    /** What is left out must not look as if it had passed: a run of nothing is a mistake. */
    private List<VectorCase> selected(VectorSet set, Set<String> able) {
        List<VectorCase> vectors = set.vectors().stream()
                .filter(vector -> profile.includes(vector.profile()))
                .filter(vector -> families.isEmpty() || families.contains(vector.family()))
                .filter(vector -> ids.isEmpty() || ids.contains(vector.id()))
                .toList();
        if (vectors.stream().noneMatch(vector -> able.containsAll(vector.requires()))) {
            throw CliException.usage("no vector is left to run", "widen --profile, --family, --id or --capabilities");
        }
        return vectors;
    }

    private static void checkKnown(String what, Collection<String> given, List<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                String hint = known.size() <= 30 ? "known: " + String.join(", ", known) : "see the vector files";
                throw CliException.usage("no vector has the " + what + " '" + name + "'", hint);
            }
        }
    }

    /** How the report is written; the names are those of the option, whatever the case. */
    enum Format {
        TEXT,
        JSON,
        JUNIT
    }
}
