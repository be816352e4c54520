package dev.spendweir.cli.output;

import java.util.Objects;
import java.util.Optional;

/**
 * What was asked, as the command knows it; a gate response does not repeat it.
 *
 * @param projectId the project that pays
 * @param environment as given
 * @param stage the Terraform stage
 * @param resourceReference names the state
 * @param runId the run and its attempt
 * @param changeId the pull request or commit
 * @param currency ISO 4217
 * @param dryRun whether it was a rehearsal
 */
public record GateQuestion(
        String projectId,
        String environment,
        String stage,
        String resourceReference,
        String runId,
        Optional<String> changeId,
        String currency,
        boolean dryRun) {

    public GateQuestion {
        Objects.requireNonNull(projectId, "projectId");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(resourceReference, "resourceReference");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(changeId, "changeId");
        Objects.requireNonNull(currency, "currency");
    }
}
