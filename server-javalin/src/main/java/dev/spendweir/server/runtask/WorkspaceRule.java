package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonObject;

/**
 * Which project and environment a workspace belongs to. Immutable.
 *
 * @param workspace its name, or the beginning of names with {@code *} after it
 */
public record WorkspaceRule(String workspace, String projectId, String environment) {
    private static final String ANY = "*";

    /** Whether the rule is about this workspace. */
    boolean fits(String name) {
        return workspace.endsWith(ANY)
                ? name.startsWith(workspace.substring(0, workspace.length() - ANY.length()))
                : name.equals(workspace);
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("workspace", workspace)
                .put("project_id", projectId)
                .put("environment", environment)
                .build();
    }
}
