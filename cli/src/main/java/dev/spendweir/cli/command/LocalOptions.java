package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.document.PolicyCheck;
import dev.spendweir.cli.gate.ChangeReader;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.cli.local.LocalGate;
import dev.spendweir.policy.Policy;
import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.price.PriceSheet;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of deciding without a server. */
final class LocalOptions {

    @Option(
            names = "--local",
            description = "Decide here, with the state in a directory: same engine, same ledger, no server.")
    boolean local;

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy (JSON or YAML).")
    @Nullable
    String policyFile;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Budgets, credits, costs, holds and the ledger; made when it is not there. See docs/local-mode.md.")
    @Nullable
    String stateDirectory;

    @Option(
            names = "--price-sheet",
            paramLabel = "FILE",
            description = "A price sheet (JSON) on top of the one that comes with this command. A server has its own.")
    @Nullable
    String priceSheetFile;

    boolean isLocal() {
        return local;
    }

    /**
     * @param serverNamed whether a server was named on the command line; one in the environment gives way to --local
     * @throws CliException (usage) when the options do not go together
     */
    void check(boolean serverNamed) {
        if (local && serverNamed) {
            throw CliException.usage("--local and --server exclude each other", "decide here, or ask a server");
        }
        if (local && (policyFile == null || stateDirectory == null)) {
            throw CliException.usage(
                    "--local needs a policy and a state directory", "add --policy policy.json --state DIR");
        }
        if (!local && (policyFile != null || stateDirectory != null || priceSheetFile != null)) {
            throw CliException.usage("--policy, --state and --price-sheet are for --local", "a server has its own");
        }
    }

    PriceSheet priceSheet(CliContext context) {
        PriceSheet bundled = BundledPriceSheet.get();
        return priceSheetFile == null
                ? bundled
                : ChangeReader.priceSheet(context.resolve(priceSheetFile)).over(bundled);
    }

    Gate gate(CliContext context) {
        if (stateDirectory == null || policyFile == null) {
            throw new IllegalStateException("check() comes first");
        }
        return new LocalGate(context.resolve(stateDirectory), policy(context.resolve(policyFile)), context);
    }

    private static Policy policy(Path file) {
        try {
            PolicyCheck check = PolicyCheck.ofFile(file);
            return check.policy().orElseThrow(() -> notValid(file, check));
        } catch (IOException e) {
            throw new CliException("the policy " + file + " cannot be read", "is it there and yours to read?");
        }
    }

    private static CliException notValid(Path file, PolicyCheck check) {
        PolicyCheck.Note first = check.errors().get(0);
        return new CliException(
                "the policy " + file + " is not valid: " + first.code() + " at line " + first.line() + ": "
                        + first.detail(),
                "see all of it: spendweir policy validate " + file.getFileName());
    }
}
