package dev.spendweir.cli.gate;

import dev.spendweir.canonical.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * What a call is about, without the change itself.
 *
 * @param stage where in the pipeline
 * @param projectId the project that pays
 * @param environment as the caller writes it
 * @param resourceReference names the Terraform state
 * @param runId the run and its attempt
 * @param changeId the pull request or commit
 * @param currency of every figure that is sent or shown; the gate refuses another than the policy's
 * @param labels what the caller adds to the metadata
 * @param dryRun whether nothing is to be held or recorded
 */
public record GateSubject(
        GateStage stage,
        String projectId,
        String environment,
        String resourceReference,
        String runId,
        Optional<String> changeId,
        String currency,
        JsonObject labels,
        boolean dryRun) {

    public GateSubject {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(projectId, "projectId");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(resourceReference, "resourceReference");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(changeId, "changeId");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(labels, "labels");
    }
}
