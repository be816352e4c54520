package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An actor as the API shows it (spec 11, People).
 *
 * @param disabled whether nobody may call as this actor
 * @param version counts the changes, from 1; never smaller than before, also when the actor was removed in between
 */
public record ActorView(
        String actorId,
        @Nullable String displayName,
        Role role,
        List<String> permissions,
        Binding binding,
        List<String> aliases,
        boolean disabled,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public ActorView {
        permissions = List.copyOf(permissions);
        aliases = List.copyOf(aliases);
    }

    /** Whether it can change people: an owner who is not disabled and has no bounds (spec 4.1). */
    boolean isFreeOwner() {
        return role == Role.OWNER && !disabled && binding.equals(Binding.NONE);
    }

    /** Its entity tag. */
    public String etag() {
        return "\"" + version + "\"";
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("actor_id", actorId)
                .put("display_name", displayName)
                .put("role", role.wireName())
                .put("permissions", permissions)
                .put("projects", binding.projects())
                .put("environment_classes", binding.environmentClasses())
                .put("sources", binding.sources())
                .put("aliases", aliases)
                .put("disabled", disabled)
                .put("created_at", ClockTime.format(createdAt))
                .put("updated_at", ClockTime.format(updatedAt))
                .put("version", version)
                .build();
    }
}
