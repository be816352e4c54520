package dev.spendweir.cli.ci;

/**
 * What a CI system says about its run; the empty string stands for what it does not say.
 *
 * @param run the run together with its attempt, unique within the system
 * @param pullRequest the number of the pull or merge request that runs
 * @param commit the commit that runs
 * @param branch the branch that runs
 * @param defaultBranch the repository's main branch
 * @param message the commit's message
 */
record CiRun(String run, String pullRequest, String commit, String branch, String defaultBranch, String message) {}
