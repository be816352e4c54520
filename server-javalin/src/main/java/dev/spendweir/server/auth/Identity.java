package dev.spendweir.server.auth;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verified identity: who calls, for which tenant, and what that may do (spec 4.1). Never empty. Immutable.
 *
 * @param actorId the submitter of what this call asks
 * @param permissions granted beyond the role's own
 * @param bindings each one bounds by itself: the actor's and the credential's
 * @param requester who asks through this caller, when the credential's issuer says it; null: the caller itself
 */
public record Identity(
        String tenantId,
        String actorId,
        Role role,
        Set<String> permissions,
        List<Binding> bindings,
        @Nullable Requester requester) {

    public Identity {
        if (tenantId.isEmpty() || actorId.isEmpty()) {
            throw new IllegalArgumentException("an identity is never empty");
        }
        permissions = Set.copyOf(permissions);
        bindings = List.copyOf(bindings);
    }

    /** Who asks in its own name. */
    public Identity(String tenantId, String actorId, Role role, Set<String> permissions, List<Binding> bindings) {
        this(tenantId, actorId, role, permissions, bindings, null);
    }

    /** Whether the role has the permission or it was granted. */
    public boolean holds(Permission permission) {
        return permission.impliedBy(role) || permissions.contains(permission.wireName());
    }

    /** Whether the role is this one or a higher one. */
    public boolean isAtLeast(Role least) {
        return role.compareTo(least) >= 0;
    }

    /**
     * Refuses what a binding does not cover.
     *
     * @throws RejectedException {@code SOURCE_NOT_ALLOWED}, {@code PROJECT_NOT_ALLOWED} or {@code ENVIRONMENT_NOT_ALLOWED}
     */
    public void checkBindings(Source source, String projectId, EnvironmentClass environmentClass) {
        checkSource(source);
        checkProject(projectId);
        if (!bindings.stream().allMatch(b -> b.allowsEnvironmentClass(environmentClass))) {
            throw new RejectedException(
                    ErrorCode.ENVIRONMENT_NOT_ALLOWED,
                    "the credential is not for environments of class " + environmentClass.wireName());
        }
    }

    /** Whether every binding covers all three. */
    public boolean allows(Source source, String projectId, EnvironmentClass environmentClass) {
        return bindings.stream()
                .allMatch(b -> b.allowsSource(source)
                        && b.allowsProject(projectId)
                        && b.allowsEnvironmentClass(environmentClass));
    }

    /**
     * Refuses a source that a binding does not cover.
     *
     * @throws RejectedException {@code SOURCE_NOT_ALLOWED}
     */
    public void checkSource(Source source) {
        if (!bindings.stream().allMatch(b -> b.allowsSource(source))) {
            throw new RejectedException(
                    ErrorCode.SOURCE_NOT_ALLOWED, "the credential is not for source " + source.wireName());
        }
    }

    /**
     * Refuses a project that a binding does not cover.
     *
     * @throws RejectedException {@code PROJECT_NOT_ALLOWED}
     */
    public void checkProject(String projectId) {
        if (!allowsProject(projectId)) {
            throw new RejectedException(
                    ErrorCode.PROJECT_NOT_ALLOWED, "the credential is bound to other projects than this one");
        }
    }

    /** Whether every binding covers the project. */
    public boolean allowsProject(String projectId) {
        return bindings.stream().allMatch(b -> b.allowsProject(projectId));
    }

    /**
     * Refuses another tenant's name in a body or path (spec 4.1).
     *
     * @throws RejectedException {@code TENANT_MISMATCH}
     */
    public void checkTenant(String named, String pointer) {
        if (!named.equals(tenantId)) {
            throw new RejectedException(
                    ErrorCode.TENANT_MISMATCH,
                    pointer,
                    "the credential belongs to another tenant; leave the field out");
        }
    }

    /** Who asks when a request names nobody: whom the credential's issuer names, else the caller (spec 4.1). */
    public String defaultRequesterId() {
        return requester == null ? actorId : requester.actorId();
    }

    /**
     * Refuses asking in somebody else's name without the permission (spec 4.1). Where the credential's issuer says who asks,
     * the caller's own name is somebody else's too: else a pipeline would hide who started it.
     *
     * @throws RejectedException {@code REQUESTER_MISMATCH}
     */
    public void checkRequester(String requesterId, String pointer) {
        boolean own = requester == null ? requesterId.equals(actorId) : requester.isNamed(requesterId);
        if (!own && !holds(Permission.GATE_ON_BEHALF_OF)) {
            throw new RejectedException(
                    ErrorCode.REQUESTER_MISMATCH,
                    pointer,
                    "asking in somebody else's name needs the permission " + Permission.GATE_ON_BEHALF_OF.wireName());
        }
    }

    /**
     * Refuses a credential that is bound to a part of the tenant, for what concerns the whole of it: through a key or an actor
     * without bounds it would leave its own.
     *
     * @throws RejectedException {@code PROJECT_NOT_ALLOWED}, {@code ENVIRONMENT_NOT_ALLOWED} or {@code SOURCE_NOT_ALLOWED}
     */
    public void checkUnbound() {
        for (Binding binding : bindings) {
            refuseBound(binding.projects(), ErrorCode.PROJECT_NOT_ALLOWED, "projects");
            refuseBound(binding.environmentClasses(), ErrorCode.ENVIRONMENT_NOT_ALLOWED, "environment classes");
            refuseBound(binding.sources(), ErrorCode.SOURCE_NOT_ALLOWED, "sources");
        }
    }

    private static void refuseBound(@Nullable List<String> bounds, ErrorCode code, String what) {
        if (bounds != null) {
            throw new RejectedException(
                    code, "the credential is bound to some " + what + "; this needs one without such bounds");
        }
    }
}
