package dev.spendweir.cli.command;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.Progress;
import dev.spendweir.cli.gate.ChangeFiles;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.cli.gate.GateReports;
import dev.spendweir.cli.gate.GateResult;
import dev.spendweir.cli.gate.GateStage;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.cli.gate.PricedChange;
import dev.spendweir.cli.gate.SettledReport;
import dev.spendweir.cli.output.GateReport;
import dev.spendweir.cli.output.SafeText;
import dev.spendweir.price.PriceSheet;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks whether a Terraform plan may be applied. */
@Command(
        name = "terraform",
        sortOptions = false,
        description = {
            "Ask whether a Terraform (or OpenTofu) plan may be applied.",
            "",
            "The plan is read and redacted here: sensitive values, variables, outputs, the prior state and the "
                    + "configuration never leave this machine. The server prices it, decides by its policy, budgets and "
                    + "credits, holds the money and records the decision; --local does the same in a directory."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:go on: allowed, with or without credits",
            "1:anything else: bad input, an incomplete plan, no answer, a fail-safe answer that is no allow, a hold that is gone",
            "2:denied",
            "3:an approval is pending, has expired or was withdrawn; or approved, but not used (--no-consume)",
            "4:the approval cannot be used: its token was refused, or the change moved on",
            "64:the command line is wrong"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SPENDWEIR_SERVER      the server to ask",
            "  SPENDWEIR_API_KEY     the key to ask it with",
            "  NO_COLOR, COLUMNS     how text is drawn on a terminal",
            "  GITHUB_STEP_SUMMARY   --output github also writes a job summary there",
            "",
            "The run and the change are read from the variables of GitHub Actions,",
            "GitLab CI, Atlantis, Jenkins, Buildkite, Azure Pipelines, CircleCI and",
            "Bitbucket Pipelines, and from git.",
            "",
            "Examples:",
            "  terraform plan -out tfplan",
            "  spendweir gate terraform --plan-file tfplan --project payments --env prod",
            "",
            "  # the check on a pull request, as annotations",
            "  spendweir gate terraform --plan plan.json --project payments \\",
            "      --env prod --stage post_plan --output github",
            "",
            "  # without a server",
            "  spendweir gate terraform --plan plan.json --project payments \\",
            "      --env dev --local --policy policy.json --state .gate",
            "",
            "  # after the apply",
            "  spendweir gate terraform --stage post_apply --project payments \\",
            "      --env prod --actual-monthly-delta 310.20"
        })
final class TerraformCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    @Mixin
    private final SubjectOptions subject = new SubjectOptions();

    @Mixin
    private final SettleOptions settle = new SettleOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--dry-run",
            description =
                    "Decide as if it were real, but hold nothing and record nothing. The exit code is the real one.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for people when an approval is pending, such as 30m. Default: not at all.")
    private @Nullable Duration patience;

    @Option(
            names = "--no-consume",
            description = "Leave an approved approval unused at stage pre_apply, for a later step to use it.")
    private boolean noConsume;

    TerraformCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (subject.stage == GateStage.POST_APPLY) {
            return settle().code();
        }
        settle.refuseBeforeApply();
        return ask().code();
    }

    private ExitCode ask() {
        local.check(server.isGivenAsOption());
        if (local.isLocal() && (patience != null || noConsume)) {
            throw CliException.usage("--wait and --no-consume need a server", "people decide there; leave them out");
        }
        Progress progress = new Progress(context);
        GateReport report;
        try {
            report = report(progress);
        } finally {
            progress.clear();
        }
        output.print(context, report);
        return report.exitCode();
    }

    private GateReport report(Progress progress) {
        PriceSheet sheet = local.priceSheet(context);
        progress.show("reading the plan");
        ChangeFiles files = change.read(context);
        PricedChange priced = PricedChange.of(files, sheet, change.currency);
        GateSubject about = subject.toSubject(context, priced.currency(), dryRun);
        progress.show(local.isLocal() ? "deciding" : "asking the server");
        GateResult result = gate(sheet).ask(about, files, priced);
        return GateReports.of(about, priced, dryRun ? result : goOn(about, result, progress));
    }

    /** Waits for people when asked to, and uses what they agreed to right before the apply (spec 5.1). */
    private GateResult goOn(GateSubject about, GateResult result, Progress progress) {
        String status = result.approvalStatus().orElse("");
        if (status.isEmpty()) {
            return result;
        }
        String approvalId = result.object().get("approval_id") instanceof JsonString id ? id.value() : "";
        Duration wait = patience;
        if (status.equals("pending") && wait != null) {
            progress.show("waiting for an approval");
            status = server.approvals(context).await(approvalId, wait).status();
        }
        if (about.stage() == GateStage.PRE_APPLY) {
            status = beforeApply(about, result.object(), approvalId, status);
        }
        context.err().println("approval " + SafeText.line(approvalId) + ": " + SafeText.line(status));
        return result.withApproval(status);
    }

    private String beforeApply(GateSubject about, JsonObject answer, String approvalId, String status) {
        if (status.equals("consumed")) {
            server.approvalUse(context).requireUsedBy(about.runId(), approvalId);
        }
        if (!status.equals("approved") || noConsume) {
            return status;
        }
        server.approvalUse(context).byAnswer(approvalId, bindings(answer), about.runId());
        return "consumed";
    }

    private static JsonObject bindings(JsonObject answer) {
        return answer.get("continuation") instanceof JsonObject continuation
                        && continuation.get("bindings") instanceof JsonObject bindings
                ? bindings
                : JsonObject.EMPTY;
    }

    private ExitCode settle() {
        change.refuseAfterApply();
        local.check(server.isGivenAsOption());
        if (dryRun) {
            throw CliException.usage("--dry-run is not for post_apply", "what was applied was applied");
        }
        GateSubject about = subject.toSubject(context, "USD", false);
        if (settle.reservationId == null && about.changeId().isEmpty()) {
            throw CliException.usage(
                    "post_apply has to know which hold it settles",
                    "name --change-id, or the hold with --reservation-id");
        }
        GateResult result = gate(local.priceSheet(context))
                .settle(about, Optional.ofNullable(settle.reservationId), Optional.ofNullable(settle.actual));
        output.print(context, SettledReport.of(result));
        return ExitCode.GO;
    }

    private Gate gate(PriceSheet sheet) {
        return local.isLocal() ? local.gate(context) : server.gate(context, change.send, sheet);
    }

    /** What is needed after the apply only. */
    static final class SettleOptions {

        @Option(
                names = "--actual-monthly-delta",
                paramLabel = "AMOUNT",
                converter = AmountConverter.class,
                description = "What the change really costs a month. Default: what was held.")
        @Nullable
        Amount actual;

        @Option(
                names = "--reservation-id",
                paramLabel = "ID",
                description = "The hold. Default: the confirmed hold of the change.")
        @Nullable
        String reservationId;

        void refuseBeforeApply() {
            if (actual != null || reservationId != null) {
                throw CliException.usage(
                        "--actual-monthly-delta and --reservation-id are for --stage post_apply", "leave them out");
            }
        }
    }
}
