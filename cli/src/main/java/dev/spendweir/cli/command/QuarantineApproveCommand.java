package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Closes a quarantine. */
@Command(
        name = "approve",
        description = {
            "Close a quarantine that another operator asked to close (operators only).",
            "The whole chain is verified. Each defect that is still there must be acknowledged by its name; every "
                    + "verification reports it from then on."
        },
        footerHeading = "%nExample:%n",
        footer = "  spendweir ledger quarantine approve acme decisions --acknowledge payload:3 --acknowledge gap:6-7")
final class QuarantineApproveCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final ChainParameters which = new ChainParameters();

    @Option(
            names = "--acknowledge",
            paramLabel = "DEFECT",
            description = "A defect to be lived with, by its name. May be repeated.")
    private final List<String> acknowledge = new ArrayList<>();

    QuarantineApproveCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonObject answer = server.call(
                        context,
                        ApiCall.json(
                                "POST",
                                which.quarantine("approve"),
                                JsonObject.builder()
                                        .put("acknowledge", acknowledge)
                                        .build()))
                .json();
        int defects = QuarantineText.defects(answer).size();
        context.out()
                .println("closed; "
                        + (defects == 0
                                ? "the chain is whole"
                                : defects + (defects == 1 ? " defect acknowledged" : " defects acknowledged"))
                        + "; writes of tenant " + which.tenant + " go on");
    }
}
