package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.ledger.Chain;
import dev.spendweir.note.SignedNote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a chain's newest checkpoint. */
@Command(
        name = "checkpoint",
        description = {
            "Print the newest checkpoint of a chain, a C2SP signed note.",
            "Kept elsewhere it shows later that the chain was neither cut nor rewritten: 'ledger verify' takes it with "
                    + "--trusted-checkpoint."
        })
final class CheckpointCommand implements Runnable {

    private final CliContext context;

    @Option(
            names = "--chain",
            paramLabel = "CHAIN",
            defaultValue = "decisions",
            description = "decisions or governance. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Chain chain;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    CheckpointCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ApiCall call = ApiCall.of("GET", "/v1/ledger/checkpoint?chain=" + chain.wireName());
        String note = server.call(context, call).json().get("note") instanceof JsonString text ? text.value() : "";
        // Read first: nothing but a note is printed, whatever the server says.
        context.out().print(SignedNote.parse(note).format());
        context.out().flush();
    }
}
