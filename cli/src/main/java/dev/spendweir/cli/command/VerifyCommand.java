package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.ledger.BundleFile;
import dev.spendweir.cli.ledger.KeyOption;
import dev.spendweir.cli.ledger.LedgerExit;
import dev.spendweir.cli.ledger.LedgerFile;
import dev.spendweir.cli.ledger.VerifiedChain;
import dev.spendweir.ledger.Chain;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies ledgers. */
@Command(
        name = "verify",
        description = {
            "Verify a ledger: hash every entry and payload again, and follow the chain from its first entry.",
            "With --file it needs nothing but the file, with --bundle nothing but an export and public keys; else it asks "
                    + "the server to verify its own.",
            "What a chain cannot show by itself is a consistent rewrite or a cut tail. With a checkpoint that was kept "
                    + "elsewhere (--trusted-checkpoint) these are found too; the output says what could not be excluded."
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
            "16:checkpoint_signature: a checkpoint is not what its key signed, or another chain's",
            "17:unknown_key: a checkpoint was signed by nobody whose key is known",
            "18:cut_tail: entries at the end that a checkpoint speaks of are gone",
            "19:deleted_chain: all entries are gone, and a checkpoint speaks of some",
            "20:rollback: the store shows an older checkpoint than one that it gave out",
            "21:split_view: the chain is another one than a checkpoint speaks of",
            "22:replay: a decision comes out differently when it is decided again",
            "23:the files of an export are not those that its signature vouches for",
            "64:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir ledger verify --file .gate/decisions.jsonl",
            "  spendweir ledger verify --bundle export.zip --key keys.txt --trusted-checkpoint kept.txt",
            "  spendweir ledger verify --server https://gate.example.com"
        })
final class VerifyCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(names = "--file", paramLabel = "FILE", description = "A ledger file. May be repeated.")
    private final List<String> files = new ArrayList<>();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "An export: the archive, or a directory with its files.")
    private @Nullable String bundle;

    @Option(names = "--key", paramLabel = "FILE", description = "Verifier keys, as 'ledger keys' prints them.")
    private @Nullable String keys;

    @Option(
            names = "--trusted-checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint of the chain that was kept elsewhere, as 'ledger checkpoint' prints it.")
    private @Nullable String trusted;

    @Option(names = "--from-checkpoint", description = "Read only what came after a checkpoint; servers only.")
    private boolean fromCheckpoint;

    @Option(names = "--replay", description = "Decide every decision again; not with --file.")
    private boolean replay;

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
        requireOneKind();
        if (bundle != null) {
            return verifyBundle(bundle);
        }
        return files.isEmpty() ? verifyServer() : verifyFiles();
    }

    private void requireOneKind() {
        boolean offline = !files.isEmpty() || bundle != null;
        if (offline && (server.isGivenAsOption() || chain != null || fromCheckpoint)) {
            throw CliException.usage(
                    "--file and --bundle need no server and no chain",
                    "leave out --server, --chain and --from-checkpoint");
        }
        if (!files.isEmpty() && (bundle != null || trusted != null || replay || keys != null)) {
            throw CliException.usage(
                    "--file is one chain by itself", "leave out --bundle, --key, --trusted-checkpoint and --replay");
        }
        if ((bundle != null) != (keys != null)) {
            throw CliException.usage("--bundle and --key belong together", "get the keys with: spendweir ledger keys");
        }
    }

    private int verifyBundle(String file) {
        VerifierKeys known = KeyOption.keys(context, Objects.requireNonNull(keys, "a bundle comes with keys"));
        String kept = trusted == null ? null : KeyOption.text(context, trusted);
        VerifiedChain verified;
        try {
            verified = BundleFile.verify(context.resolve(file), file, known, kept, replay);
        } catch (RejectedException e) {
            if (e.code() != ErrorCode.EXPORT_INVALID) {
                throw e;
            }
            context.err()
                    .println("spendweir: EXPORT_INVALID: " + e.findings().get(0).detail());
            return LedgerExit.EXPORT;
        }
        print(
                JsonObject.builder()
                        .put("valid", verified.isValid())
                        .put("chains", JsonArray.of(Stream.of(verified.toJson())))
                        .build(),
                List.of(verified));
        return LedgerExit.of(List.of(verified));
    }

    private int verifyFiles() {
        List<VerifiedChain> chains = new ArrayList<>();
        for (String file : files) {
            try {
                chains.add(LedgerFile.verify(context.resolve(file), file));
            } catch (RejectedException e) {
                throw CliException.inFile(file, e);
            }
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
        JsonObject json = server.call(context, ApiCall.json("POST", "/v1/ledger/verify", question()))
                .json();
        List<VerifiedChain> chains = VerifiedChain.ofServer(json);
        print(json, chains);
        return LedgerExit.of(chains);
    }

    /** Only what was asked for, so that a server which does not know an option refuses no call that does without. */
    private JsonObject question() {
        JsonObject.Builder body = JsonObject.builder();
        if (chain != null) {
            body.put("chain", chain.wireName());
        }
        if (fromCheckpoint) {
            body.put("from_checkpoint", true);
        }
        if (trusted != null) {
            body.put("trusted_checkpoint", KeyOption.text(context, trusted));
        }
        if (replay) {
            body.put("replay", true);
        }
        return body.build();
    }

    private void print(JsonObject json, List<VerifiedChain> chains) {
        switch (output) {
            case JSON -> context.out().println(Listing.json(json));
            case TEXT -> chains.forEach(verified -> context.out().println(verified.text()));
        }
    }
}
