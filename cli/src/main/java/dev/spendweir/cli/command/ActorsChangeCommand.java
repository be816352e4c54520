package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what is said of an actor and keeps the rest. */
@Command(
        name = "change",
        description = {
            "Change what is given of a person or service and keep the rest (owners).",
            "When somebody else changes the same actor at the same time, one of the two is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir actors change ann --grant approve.prod",
            "  spendweir actors change ann --revoke approve.prod --remove-alias gh:ann-old --add-alias gh:ann",
            "  spendweir actors change ann --disable"
        })
final class ActorsChangeCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ACTOR_ID", description = "The actor's id.")
    @SuppressWarnings("NullAway.Init")
    private String actorId;

    @Option(names = "--role", paramLabel = "ROLE", description = "member, admin or owner.")
    private @Nullable String role;

    @Option(names = "--grant", paramLabel = "PERMISSION", description = "Give it. May be repeated.")
    private final List<String> grants = new ArrayList<>();

    @Option(names = "--revoke", paramLabel = "PERMISSION", description = "Take it away. May be repeated.")
    private final List<String> revocations = new ArrayList<>();

    @Option(names = "--add-alias", paramLabel = "NAME", description = "Add the alias. May be repeated.")
    private final List<String> newAliases = new ArrayList<>();

    @Option(names = "--remove-alias", paramLabel = "NAME", description = "Remove the alias. May be repeated.")
    private final List<String> formerAliases = new ArrayList<>();

    @Option(names = "--disable", description = "Nobody may call as this actor from now on.")
    private boolean disable;

    @Option(names = "--enable", description = "It may call again.")
    private boolean enable;

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ActorsChangeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (disable && enable) {
            throw CliException.usage("--disable and --enable together", "give one of the two");
        }
        boolean noNames =
                Stream.of(grants, revocations, newAliases, formerAliases).allMatch(List::isEmpty);
        if (role == null && !disable && !enable && noNames) {
            throw CliException.usage(
                    "there is nothing to change",
                    "give --role, --grant, --revoke, --add-alias, --remove-alias, --disable or --enable; for the rest:"
                            + " actors put");
        }
        Actors actors = new Actors(server, context);
        JsonObject before = actors.get(actorId);
        JsonObject spec = Actors.spec(before);
        spec = spec.with("permissions", changed(before, "permissions", grants, revocations));
        spec = spec.with("aliases", changed(before, "aliases", newAliases, formerAliases));
        if (role != null) {
            spec = spec.with("role", new JsonString(role));
        }
        if (disable || enable) {
            spec = spec.with("disabled", disable ? JsonBoolean.TRUE : JsonBoolean.FALSE);
        }
        Actors.print(context, actors.put(actorId, spec, Actors.version(before)), output);
    }

    private static JsonArray changed(JsonObject before, String field, List<String> more, List<String> less) {
        Set<String> texts = new LinkedHashSet<>(Actors.texts(before, field));
        texts.addAll(more);
        for (String text : less) {
            if (!texts.remove(text)) {
                throw new CliException("'" + text + "' is not among the " + field + ", so it cannot be taken away");
            }
        }
        return JsonArray.ofStrings(List.copyOf(texts));
    }
}
