package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.cli.ledger.LedgerExit;
import dev.spendweir.cli.ledger.LedgerFile;
import dev.spendweir.cli.ledger.VerifiedChain;
import dev.spendweir.ledger.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies ledgers. */
@Command(
        name = "verify",
        description = {
            "Verify a ledger: hash every entry and payload again, and follow the chain from its first entry.",
            "With --file it needs nothing but the file; else it asks the server to verify its own.",
            "What a chain cannot show by itself is a consistent rewrite or a cut tail: compare the head that is "
                    + "printed with one that was noted elsewhere."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything that can be checked is right",
            "1:the file or the server cannot be read, or the file is no ledger file",
            "10:payload: a payload is not what its entry says",
            "11:entry: an entry's bytes are not what their hash says",
            "12:link: a chain hash does not follow from the one before",
            "13:gap: an entry is missing",
            "14:fork: two entries claim one place",
            "15:head: the recorded head is not the last entry",
            "64:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir ledger verify --file .gate/decisions.jsonl",
            "  spendweir ledger verify --server https://gate.example.com"
        })
final class VerifyCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(names = "--file", paramLabel = "FILE", description = "A ledger file. May be repeated.")
    private final List<String> files = new ArrayList<>();

    @Option(
            names = "--chain",
            paramLabel = "CHAIN",
            description = "Only this chain of the server: decisions or governance.")
    private @Nullable Chain chain;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    VerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!files.isEmpty() && (server.isGivenAsOption() || chain != null)) {
            throw CliException.usage("--file needs no server and no chain", "leave out --server and --chain");
        }
        return files.isEmpty() ? verifyServer() : verifyFiles();
    }

    private int verifyFiles() {
        List<VerifiedChain> chains = new ArrayList<>();
        for (String file : files) {
            chains.add(LedgerFile.verify(context.resolve(file), file));
        }
        print(
                JsonObject.builder()
                        .put("valid", chains.stream().allMatch(VerifiedChain::isValid))
                        .put("chains", JsonArray.of(chains.stream().map(VerifiedChain::toJson)))
                        .build(),
                chains);
        return LedgerExit.of(chains);
    }

    private int verifyServer() {
        JsonObject body = chain == null
                ? JsonObject.EMPTY
                : JsonObject.builder().put("chain", chain.wireName()).build();
        ServerAnswer answer = new PatientCaller(server.client(context))
                .call(ApiCall.json("POST", "/v1/ledger/verify", body), server.timeout, any -> false);
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        JsonObject json = answer.json();
        List<VerifiedChain> chains = VerifiedChain.ofServer(json);
        print(json, chains);
        return LedgerExit.of(chains);
    }

    private void print(JsonObject json, List<VerifiedChain> chains) {
        switch (output) {
            case JSON -> context.out().println(Listing.json(json));
            case TEXT -> chains.forEach(verified -> context.out().println(verified.text()));
        }
    }
}
