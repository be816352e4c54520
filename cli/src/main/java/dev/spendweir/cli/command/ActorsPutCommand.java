package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an actor, or says anew all that one is. */
@Command(
        name = "put",
        description = {
            "Make a person or service, or say anew all that it is (owners).",
            "What is not given is empty afterwards; to change one thing, use 'actors change'."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir actors put ann --role member --permission approve.prod --alias corp:ann@example.org",
            "  spendweir actors put ci --role member --permission gate.on_behalf_of --project 'pay*'"
        })
final class ActorsPutCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ACTOR_ID", description = "The actor's id.")
    @SuppressWarnings("NullAway.Init")
    private String actorId;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "member, admin or owner.")
    @SuppressWarnings("NullAway.Init")
    private String role;

    @Option(names = "--display-name", paramLabel = "TEXT", description = "A name for people.")
    private @Nullable String displayName;

    @Option(
            names = "--permission",
            paramLabel = "NAME",
            description = "Beyond what the role has, such as approve.prod. May be repeated.")
    private final List<String> permissions = new ArrayList<>();

    @Mixin
    private final BoundOptions bounds = new BoundOptions();

    @Option(
            names = "--alias",
            paramLabel = "NAME",
            description = "What an identity provider or cluster calls the actor. May be repeated.")
    private final List<String> aliases = new ArrayList<>();

    @Option(names = "--disabled", description = "Nobody may call as this actor for now.")
    private boolean disabled;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "Only when this is still its version. Default: whatever is there.")
    private @Nullable Long version;

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ActorsPutCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonObject spec = bounds.addTo(JsonObject.builder()
                        .put("display_name", displayName)
                        .put("role", role)
                        .put("permissions", permissions)
                        .put("aliases", aliases)
                        .put("disabled", disabled))
                .build();
        Actors.print(context, new Actors(server, context).put(actorId, spec, version), output);
    }
}
