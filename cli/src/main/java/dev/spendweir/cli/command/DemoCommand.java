package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.demo.DemoRunner;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows all of it. */
@Command(
        name = "demo",
        description = {
            "Show all of it on this machine, with sample data.",
            "",
            "It starts a server with its own PostgreSQL, loads a policy whose budgets are caps on real spend and 60 days "
                    + "of cost, gates a plan that terraform made, gates a plan of AWS resources that is allowed, asks the "
                    + "same again, gates a plan that is too large, and verifies the ledger. Every step is checked. The "
                    + "server is left running, with its address and a call to try.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every step went as it should", "1:one did not; it says which", "64:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  spendweir demo", "  spendweir demo --exit       the same as a smoke test"})
final class DemoCommand implements Runnable {

    private static final int HIGHEST_PORT = 65_535;

    private final CliContext context;

    @Option(names = "--exit", description = "Stop the server at the end and exit.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where to listen. Default: any free port.")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".spendweir/demo",
            description = "Where everything is kept. A demo empties it at each start. Default: ${DEFAULT-VALUE}.")
    private @Nullable String directory;

    DemoCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CliException.usage("--port is not between 0 and " + HIGHEST_PORT, "leave it out for any free port");
        }
        Path where = context.resolve(String.valueOf(directory));
        DemoRunner demo = DemoRunner.run(context, where, port, true);
        context.out().println();
        context.out().println("Everything went as it should, in " + demo.total() + ".");
        if (exit) {
            demo.close();
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
        invite(demo, where);
        Waiting.untilTheProcessEnds();
    }

    private void invite(DemoRunner demo, Path where) {
        context.out().println();
        context.out()
                .println(
                        "The server goes on running at " + demo.url() + " (log: " + where.resolve("server.log") + ").");
        context.out().println("Try it; the key is the owner's of this demo:");
        context.out().println();
        context.out().println("  export SPENDWEIR_SERVER=" + demo.url());
        context.out().println("  export SPENDWEIR_API_KEY=" + demo.key());
        context.out().println("  curl -H \"Authorization: Bearer $SPENDWEIR_API_KEY\" $SPENDWEIR_SERVER/v1/budgets");
        context.out().println("  ./spendweir gate terraform --monthly-delta 42 --project search --env prod --dry-run");
        context.out().println();
        context.out().println("Ctrl-C stops it.");
        context.out().flush();
    }
}
