package dev.spendweir.cli.ci;

/** The CI systems whose variables we read; the order is the order in which they are looked for. */
public enum CiSystem {
    /** Atlantis. First: it may itself run inside another system's job. */
    ATLANTIS("atlantis") {
        @Override
        boolean isPresent(Environment env) {
            return env.has("PULL_NUM") && env.has("HEAD_COMMIT") && env.has("PLANFILE");
        }

        @Override
        CiRun read(Environment env) {
            // No variable counts attempts, so each call is a run of its own.
            return new CiRun(
                    env.join("BASE_REPO_OWNER", "BASE_REPO_NAME", "PULL_NUM") + "-" + env.newId(),
                    env.get("PULL_NUM"),
                    env.get("HEAD_COMMIT"),
                    "",
                    "",
                    "");
        }
    },
    /** GitHub Actions. */
    GITHUB("github") {
        @Override
        boolean isPresent(Environment env) {
            return env.is("GITHUB_ACTIONS", "true");
        }

        @Override
        CiRun read(Environment env) {
            return GithubEvent.run(env);
        }
    },
    /** GitLab CI. */
    GITLAB("gitlab") {
        @Override
        boolean isPresent(Environment env) {
            return env.is("GITLAB_CI", "true");
        }

        @Override
        CiRun read(Environment env) {
            // A retried job keeps the pipeline's id and gets a new id of its own.
            return new CiRun(
                    env.join("CI_PIPELINE_ID", "CI_JOB_ID"),
                    env.get("CI_MERGE_REQUEST_IID"),
                    env.get("CI_COMMIT_SHA"),
                    env.get("CI_COMMIT_BRANCH"),
                    env.get("CI_DEFAULT_BRANCH"),
                    env.get("CI_COMMIT_MESSAGE"));
        }
    },
    /** Buildkite. */
    BUILDKITE("buildkite") {
        @Override
        boolean isPresent(Environment env) {
            return env.is("BUILDKITE", "true");
        }

        @Override
        CiRun read(Environment env) {
            String pull = env.get("BUILDKITE_PULL_REQUEST");
            return new CiRun(
                    env.join("BUILDKITE_BUILD_ID", "BUILDKITE_RETRY_COUNT"),
                    pull.equals("false") ? "" : pull,
                    env.get("BUILDKITE_COMMIT"),
                    env.get("BUILDKITE_BRANCH"),
                    env.get("BUILDKITE_PIPELINE_DEFAULT_BRANCH"),
                    env.get("BUILDKITE_MESSAGE"));
        }
    },
    /** Azure Pipelines. */
    AZURE("azure") {
        @Override
        boolean isPresent(Environment env) {
            return env.get("TF_BUILD").equalsIgnoreCase("true");
        }

        @Override
        CiRun read(Environment env) {
            // The number is what people see for a GitHub pull request; an Azure Repos one has only an id.
            String number = env.get("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER");
            return new CiRun(
                    env.join("BUILD_BUILDID", "SYSTEM_STAGEATTEMPT", "SYSTEM_JOBATTEMPT"),
                    number.isEmpty() ? env.get("SYSTEM_PULLREQUEST_PULLREQUESTID") : number,
                    env.get("BUILD_SOURCEVERSION"),
                    env.branchOf("BUILD_SOURCEBRANCH"),
                    "",
                    env.get("BUILD_SOURCEVERSIONMESSAGE"));
        }
    },
    /** CircleCI. */
    CIRCLECI("circleci") {
        @Override
        boolean isPresent(Environment env) {
            return env.is("CIRCLECI", "true");
        }

        @Override
        CiRun read(Environment env) {
            String number = env.get("CIRCLE_PR_NUMBER");
            return new CiRun(
                    env.join("CIRCLE_WORKFLOW_ID", "CIRCLE_BUILD_NUM"),
                    number.isEmpty() ? env.lastSegment("CIRCLE_PULL_REQUEST") : number,
                    env.get("CIRCLE_SHA1"),
                    env.get("CIRCLE_BRANCH"),
                    "",
                    "");
        }
    },
    /** Bitbucket Pipelines. */
    BITBUCKET("bitbucket") {
        @Override
        boolean isPresent(Environment env) {
            return env.has("BITBUCKET_BUILD_NUMBER");
        }

        @Override
        CiRun read(Environment env) {
            // Build numbers count within one repository only.
            return new CiRun(
                    env.join("BITBUCKET_REPO_FULL_NAME", "BITBUCKET_BUILD_NUMBER", "BITBUCKET_STEP_RUN_NUMBER"),
                    env.get("BITBUCKET_PR_ID"),
                    env.get("BITBUCKET_COMMIT"),
                    env.get("BITBUCKET_BRANCH"),
                    "",
                    "");
        }
    },
    /** Jenkins. Last of the named ones: it leaves its variables in whatever it starts. */
    JENKINS("jenkins") {
        @Override
        boolean isPresent(Environment env) {
            return env.has("JENKINS_URL") && env.has("BUILD_NUMBER");
        }

        @Override
        CiRun read(Environment env) {
            boolean primary = env.is("BRANCH_IS_PRIMARY", "true");
            String branch = env.get("BRANCH_NAME");
            return new CiRun(
                    env.join("JOB_NAME", "BUILD_NUMBER"),
                    env.get("CHANGE_ID"),
                    env.get("GIT_COMMIT"),
                    branch,
                    primary ? branch : "",
                    "");
        }
    };

    private final String wireName;

    CiSystem(String wireName) {
        this.wireName = wireName;
    }

    /** The word with which its run ids begin. */
    public String wireName() {
        return wireName;
    }

    /** Whether the variables are this system's. */
    abstract boolean isPresent(Environment env);

    /** What its variables say. */
    abstract CiRun read(Environment env);
}
