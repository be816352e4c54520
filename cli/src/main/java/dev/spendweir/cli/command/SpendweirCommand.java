package dev.spendweir.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand, and the options that every command takes. */
@Command(
        name = "spendweir",
        description = {
            "Decides, before anything is provisioned, whether its cost is allowed,",
            "and can prove every answer later."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  # see all of it on this machine, with sample data",
            "  spendweir demo",
            "",
            "  # run the server with its own PostgreSQL",
            "  spendweir serve --port 8080",
            "",
            "  # ask a server whether this plan may be applied",
            "  spendweir gate terraform --plan plan.json --project payments --env prod",
            "",
            "  # check a policy before it is used",
            "  spendweir policy validate policy.yaml",
            "",
            "Exit codes: 0 go on, 2 denied, 3 people have to decide, 4 an approval cannot",
            "be used, 1 anything else, 64 the command line is wrong. 'ledger verify' has",
            "more: see its --help.",
            "",
            "Each command explains itself: spendweir gate terraform --help"
        })
public final class SpendweirCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show the stack trace of an unexpected error.")
    private boolean debug;

    /** Whether stack traces are wanted. */
    public boolean isDebug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
