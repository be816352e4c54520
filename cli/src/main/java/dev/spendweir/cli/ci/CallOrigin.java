package dev.spendweir.cli.ci;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who calls: the run that asks and the change it asks about (spec 5.1, "CLI for CI"; 3.2, "A change").
 *
 * @param system the CI system, empty when none is recognised
 * @param runId names the run and its attempt; a new attempt is a new question. Outside CI new at each call
 * @param changeId {@code pr-N}, else the commit; empty when neither is known
 */
public record CallOrigin(Optional<CiSystem> system, String runId, Optional<String> changeId) {

    /** What a repository's main branch is called when nothing says otherwise. */
    private static final List<String> USUAL_MAIN_BRANCHES = List.of("main", "master");

    /** The server takes run and change ids of this length; longer ones are cut at the front, where they differ least. */
    private static final int MAX_ID_LENGTH = 128;

    public CallOrigin {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(changeId, "changeId");
    }

    /**
     * Reads the origin of a call.
     *
     * @param env the environment variables
     * @param directory where git is asked
     * @param newIds gives an id that no other call has
     */
    public static CallOrigin detect(Map<String, String> env, Path directory, Supplier<String> newIds) {
        Environment environment = new Environment(env, newIds);
        GitRepository git = new GitRepository(directory, env);
        Optional<CiSystem> system = Arrays.stream(CiSystem.values())
                .filter(s -> s.isPresent(environment))
                .findFirst();
        CiRun run = system.map(s -> s.read(environment)).orElseGet(() -> outsideCi(environment));
        String prefix = system.map(CiSystem::wireName).orElse("local");
        String runId = clean(prefix + "-" + (run.run().isEmpty() ? environment.newId() : run.run()));
        return new CallOrigin(system, runId, changeId(run, git).map(CallOrigin::clean));
    }

    private static CiRun outsideCi(Environment environment) {
        return new CiRun(environment.newId(), "", "", "", "", "");
    }

    private static Optional<String> changeId(CiRun run, GitRepository git) {
        if (run.pullRequest().matches("[0-9]+")) {
            return Optional.of("pr-" + run.pullRequest());
        }
        Optional<String> commit = given(run.commit()).or(git::commit);
        Optional<String> merged = isMainBranch(run, git) ? mergedPullRequest(run, commit, git) : Optional.empty();
        return merged.or(() -> commit);
    }

    private static boolean isMainBranch(CiRun run, GitRepository git) {
        Optional<String> branch = given(run.branch()).or(git::branch);
        if (branch.isEmpty()) {
            return false;
        }
        Optional<String> main = given(run.defaultBranch()).or(git::defaultBranch);
        return main.map(name -> name.equals(branch.get())).orElseGet(() -> USUAL_MAIN_BRANCHES.contains(branch.get()));
    }

    private static Optional<String> mergedPullRequest(CiRun run, Optional<String> commit, GitRepository git) {
        return given(run.message())
                .or(() -> commit.flatMap(git::message))
                .flatMap(MergeMessage::pullRequest)
                .map(number -> "pr-" + number);
    }

    private static Optional<String> given(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** Only characters that every header, key and log takes. */
    private static String clean(String id) {
        String safe = id.replaceAll("[^A-Za-z0-9._/-]+", "-");
        return safe.length() <= MAX_ID_LENGTH ? safe : safe.substring(safe.length() - MAX_ID_LENGTH);
    }
}
