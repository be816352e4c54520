package dev.spendweir.cli.ci;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads GitHub Actions: its variables, and the event file, which alone knows the number in some events. */
final class GithubEvent {

    /** {@code refs/pull/12/merge}: the ref of the event pull_request. */
    private static final Pattern PULL_REF = Pattern.compile("refs/pull/([0-9]+)/.*");

    /** The branch that a merge queue makes for one pull request. */
    private static final Pattern QUEUE_REF = Pattern.compile("refs/heads/gh-readonly-queue/.*/pr-([0-9]+)-[0-9a-f]+");

    /** GitHub cuts events at 25 MiB; reading more would be somebody's mistake. */
    private static final long MAX_EVENT_BYTES = 25L * 1024 * 1024;

    private GithubEvent() {}

    static CiRun run(Environment env) {
        JsonObject event = event(env.get("GITHUB_EVENT_PATH"));
        String branch = env.branchOf("GITHUB_REF");
        return new CiRun(
                env.join("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT"),
                pullRequest(env.get("GITHUB_REF"), event),
                env.get("GITHUB_SHA"),
                branch,
                text(object(event, "repository"), "default_branch"),
                text(object(event, "head_commit"), "message"));
    }

    private static String pullRequest(String ref, JsonObject event) {
        for (Pattern pattern : new Pattern[] {PULL_REF, QUEUE_REF}) {
            Matcher matcher = pattern.matcher(ref);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        // pull_request_target runs on the base branch; only its event names the pull request.
        JsonValue number = object(event, "pull_request").get("number");
        return number instanceof JsonNumber n ? n.text() : "";
    }

    private static JsonObject event(String path) {
        if (path.isEmpty()) {
            return JsonObject.EMPTY;
        }
        try {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_EVENT_BYTES) {
                return JsonObject.EMPTY;
            }
            return JsonReader.read(Files.readAllBytes(file)) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (IOException | InvalidPathException | JsonSyntaxException e) {
            // The event only refines the change id; the commit remains.
            return JsonObject.EMPTY;
        }
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static String text(JsonObject parent, String name) {
        @Nullable JsonValue value = parent.get(name);
        return value instanceof JsonString string ? string.value() : "";
    }
}
