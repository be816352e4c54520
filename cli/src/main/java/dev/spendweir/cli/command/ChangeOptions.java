package dev.spendweir.cli.command;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.gate.ChangeFiles;
import dev.spendweir.cli.gate.ChangeReader;
import dev.spendweir.cli.gate.SendLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is to be priced. */
final class ChangeOptions {

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "The plan as 'terraform show -json' prints it; - reads standard input.")
    @Nullable
    String plan;

    @Option(
            names = "--plan-file",
            paramLabel = "FILE",
            description =
                    "The binary plan that will be applied. Only its SHA-256 is sent. Without --plan its JSON is made "
                            + "by 'terraform show -json'.")
    @Nullable
    String planFile;

    @Option(
            names = "--terraform-bin",
            paramLabel = "COMMAND",
            defaultValue = "terraform",
            description = "What makes the JSON of --plan-file, such as tofu. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    String terraformBinary;

    @Option(
            names = "--infracost",
            paramLabel = "FILE",
            description = "Infracost's JSON (breakdown, diff or scan): its prices come before the price sheet's.")
    @Nullable
    String infracost;

    @Option(
            names = "--monthly-delta",
            paramLabel = "AMOUNT",
            converter = AmountConverter.class,
            description = "What the change costs a month, for calls without a plan. Marked as asserted.")
    @Nullable
    Amount monthlyDelta;

    @Option(
            names = "--hourly-delta",
            paramLabel = "AMOUNT",
            converter = AmountConverter.class,
            description = "The same for an hour; together with --monthly-delta.")
    @Nullable
    Amount hourlyDelta;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "The policy's currency. Default: Infracost's, else the price sheet's (USD).")
    @Nullable
    String currency;

    @Option(
            names = "--send",
            paramLabel = "LEVEL",
            defaultValue = "full",
            description = "full: every attribute that is not sensitive. minimal: only what the price sheet reads; the "
                    + "plan's digest is then this machine's word. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    SendLevel send;

    /**
     * Reads what the options name.
     *
     * @throws CliException (usage) when they do not go together
     */
    ChangeFiles read(CliContext context) {
        boolean hasPlan = plan != null || planFile != null;
        if (hasPlan && (monthlyDelta != null || hourlyDelta != null)) {
            throw CliException.usage(
                    "--monthly-delta and --hourly-delta are for calls without a plan", "the plan says what it costs");
        }
        if (!hasPlan && infracost == null && monthlyDelta == null) {
            throw CliException.usage(
                    "there is nothing to price", "give --plan, --plan-file, --infracost or --monthly-delta");
        }
        if (currency != null && !currency.matches("[A-Z]{3}")) {
            throw CliException.usage("--currency is not an ISO 4217 code", "write it as USD or EUR");
        }
        ChangeReader reader = new ChangeReader(context, terraformBinary);
        return reader.read(plan, planFile, infracost, monthlyDelta, hourlyDelta);
    }

    void refuseAfterApply() {
        if (plan != null || planFile != null || infracost != null || monthlyDelta != null || hourlyDelta != null) {
            throw CliException.usage(
                    "post_apply takes no plan and no price", "say what it really costs with --actual-monthly-delta");
        }
    }
}
