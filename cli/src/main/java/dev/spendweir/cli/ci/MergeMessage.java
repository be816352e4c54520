package dev.spendweir.cli.ci;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the pull request in the message of a merge or squash commit, as the forges write it. */
final class MergeMessage {

    /** Forges put these at the beginning or at the end of the first line. */
    private static final List<Pattern> FIRST_LINE = List.of(
            Pattern.compile("^Merge pull request #([0-9]+) .*"), // GitHub, Bitbucket Server
            Pattern.compile("^Merged PR ([0-9]+): .*"), // Azure Repos
            Pattern.compile("^Merged in .* \\(pull request #([0-9]+)\\)$"), // Bitbucket Cloud
            Pattern.compile("^Pull request #([0-9]+): .*"), // Bitbucket Data Center
            Pattern.compile(".*\\(pull request #([0-9]+)\\)$"), // Bitbucket Cloud, squash
            Pattern.compile(".*\\(#([0-9]+)\\)$")); // GitHub, squash

    /** GitLab writes the number into the trailer of a merge commit. */
    private static final Pattern GITLAB = Pattern.compile("(?m)^See merge request [^\\s!]*!([0-9]+)\\s*$");

    private MergeMessage() {}

    static Optional<String> pullRequest(String message) {
        String first = message.lines().findFirst().orElse("").strip();
        for (Pattern pattern : FIRST_LINE) {
            Matcher matcher = pattern.matcher(first);
            if (matcher.matches()) {
                return Optional.of(matcher.group(1));
            }
        }
        Matcher gitlab = GITLAB.matcher(message);
        return gitlab.find() ? Optional.of(gitlab.group(1)) : Optional.empty();
    }
}
