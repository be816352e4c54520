package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.output.SafeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Uses an approval right before the apply. */
@Command(
        name = "approve-consume",
        sortOptions = false,
        description = {
            "Use an approval for the plan file that is applied next, once.",
            "",
            "What the plan does is read from the file itself, so what was approved is what is applied. A second time in "
                    + "the same run for the same plan it is a success again. 'spendweir gate terraform' at stage pre_apply "
                    + "does this by itself; 'spendweir terraform apply' does it together with the apply, on a private "
                    + "copy of the file."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the approval is used: apply the plan now",
            "1:anything else: a file that cannot be read, no answer, no such approval",
            "2:people denied it",
            "3:the approval is pending, has expired or was withdrawn",
            "4:the token, or the use of the approval, is refused; the code is printed",
            "64:the command line is wrong"
        },
        footerHeading = "%nExample:%n",
        footer = {"  spendweir approve-consume --plan-file tfplan &&", "      terraform apply -input=false tfplan"})
final class ApproveConsumeCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ConsumeOptions consume = new ConsumeOptions();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "The plan's JSON, where terraform cannot be run. Whether it is that of the plan file is then your "
                            + "word.")
    private @Nullable String plan;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ApproveConsumeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        consume.check();
        JsonObject used = consume.use(context, server.approvalUse(context), consume.planFile(), plan);
        context.out().println(output == ListingFormat.JSON ? Listing.json(used) : text(used));
    }

    private String text(JsonObject used) {
        return "approval " + Listing.text(used, "approval_id") + " used for decision "
                + Listing.text(used, "decision_id") + " at "
                + Listing.text(used, "consumed_at") + System.lineSeparator() + "  apply the plan now: terraform apply "
                + SafeText.line(consume.planFile());
    }
}
