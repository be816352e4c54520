package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command on the ring of token keys (spec 2.2); each prints the ring as it is then. */
abstract class TokenKeysCommand implements Runnable {

    static final String KEYS = "/v1/keys";

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    TokenKeysCommand(CliContext context) {
        this.context = context;
    }

    /** What is asked of the server. */
    abstract ApiCall callToMake();

    /** What to do next, below the ring; empty: nothing. */
    abstract String nextStep(List<JsonObject> keys);

    @Override
    public final void run() {
        JsonObject ring = server.call(context, callToMake()).json();
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(ring));
            return;
        }
        List<JsonObject> keys = keys(ring);
        context.out().printf("%-10s  %-8s  %-24s  %s%n", "STATUS", "ALG", "STOPPED SIGNING", "KEY");
        for (JsonObject key : keys) {
            String stopped = Listing.text(key, "stopped_signing_at");
            context.out()
                    .printf(
                            "%-10s  %-8s  %-24s  %s%n",
                            Listing.text(key, "status"),
                            Listing.text(key, "alg"),
                            stopped.isEmpty() ? "-" : stopped,
                            Listing.text(key, "kid"));
        }
        String next = nextStep(keys);
        if (!next.isEmpty()) {
            context.out().println(next);
        }
    }

    private static List<JsonObject> keys(JsonObject ring) {
        List<JsonObject> keys = new ArrayList<>();
        if (ring.get("keys") instanceof JsonArray array) {
            for (JsonValue value : array.elements()) {
                if (value instanceof JsonObject key) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static ApiCall post(String path, JsonObject body) {
        return ApiCall.json("POST", KEYS + path, body);
    }

    /** Lists the ring. */
    @Command(name = "list", description = "List the keys that sign and verify approval tokens.")
    static final class ListKeys extends TokenKeysCommand {
        ListKeys(CliContext context) {
            super(context);
        }

        @Override
        ApiCall callToMake() {
            return ApiCall.of("GET", KEYS);
        }

        @Override
        String nextStep(List<JsonObject> keys) {
            return "";
        }
    }

    /** Makes and publishes the next key. */
    @Command(
            name = "rotate",
            description = "Make the next key and publish it; it does not sign before it is activated.")
    static final class Rotate extends TokenKeysCommand {
        Rotate(CliContext context) {
            super(context);
        }

        @Override
        ApiCall callToMake() {
            return post("/rotate", JsonObject.EMPTY);
        }

        @Override
        String nextStep(List<JsonObject> keys) {
            String next = keys.stream()
                    .filter(key -> Listing.text(key, "status").equals("next"))
                    .reduce((older, newer) -> newer)
                    .map(key -> Listing.text(key, "kid"))
                    .orElse("");
            return "Once those who verify offline have fetched the new public keys (a minute by their own cache):"
                    + System.lineSeparator() + "  spendweir token keys activate " + next;
        }
    }

    /** Lets a key sign. */
    @Command(
            name = "activate",
            description = {
                "Let a key sign from now on; the former one goes on verifying, so live tokens stay good.",
                "To roll back, activate the former key again."
            })
    static final class Activate extends TokenKeysCommand {
        @Parameters(paramLabel = "KID", description = "The key, from 'token keys list'.")
        @SuppressWarnings("NullAway.Init")
        private String kid;

        Activate(CliContext context) {
            super(context);
        }

        @Override
        ApiCall callToMake() {
            return post("/" + Listing.escape(kid) + "/activate", JsonObject.EMPTY);
        }

        @Override
        String nextStep(List<JsonObject> keys) {
            return keys.stream()
                    .filter(key -> Listing.text(key, "status").equals("retiring"))
                    .map(key -> "Rollback: spendweir token keys activate " + Listing.text(key, "kid"))
                    .reduce((older, newer) -> newer)
                    .orElse("");
        }
    }

    /** Ends a key. */
    @Command(
            name = "retire",
            description = {
                "Let a key verify nothing any more.",
                "One that signed can be retired an hour and a minute after it stopped, when none of its tokens can be "
                        + "alive."
            })
    static final class Retire extends TokenKeysCommand {
        @Parameters(paramLabel = "KID", description = "The key, from 'token keys list'.")
        @SuppressWarnings("NullAway.Init")
        private String kid;

        @Option(
                names = "--compromised",
                description = "Retire it now: its live tokens die with it, and their holders mint new ones.")
        private boolean compromised;

        Retire(CliContext context) {
            super(context);
        }

        @Override
        ApiCall callToMake() {
            return post(
                    "/" + Listing.escape(kid) + "/retire",
                    JsonObject.builder().put("compromised", compromised).build());
        }

        @Override
        String nextStep(List<JsonObject> keys) {
            return "";
        }
    }
}
