package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.PrivateFile;
import dev.spendweir.cli.approval.ApprovalClient;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mints a token for an approved request. */
@Command(
        name = "mint",
        sortOptions = false,
        description = {
            "Mint a token for an approval that people agreed to, for a step of a pipeline that has another key.",
            "Whoever asked may, and admins and owners who did not review it; as often as needed: the first use wins."
        })
final class TokenMintCommand implements Runnable {

    private final CliContext context;

    @Option(names = "--approval", required = true, paramLabel = "ID", description = "The approval.")
    @SuppressWarnings("NullAway.Init")
    private String approvalId;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "Written new, readable by its owner alone. A token is not shown: logs are read by others.")
    @SuppressWarnings("NullAway.Init")
    private String tokenFile;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    TokenMintCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ApprovalClient approvals = server.approvals(context);
        if (approvals.find(approvalId).isEmpty()) {
            throw new CliException(
                    "there is no approval " + approvalId + " for this key",
                    "'spendweir approvals list --mine' shows yours");
        }
        Path file = PrivateFile.create(context.resolve(tokenFile));
        boolean written = false;
        try {
            PrivateFile.write(file, approvals.mint(approvalId));
            written = true;
        } finally {
            if (!written) {
                PrivateFile.remove(file);
            }
        }
        context.out().println("token of approval " + approvalId + " written to " + file);
    }
}
