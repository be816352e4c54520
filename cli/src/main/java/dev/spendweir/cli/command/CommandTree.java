package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.output.SafeText;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Puts the commands together and turns whatever goes wrong in them into a line of text and an exit code. */
public final class CommandTree {

    private CommandTree() {}

    /** Runs one command line to its end and says how it ended. */
    public static int run(CliContext context, String... arguments) {
        SpendweirCommand root = new SpendweirCommand();
        CommandLine line = build(root, context);
        return line.execute(arguments);
    }

    static CommandLine build(SpendweirCommand root, CliContext context) {
        CommandLine line = new CommandLine(root)
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new ServeCommand(context))
                .addSubcommand(group(new GateGroup(), new TerraformCommand(context)))
                .addSubcommand(new ApproveConsumeCommand(context))
                .addSubcommand(group(new TerraformGroup(), new TerraformApplyCommand(context)))
                .addSubcommand(group(
                        new ApprovalsGroup(),
                        new ApprovalsCommand.ListApprovals(context),
                        new ApprovalsCommand.Approve(context),
                        new ApprovalsCommand.Deny(context),
                        new ApprovalsCommand.Cancel(context)))
                .addSubcommand(group(new PolicyGroup(), new ValidateCommand(context)))
                .addSubcommand(ledger(context))
                .addSubcommand(group(
                        new ActorsGroup(),
                        new ActorsListCommand(context),
                        new ActorsGetCommand(context),
                        new ActorsPutCommand(context),
                        new ActorsChangeCommand(context),
                        new ActorsDeleteCommand(context)))
                .addSubcommand(
                        group(new ConfigGroup(), new ConfigExportCommand(context), new ConfigImportCommand(context)))
                .addSubcommand(group(
                        new KeysGroup(),
                        new KeysCreateCommand(context),
                        new KeysListCommand(context),
                        new KeysRevokeCommand(context)))
                .addSubcommand(group(
                        new RunTasksGroup(),
                        new RunTasksCreateCommand(context),
                        new RunTasksListCommand(context),
                        new RunTasksUpdateCommand(context),
                        new RunTasksDeleteCommand(context)))
                .addSubcommand(token(context))
                .addSubcommand(
                        group(new VectorsGroup(), new VectorsRunCommand(context), new VectorsServeCommand(context)))
                .addSubcommand(new VersionCommand(context));
        Ansi ansi = context.terminal().colour() ? Ansi.ON : Ansi.OFF;
        line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(context.terminal().width())
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> usageError(e, context))
                .setExecutionExceptionHandler((e, command, result) -> failure(e, root, context));
        addHelpOptions(line);
        return line;
    }

    private static CommandLine ledger(CliContext context) {
        return group(
                new LedgerGroup(),
                new VerifyCommand(context),
                new CheckpointCommand(context),
                new LedgerKeysCommand(context),
                group(
                        new QuarantineGroup(),
                        new QuarantineListCommand(context),
                        new QuarantineResetCommand(context),
                        new QuarantineApproveCommand(context)));
    }

    private static CommandLine token(CliContext context) {
        return group(
                new TokenGroup(),
                new TokenMintCommand(context),
                new TokenVerifyCommand(context),
                group(
                        new TokenKeysGroup(),
                        new TokenKeysCommand.ListKeys(context),
                        new TokenKeysCommand.Rotate(context),
                        new TokenKeysCommand.Activate(context),
                        new TokenKeysCommand.Retire(context)));
    }

    private static CommandLine group(Group group, Object... commands) {
        CommandLine line = new CommandLine(group);
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return line;
    }

    private static void addHelpOptions(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(false);
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getSubcommands().values().forEach(CommandTree::addHelpOptions);
    }

    private static int usageError(ParameterException e, CliContext context) {
        context.err().println("spendweir: " + e.getMessage());
        CommandLine command = e.getCommandLine();
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        context.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static int failure(Exception e, SpendweirCommand root, CliContext context) {
        if (root.isDebug()) {
            e.printStackTrace(context.err());
        }
        if (e instanceof CliException expected) {
            return expected(expected, context);
        }
        if (e instanceof RejectedException rejected) {
            return rejected(rejected, context);
        }
        context.err()
                .println("spendweir: unexpected error: " + oneLine(e) + " (request id " + context.requestId() + ")");
        context.err().println("Run it again with --debug for the stack trace, and report it with that.");
        return ExitCode.FAILED.code();
    }

    private static int expected(CliException e, CliContext context) {
        printLines(context, "spendweir: " + e.getMessage());
        @Nullable String hint = e.hint();
        if (hint != null) {
            printLines(context, "  " + hint);
        }
        return e.exitCode().code();
    }

    private static int rejected(RejectedException e, CliContext context) {
        for (Finding finding : e.findings()) {
            String where = finding.pointer().isEmpty() ? "" : finding.pointer() + ": ";
            printLines(context, "spendweir: " + finding.code().wireName() + ": " + where + finding.detail());
        }
        return ExitCode.FAILED.code();
    }

    /** What went wrong may quote a plan or a server: neither moves a cursor or gives a CI system a command. */
    private static void printLines(CliContext context, String text) {
        text.lines().map(SafeText::line).forEach(context.err()::println);
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage() == null ? "" : ": " + e.getMessage().replaceAll("\\s+", " ");
        return e.getClass().getSimpleName() + message;
    }

    /** Asks a server or a state directory. */
    @Command(name = "gate", description = "Ask whether a change may go on.", synopsisSubcommandLabel = "terraform")
    private static final class GateGroup extends Group {}

    /** Applies. */
    @Command(name = "terraform", description = "Run terraform on what was approved.", synopsisSubcommandLabel = "apply")
    private static final class TerraformGroup extends Group {}

    /** Approvals. */
    @Command(
            name = "approvals",
            description = "See and decide what waits for people.",
            synopsisSubcommandLabel = "(list | approve | deny | cancel)")
    private static final class ApprovalsGroup extends Group {}

    /** Token keys. */
    @Command(
            name = "keys",
            description = "The ring of keys that sign approval tokens (operators only).",
            synopsisSubcommandLabel = "(list | rotate | activate | retire)")
    private static final class TokenKeysGroup extends Group {}

    /** Policies. */
    @Command(name = "policy", description = "Check policies.", synopsisSubcommandLabel = "validate")
    private static final class PolicyGroup extends Group {}

    /** Ledgers. */
    @Command(
            name = "ledger",
            description = "Check ledgers.",
            synopsisSubcommandLabel = "(verify | checkpoint | keys | quarantine)")
    private static final class LedgerGroup extends Group {}

    /** People and services. */
    @Command(
            name = "actors",
            description = "See and change who may do what at a server.",
            synopsisSubcommandLabel = "(list | get | put | change | delete)")
    private static final class ActorsGroup extends Group {}

    /** Quarantines. */
    @Command(
            name = "quarantine",
            description = "Show and close quarantines of damaged ledgers.",
            synopsisSubcommandLabel = "(list | reset | approve)")
    private static final class QuarantineGroup extends Group {}

    /** Configuration bundles. */
    @Command(
            name = "config",
            description = "Take the configuration of a tenant out of a server and into one.",
            synopsisSubcommandLabel = "(export | import)")
    private static final class ConfigGroup extends Group {}

    /** API keys. */
    @Command(
            name = "keys",
            description = "Make, list and revoke the API keys of a server (owners only).",
            synopsisSubcommandLabel = "(create | list | revoke)")
    private static final class KeysGroup extends Group {}

    /** Run tasks. */
    @Command(
            name = "run-tasks",
            description = "Make, list, change and remove the run tasks of HCP Terraform (owners only).",
            synopsisSubcommandLabel = "(create | list | update | delete)")
    private static final class RunTasksGroup extends Group {}

    /** Approval tokens. */
    @Command(
            name = "token",
            description = "Mint and check approval tokens; the keys that sign them.",
            synopsisSubcommandLabel = "(mint | verify | keys)")
    private static final class TokenGroup extends Group {}

    /** Conformance vectors. */
    @Command(
            name = "vectors",
            description = "Check an engine, in any language, against the conformance vectors.",
            synopsisSubcommandLabel = "(run | serve)")
    private static final class VectorsGroup extends Group {}
}
