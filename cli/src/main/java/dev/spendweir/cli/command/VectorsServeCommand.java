package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.vectors.BuiltInEngine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Answers the conformance protocol. */
@Command(
        name = "serve",
        description = {
            "Answer the conformance protocol with the built-in engine: one JSON request a line on standard input, one "
                    + "JSON answer a line on standard output, until the input ends.",
            "A bad line is answered with an error; nothing but answers is printed."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  echo '{\"id\":1,\"op\":\"amount.parse\",\"input\":{\"value\":\"1.50\"}}' |",
            "    spendweir vectors serve"
        })
final class VectorsServeCommand implements Callable<Integer> {

    private final CliContext context;

    VectorsServeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        new BuiltInEngine().serve(context.in(), context.out());
        return 0;
    }
}
