package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a configuration so. */
@Command(
        name = "import",
        description = {
            "Make a configuration so: its policy, its budgets and its credits, as a whole or not at all.",
            "It adds and sets, and takes nothing away; a credit that is there already is not granted again."
        })
final class ConfigImportCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "What 'config export' wrote.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ConfigImportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        byte[] bundle;
        try {
            bundle = Files.readAllBytes(context.resolve(file));
        } catch (IOException e) {
            throw new CliException("the file " + file + " cannot be read", "is it there and yours to read?");
        }
        ApiCall call = ApiCall.bytes("POST", "/v1/config/import", "application/json", bundle);
        JsonObject done = server.call(context, call).json();
        switch (output) {
            case JSON -> context.out().println(Listing.json(done));
            case TEXT ->
                context.out()
                        .println("policy version " + number(done, "policy", "version") + "; budgets: "
                                + number(done, "budgets", "changed") + " changed, "
                                + number(done, "budgets", "unchanged") + " as they were; credits: "
                                + number(done, "credits", "granted") + " granted, "
                                + number(done, "credits", "unchanged") + " there already, "
                                + number(done, "credits", "expired") + " expired");
        }
    }

    private static String number(JsonObject done, String part, String name) {
        return done.get(part) instanceof JsonObject object ? Listing.text(object, name) : "";
    }
}
