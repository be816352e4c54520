package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliVersion;
import picocli.CommandLine.Command;

/** Says which version this is and what it runs on. */
@Command(name = "version", description = "Say which version this is, and what it runs on.")
final class VersionCommand implements Runnable {

    private final CliContext context;

    VersionCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.out().println("spendweir " + CliVersion.get());
        context.out()
                .println("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
}
