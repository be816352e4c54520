package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.PrivateFile;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ServerAnswer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an API key. */
@Command(
        name = "create",
        description = {
            "Make an API key. Its text is shown this once; the server keeps only a hash.",
            "Bindings narrow what the key may touch; they never widen what its actor may."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir keys create --actor ci --name 'payments pipeline' --project payments",
            "  spendweir keys create --actor ci --name night --key-file ci.key \\",
            "      --expires-at 2027-01-01T00:00:00Z"
        })
final class KeysCreateCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--actor", required = true, paramLabel = "ID", description = "Whom the key stands for.")
    @SuppressWarnings("NullAway.Init")
    private String actor;

    @Option(names = "--name", required = true, paramLabel = "TEXT", description = "What the key is for.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            description = "When it ends, such as 2027-01-01T00:00:00Z. Default: never.")
    private @Nullable String expiresAt;

    @Mixin
    private final BoundOptions bounds = new BoundOptions();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Write the key into this new file, readable by its owner alone, instead of showing it.")
    private @Nullable String keyFile;

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    KeysCreateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        // The file is made before the key: a key that nobody can read would have to be revoked.
        @Nullable Path file = keyFile == null ? null : PrivateFile.create(context.resolve(keyFile));
        ServerAnswer answer;
        try {
            answer = create();
        } catch (CliException e) {
            if (file != null) {
                PrivateFile.remove(file);
            }
            throw e;
        }
        JsonObject made = answer.json();
        if (file != null) {
            PrivateFile.write(file, Listing.text(made, "key"));
            made = made.without("key");
        }
        print(made, file);
    }

    private ServerAnswer create() {
        JsonObject body = bounds.addTo(JsonObject.builder()
                        .put("actor_id", actor)
                        .put("name", name)
                        .put("expires_at", expiresAt))
                .build();
        // One key for all attempts of this call, so that a lost answer does not leave a key that nobody knows.
        ApiCall call = ApiCall.json("POST", "/v1/api-keys", body).withHeader("Idempotency-Key", context.requestId());
        return server.call(context, call);
    }

    private void print(JsonObject made, @Nullable Path file) {
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(made));
            return;
        }
        context.out().println("key_id   " + Listing.text(made, "key_id"));
        context.out().println("actor    " + Listing.text(made, "actor_id"));
        String expires = Listing.text(made, "expires_at");
        context.out().println("expires  " + (expires.isEmpty() ? "never" : expires));
        context.out().println(file == null ? "key      " + Listing.text(made, "key") : "key      written to " + file);
        if (file == null) {
            context.err().println("Keep the key now: it cannot be shown again.");
        }
    }
}
