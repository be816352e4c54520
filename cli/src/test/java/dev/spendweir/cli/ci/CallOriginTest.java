package dev.spendweir.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each CI system's variables say; names and values as the systems document them. */
final class CallOriginTest {

    private static final String SHA = "0f3b1c5e7a9d2468ace013579bdf02468ace1357";

    @TempDir
    private Path directory;

    static Stream<Arguments> systems() {
        return Stream.of(
                Arguments.of(
                        "GitHub, pull request",
                        Map.of(
                                "GITHUB_ACTIONS", "true",
                                "GITHUB_RUN_ID", "1658821493",
                                "GITHUB_RUN_ATTEMPT", "2",
                                "GITHUB_REF", "refs/pull/7/merge",
                                "GITHUB_SHA", SHA),
                        CiSystem.GITHUB,
                        "github-1658821493-2",
                        "pr-7"),
                Arguments.of(
                        "GitHub, merge queue",
                        Map.of(
                                "GITHUB_ACTIONS", "true",
                                "GITHUB_RUN_ID", "1658821493",
                                "GITHUB_RUN_ATTEMPT", "1",
                                "GITHUB_REF", "refs/heads/gh-readonly-queue/main/pr-41-" + SHA,
                                "GITHUB_SHA", SHA),
                        CiSystem.GITHUB,
                        "github-1658821493-1",
                        "pr-41"),
                Arguments.of(
                        "GitHub, push to another branch",
                        Map.of(
                                "GITHUB_ACTIONS", "true",
                                "GITHUB_RUN_ID", "5",
                                "GITHUB_RUN_ATTEMPT", "1",
                                "GITHUB_REF", "refs/heads/topic",
                                "GITHUB_SHA", SHA),
                        CiSystem.GITHUB,
                        "github-5-1",
                        SHA),
                Arguments.of(
                        "GitLab, merge request",
                        Map.of(
                                "GITLAB_CI", "true",
                                "CI_PIPELINE_ID", "90",
                                "CI_JOB_ID", "1234",
                                "CI_MERGE_REQUEST_IID", "12",
                                "CI_COMMIT_SHA", SHA),
                        CiSystem.GITLAB,
                        "gitlab-90-1234",
                        "pr-12"),
                Arguments.of(
                        "GitLab, merge commit on the main branch",
                        Map.of(
                                "GITLAB_CI", "true",
                                "CI_PIPELINE_ID", "91",
                                "CI_JOB_ID", "1240",
                                "CI_COMMIT_SHA", SHA,
                                "CI_COMMIT_BRANCH", "trunk",
                                "CI_DEFAULT_BRANCH", "trunk",
                                "CI_COMMIT_MESSAGE",
                                        "Merge branch 'topic' into 'trunk'\n\nMore\n\nSee merge request acme/infra!12\n"),
                        CiSystem.GITLAB,
                        "gitlab-91-1240",
                        "pr-12"),
                Arguments.of(
                        "GitLab, the same message on another branch",
                        Map.of(
                                "GITLAB_CI", "true",
                                "CI_PIPELINE_ID", "91",
                                "CI_JOB_ID", "1240",
                                "CI_COMMIT_SHA", SHA,
                                "CI_COMMIT_BRANCH", "topic",
                                "CI_DEFAULT_BRANCH", "trunk",
                                "CI_COMMIT_MESSAGE", "See merge request acme/infra!12"),
                        CiSystem.GITLAB,
                        "gitlab-91-1240",
                        SHA),
                Arguments.of(
                        "Atlantis, inside a Jenkins job",
                        Map.of(
                                "JENKINS_URL", "https://ci.example.com",
                                "BUILD_NUMBER", "3",
                                "PULL_NUM", "17",
                                "HEAD_COMMIT", SHA,
                                "PLANFILE", "/tmp/default.tfplan",
                                "BASE_REPO_OWNER", "acme",
                                "BASE_REPO_NAME", "infra"),
                        CiSystem.ATLANTIS,
                        "atlantis-acme-infra-17-new-id",
                        "pr-17"),
                Arguments.of(
                        "Jenkins, pull request",
                        Map.of(
                                "JENKINS_URL", "https://ci.example.com/",
                                "JOB_NAME", "infra/PR-9",
                                "BUILD_NUMBER", "4",
                                "CHANGE_ID", "9",
                                "BRANCH_NAME", "PR-9",
                                "GIT_COMMIT", SHA),
                        CiSystem.JENKINS,
                        "jenkins-infra/PR-9-4",
                        "pr-9"),
                Arguments.of(
                        "Buildkite, pull request, retried",
                        Map.of(
                                "BUILDKITE", "true",
                                "BUILDKITE_BUILD_ID", "4735ba57-80d0-46e2-8fa0-b28223a86586",
                                "BUILDKITE_RETRY_COUNT", "1",
                                "BUILDKITE_PULL_REQUEST", "123",
                                "BUILDKITE_COMMIT", SHA),
                        CiSystem.BUILDKITE,
                        "buildkite-4735ba57-80d0-46e2-8fa0-b28223a86586-1",
                        "pr-123"),
                Arguments.of(
                        "Buildkite, squash commit on the main branch",
                        Map.of(
                                "BUILDKITE", "true",
                                "BUILDKITE_BUILD_ID", "b",
                                "BUILDKITE_RETRY_COUNT", "0",
                                "BUILDKITE_PULL_REQUEST", "false",
                                "BUILDKITE_COMMIT", SHA,
                                "BUILDKITE_BRANCH", "main",
                                "BUILDKITE_PIPELINE_DEFAULT_BRANCH", "main",
                                "BUILDKITE_MESSAGE", "Add a database (#44)\n\n* one\n* two (#3)"),
                        CiSystem.BUILDKITE,
                        "buildkite-b-0",
                        "pr-44"),
                Arguments.of(
                        "Azure Pipelines, GitHub pull request",
                        Map.of(
                                "TF_BUILD", "True",
                                "BUILD_BUILDID", "77",
                                "SYSTEM_STAGEATTEMPT", "1",
                                "SYSTEM_JOBATTEMPT", "3",
                                "SYSTEM_PULLREQUEST_PULLREQUESTID", "998877",
                                "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "15",
                                "BUILD_SOURCEBRANCH", "refs/pull/15/merge",
                                "BUILD_SOURCEVERSION", SHA),
                        CiSystem.AZURE,
                        "azure-77-1-3",
                        "pr-15"),
                Arguments.of(
                        "Azure Pipelines, Azure Repos merge on main",
                        Map.of(
                                "TF_BUILD", "True",
                                "BUILD_BUILDID", "78",
                                "SYSTEM_STAGEATTEMPT", "1",
                                "SYSTEM_JOBATTEMPT", "1",
                                "BUILD_SOURCEBRANCH", "refs/heads/main",
                                "BUILD_SOURCEVERSION", SHA,
                                "BUILD_SOURCEVERSIONMESSAGE", "Merged PR 31: Add a queue"),
                        CiSystem.AZURE,
                        "azure-78-1-1",
                        "pr-31"),
                Arguments.of(
                        "CircleCI, pull request by address",
                        Map.of(
                                "CIRCLECI", "true",
                                "CIRCLE_WORKFLOW_ID", "wf-1",
                                "CIRCLE_BUILD_NUM", "501",
                                "CIRCLE_PULL_REQUEST", "https://github.com/acme/infra/pull/88",
                                "CIRCLE_SHA1", SHA),
                        CiSystem.CIRCLECI,
                        "circleci-wf-1-501",
                        "pr-88"),
                Arguments.of(
                        "Bitbucket, pull request",
                        Map.of(
                                "BITBUCKET_BUILD_NUMBER", "22",
                                "BITBUCKET_STEP_RUN_NUMBER", "2",
                                "BITBUCKET_REPO_FULL_NAME", "acme/infra",
                                "BITBUCKET_PR_ID", "5",
                                "BITBUCKET_COMMIT", SHA),
                        CiSystem.BITBUCKET,
                        "bitbucket-acme/infra-22-2",
                        "pr-5"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("systems")
    void detect_inACiSystem_readsRunAttemptAndChange(
            String name, Map<String, String> env, CiSystem system, String runId, String changeId) {
        CallOrigin origin = detect(env);
        assertThat(origin.system()).contains(system);
        assertThat(origin.runId()).isEqualTo(runId);
        assertThat(origin.changeId()).contains(changeId);
    }

    @Test
    void detect_pullRequestTargetOnGithub_readsTheNumberFromTheEvent() throws IOException {
        Path event = directory.resolve("event.json");
        Files.writeString(event, "{\"pull_request\":{\"number\":64},\"repository\":{\"default_branch\":\"main\"}}");
        CallOrigin origin = detect(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_RUN_ID", "1",
                "GITHUB_RUN_ATTEMPT", "1",
                "GITHUB_REF", "refs/heads/main",
                "GITHUB_SHA", SHA,
                "GITHUB_EVENT_PATH", event.toString()));
        assertThat(origin.changeId()).contains("pr-64");
    }

    @Test
    void detect_mergeCommitOnGithubMain_readsTheNumberFromTheEventsMessage() throws IOException {
        Path event = directory.resolve("event.json");
        Files.writeString(
                event,
                "{\"head_commit\":{\"message\":\"Merge pull request #65 from acme/topic\\n\\nAdd it\"},"
                        + "\"repository\":{\"default_branch\":\"trunk\"}}");
        CallOrigin origin = detect(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_RUN_ID", "1",
                "GITHUB_RUN_ATTEMPT", "1",
                "GITHUB_REF", "refs/heads/trunk",
                "GITHUB_SHA", SHA,
                "GITHUB_EVENT_PATH", event.toString()));
        assertThat(origin.changeId()).contains("pr-65");
    }

    @Test
    void detect_brokenGithubEvent_fallsBackToTheCommit() throws IOException {
        Path event = directory.resolve("event.json");
        Files.writeString(event, "{\"pull_request\":");
        CallOrigin origin = detect(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_RUN_ID", "1",
                "GITHUB_REF", "refs/heads/topic",
                "GITHUB_SHA", SHA,
                "GITHUB_EVENT_PATH", event.toString()));
        assertThat(origin.changeId()).contains(SHA);
    }

    @Test
    void detect_nowhere_makesANewRunAndKnowsNoChange() {
        CallOrigin origin = detect(Map.of());
        assertThat(origin.system()).isEmpty();
        assertThat(origin.runId()).isEqualTo("local-new-id");
        assertThat(origin.changeId()).isEmpty();
    }

    @Test
    void detect_inAGitClone_takesTheCommitAndOnMainItsPullRequest() throws Exception {
        TestGit git = TestGit.init(directory);
        git.commit("Start");
        assertThat(detect(git.env()).changeId()).contains(git.head());

        git.commit("Add a database (#12)");
        assertThat(detect(git.env()).changeId()).contains("pr-12");

        git.checkoutNew("topic");
        assertThat(detect(git.env()).changeId()).contains(git.head());
    }

    @Test
    void detect_strangeCharactersAndLength_makesIdsThatEverythingTakes() {
        Map<String, String> env = new HashMap<>();
        env.put("JENKINS_URL", "https://ci.example.com");
        env.put("JOB_NAME", "ordner ä/" + "x".repeat(300));
        env.put("BUILD_NUMBER", "8");
        String runId = detect(env).runId();
        assertThat(runId).hasSize(128).endsWith("x-8").matches("[A-Za-z0-9._/-]+");
    }

    @Test
    void mergeMessage_revertOfASquashCommit_namesTheRevertOnly() {
        assertThat(MergeMessage.pullRequest("Revert \"Add it (#12)\" (#15)")).isEqualTo(Optional.of("15"));
        assertThat(MergeMessage.pullRequest("Revert \"Add it (#12)\"")).isEmpty();
        assertThat(MergeMessage.pullRequest("Merged in topic (pull request #3)"))
                .isEqualTo(Optional.of("3"));
        assertThat(MergeMessage.pullRequest("See #12 for more")).isEmpty();
        assertThat(MergeMessage.pullRequest("")).isEmpty();
    }

    private CallOrigin detect(Map<String, String> env) {
        return CallOrigin.detect(env, directory, () -> "new-id");
    }
}
