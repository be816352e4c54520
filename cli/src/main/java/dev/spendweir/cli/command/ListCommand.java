package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that prints all of a list of the server, one item a line. */
abstract class ListCommand implements Runnable {

    private final CliContext context;
    private final String path;
    private final String line;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    /**
     * Of the list at that path.
     *
     * @param columns how each column but the last is printed, such as {@code %-36s}
     */
    ListCommand(CliContext context, String path, String... columns) {
        this.context = context;
        this.path = path;
        this.line = String.join("  ", columns) + "  %s%n";
    }

    /** The titles of the columns. */
    abstract List<String> titles();

    /** What an item has in each of them. */
    abstract List<String> cells(JsonObject item);

    @Override
    public final void run() {
        List<JsonObject> items = server.list(context, path);
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(JsonArray.of(items.stream())));
            return;
        }
        context.out().printf(line, titles().toArray());
        items.forEach(item -> context.out().printf(line, cells(item).toArray()));
    }
}
