package dev.spendweir.cli.command;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenExpectation;
import dev.spendweir.token.TokenVerdict;
import dev.spendweir.token.TokenVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges an approval token offline. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Judge an approval token offline, with nothing but the public keys of the server that minted it "
                    + "(/.well-known/jwks.json).",
            "This does not use the approval; a token that is good here may have been used already."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the token is good, for what was expected",
            "1:a file cannot be read",
            "4:the token is refused; its code is printed",
            "64:the command line is wrong"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  spendweir token verify --jwks jwks.json --token-file token.txt \\",
            "      --issuer https://gate.example --tenant acme --project payments"
        })
final class TokenVerifyCommand implements Callable<Integer> {
    /** No token that is looked at is longer; the rest of a longer file is of no interest. */
    private static final int LONGEST_TOKEN_FILE = 64 * 1024;

    private final CliContext context;

    @Option(names = "--jwks", required = true, paramLabel = "FILE", description = "The public keys, a JWK set.")
    @SuppressWarnings("NullAway.Init")
    private String jwks;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "A file that holds the token. There is no option for the token itself: command lines can be "
                    + "read by others.")
    @SuppressWarnings("NullAway.Init")
    private String tokenFile;

    @Option(names = "--issuer", required = true, paramLabel = "ISS", description = "Whose tokens are taken.")
    @SuppressWarnings("NullAway.Init")
    private String issuer;

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "The tenant it must be for.")
    @SuppressWarnings("NullAway.Init")
    private String tenant;

    @Option(names = "--project", paramLabel = "PROJECT", description = "The project it must be for. Default: any.")
    private @Nullable String project;

    @Option(names = "--env", paramLabel = "ENV", description = "The environment it must be for. Default: any.")
    private @Nullable String environment;

    @Option(names = "--source", paramLabel = "SOURCE", description = "The source it must be for. Default: any.")
    private @Nullable String source;

    @Option(names = "--resource", paramLabel = "REF", description = "The state it must be for. Default: any.")
    private @Nullable String resource;

    @Option(names = "--currency", paramLabel = "CUR", description = "The currency of its bounds. Default: any.")
    private @Nullable String currency;

    @Option(names = "--scope-fingerprint", paramLabel = "HEX", description = "Default: any.")
    private @Nullable String scopeFingerprint;

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX",
            description = "Compared when the token is bound exactly. Default: any.")
    private @Nullable String fingerprint;

    @Option(
            names = "--plan-content-sha256",
            paramLabel = "HEX",
            description = "Compared when the token is bound exactly. Default: any.")
    private @Nullable String plan;

    @Option(
            names = "--actual-monthly-delta",
            paramLabel = "AMOUNT",
            converter = AmountConverter.class,
            description = "What the change costs a month; must be at most the token's bound.")
    private @Nullable Amount monthly;

    @Option(
            names = "--actual-hourly-delta",
            paramLabel = "AMOUNT",
            converter = AmountConverter.class,
            description = "What the change costs an hour; must be at most the token's bound.")
    private @Nullable Amount hourly;

    TokenVerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        KeySet keys = KeySet.read(json(read(jwks)));
        String token = new String(read(tokenFile), StandardCharsets.UTF_8).strip();
        TokenExpectation expected = new TokenExpectation(
                issuer,
                tenant,
                project,
                environment,
                source,
                resource,
                currency,
                scopeFingerprint,
                fingerprint,
                plan,
                monthly,
                hourly);
        TokenVerdict verdict =
                new TokenVerifier(keys).verify(token, expected, context.clock().instant());
        if (verdict instanceof TokenVerdict.Refused refused) {
            throw new CliException(
                    ExitCode.TOKEN_REFUSED,
                    refused.code().wireName()
                            + refused.claim().map(claim -> " (" + claim + ")").orElse("") + ": " + refused.detail(),
                    null);
        }
        context.out().println(Listing.json(((TokenVerdict.Accepted) verdict).claims()));
        return ExitCode.GO.code();
    }

    private JsonValue json(byte[] bytes) {
        try {
            return JsonReader.read(bytes);
        } catch (JsonSyntaxException e) {
            throw new CliException(jwks + " is no JSON: " + e.getMessage());
        }
    }

    private byte[] read(String name) {
        Path file = context.resolve(name);
        try {
            if (Files.size(file) > LONGEST_TOKEN_FILE) {
                throw new CliException(name + " is longer than 64 KiB, which no token and no key set is");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CliException("cannot read " + name + ": " + e.getMessage());
        }
    }
}
