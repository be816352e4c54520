package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that narrow what an actor or key may touch; what is not given is not narrowed. */
final class BoundOptions {

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Only this project, or all that begin so: 'pay*'. May be repeated.")
    private final List<String> projects = new ArrayList<>();

    @Option(names = "--environment-class", paramLabel = "CLASS", description = "Only prod or nonprod. May be repeated.")
    private final List<String> environmentClasses = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Only this source, such as terraform. May be repeated.")
    private final List<String> sources = new ArrayList<>();

    /** Adds them to the body of a call; null is no bound. */
    JsonObject.Builder addTo(JsonObject.Builder body) {
        return body.put("projects", orNull(projects))
                .put("environment_classes", orNull(environmentClasses))
                .put("sources", orNull(sources));
    }

    private static @Nullable List<String> orNull(List<String> given) {
        return given.isEmpty() ? null : given;
    }
}
