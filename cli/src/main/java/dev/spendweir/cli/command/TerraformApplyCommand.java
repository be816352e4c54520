package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.apply.ApplyArguments;
import dev.spendweir.cli.apply.ApplyRun;
import dev.spendweir.cli.approval.ApprovalUse;
import dev.spendweir.cli.output.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Uses an approval and applies the plan in one step. */
@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Use an approval and apply its plan in one step, so that nothing can be swapped in between.",
            "",
            "The plan file is copied to a place of its own that nobody else can reach. The copy is read, its approval "
                    + "used, the copy applied by 'terraform apply' and removed, also on failure."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:applied",
            "1:terraform failed, or anything else before it was started",
            "2:people denied it",
            "3:the approval is pending, has expired or was withdrawn",
            "4:the token, or the use of the approval, is refused; the code is printed",
            "64:the command line is wrong, or an argument is not passed on",
            "other:terraform's own exit code; its 2, 3, 4 and 64 become 1"
        },
        footerHeading = "%nExample:%n",
        footer = {"  spendweir terraform apply --plan-file tfplan -- -input=false"})
final class TerraformApplyCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private final ConsumeOptions consume = new ConsumeOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "-- ARGUMENT",
            description = "Passed on to 'terraform apply'; what could change what is applied is refused.")
    private final List<String> arguments = new ArrayList<>();

    TerraformApplyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        consume.check();
        ApplyArguments.check(arguments);
        ApplyArguments.check(context.env());
        ApprovalUse use = server.approvalUse(context);
        return ApplyRun.of(
                context,
                consume.terraformBinary(),
                context.resolve(consume.planFile()),
                copy -> judge(use, copy),
                arguments);
    }

    private void judge(ApprovalUse use, Path copy) {
        JsonObject used = consume.use(context, use, copy.toString(), null);
        String id = used.get("approval_id") instanceof JsonString text ? text.value() : "";
        context.err().println("approval " + SafeText.line(id) + ": consumed");
    }
}
