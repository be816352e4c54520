package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks to close a quarantine. */
@Command(
        name = "reset",
        description = {
            "Ask to close a quarantine (operators only). The chain is verified and every defect listed.",
            "Repair what can be repaired; another operator approves with 'ledger quarantine approve'."
        },
        footerHeading = "%nExample:%n",
        footer = "  spendweir ledger quarantine reset acme decisions --reason 'disk replaced, see INC-17'")
final class QuarantineResetCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final ChainParameters which = new ChainParameters();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For the operators' ledger.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    QuarantineResetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonObject answer = server.call(
                        context,
                        ApiCall.json(
                                "POST",
                                which.quarantine("reset"),
                                JsonObject.builder().put("reason", reason).build()))
                .json();
        context.out().println("asked for; another operator approves it with:");
        StringBuilder next =
                new StringBuilder("  spendweir ledger quarantine approve " + which.tenant + " " + which.chain);
        for (JsonObject defect : QuarantineText.defects(answer)) {
            next.append(" --acknowledge ").append(Listing.text(defect, "name"));
        }
        context.out().println(next);
        for (JsonObject defect : QuarantineText.defects(answer)) {
            context.out().println("  " + Listing.text(defect, "name") + "  " + Listing.text(defect, "detail"));
        }
    }
}
