package dev.spendweir.cli;

import dev.spendweir.cli.command.CommandTree;

/** Starts the command line program. */
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int exitCode = CommandTree.run(CliContext.ofProcess(), arguments);
        System.out.flush();
        System.exit(exitCode);
    }
}
