package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.Optional;

/** A run task as it is stored, without its secrets. Immutable. */
public record RunTask(String runTaskId, RunTaskSpec spec, Instant createdAt, Instant updatedAt) {

    /** The rule for a workspace, if there is one. */
    Optional<WorkspaceRule> ruleFor(String workspace) {
        return spec.workspaces().stream().filter(rule -> rule.fits(workspace)).findFirst();
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("run_task_id", runTaskId)
                .put("name", spec.name())
                .put("actor_id", spec.actorId())
                .put("consume_at", spec.consumeAt().wireName())
                .put("workspaces", JsonArray.of(spec.workspaces().stream().map(WorkspaceRule::toJson)))
                .put("created_at", ClockTime.format(createdAt))
                .put("updated_at", ClockTime.format(updatedAt))
                .build();
    }
}
