package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.approval.ApprovalUse;
import dev.spendweir.cli.approval.PlanToApply;
import dev.spendweir.cli.approval.TokenText;
import dev.spendweir.cli.ci.CallOrigin;
import dev.spendweir.cli.ci.StateName;
import dev.spendweir.cli.gate.ChangeFiles;
import dev.spendweir.cli.gate.ChangeReader;
import dev.spendweir.plan.PlanReader;
import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.reading.TextRules;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which approval is used for which plan. */
final class ConsumeOptions {

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file that holds the token. Default: one is minted. There is no option for the token itself: "
                            + "command lines can be read by others.")
    private @Nullable String tokenFile;

    @Option(
            names = "--approval",
            paramLabel = "ID",
            description = "The approval, without a token file. Default: that of the change, else of the plan.")
    private @Nullable String approvalId;

    @Option(
            names = "--plan-file",
            required = true,
            paramLabel = "FILE",
            description = "The binary plan that is applied; 'terraform show -json' says what it does.")
    @SuppressWarnings("NullAway.Init")
    private String planFile;

    @Option(
            names = "--terraform-bin",
            paramLabel = "COMMAND",
            defaultValue = "terraform",
            description = "What reads and applies the plan, such as tofu. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String terraformBinary;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "The project that the approval must be for. Default: any.")
    private @Nullable String project;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "The environment that the approval must be for. Default: any.")
    private @Nullable String environment;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description =
                    "Names the Terraform state that the approval must be for; as the gate was asked. Default: the "
                            + "working directory in its git repository, @, and the Terraform workspace.")
    private @Nullable String resource;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "The run and its attempt: a repeat with the same id for the same plan is a success again. "
                    + "Default: from the CI system, else new at each call.")
    private @Nullable String runId;

    @Option(
            names = "--change-id",
            paramLabel = "ID",
            description =
                    "Whose approval is looked for, without --token-file and --approval. Default: pr-N from the CI "
                            + "system or a merge commit, else the commit.")
    private @Nullable String changeId;

    /** The binary plan as the caller names it. */
    String planFile() {
        return planFile;
    }

    /** What reads and applies plans. */
    String terraformBinary() {
        return terraformBinary;
    }

    /**
     * What options do not go together.
     *
     * @throws CliException (usage) when they do not
     */
    void check() {
        if (tokenFile != null && approvalId != null) {
            throw CliException.usage("--token-file and --approval are two ways to name an approval", "leave one out");
        }
    }

    /**
     * Uses the approval for a plan.
     *
     * @param binary the binary plan that is hashed and read
     * @param plan its JSON; null makes it
     * @return the server's answer
     */
    JsonObject use(CliContext context, ApprovalUse use, String binary, @Nullable String plan) {
        TokenText token = tokenFile == null ? null : TokenText.read(context.resolve(tokenFile));
        PlanToApply what = plan(context, binary, plan);
        if (token != null) {
            return use.byToken(token, what);
        }
        return approvalId == null ? use.byChange(what) : use.byId(approvalId, what);
    }

    private PlanToApply plan(CliContext context, String binary, @Nullable String plan) {
        ChangeFiles files = new ChangeReader(context, terraformBinary).read(plan, binary, null, null, null);
        byte[] json = Objects.requireNonNull(files.plan(), "a binary plan has a JSON form");
        CallOrigin origin = CallOrigin.detect(
                context.env(), context.directory(), () -> UUID.randomUUID().toString());
        return new PlanToApply(
                PlanReader.read(json, BundledPriceSheet.get()).contentSha256(),
                Objects.requireNonNull(files.planFileSha256(), "a binary plan was given"),
                resource == null ? StateName.of(context.directory(), context.env()) : resource.strip(),
                Optional.ofNullable(project).map(String::strip),
                Optional.ofNullable(environment).map(name -> TextRules.lowerCase(name.strip())),
                runId == null ? origin.runId() : runId,
                Optional.ofNullable(changeId).or(origin::changeId));
    }
}
