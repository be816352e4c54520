package dev.spendweir.server.runtask;

import java.util.List;

/**
 * What a run task is to be.
 *
 * @param name for people
 * @param actorId the service identity in whose name the gate is asked; it needs the permission {@code gate.run_task}
 * @param workspaces the first that fits a run's workspace counts; a workspace without one is refused
 */
public record RunTaskSpec(String name, String actorId, ConsumeAt consumeAt, List<WorkspaceRule> workspaces) {
    public RunTaskSpec {
        workspaces = List.copyOf(workspaces);
    }
}
