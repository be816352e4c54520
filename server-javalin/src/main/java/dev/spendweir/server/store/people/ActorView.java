package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An actor as the API shows it (spec 11, People). */
public record ActorView(
        String actorId,
        @Nullable String displayName,
        Role role,
        List<String> permissions,
        Binding binding,
        List<String> aliases,
        Instant createdAt,
        Instant updatedAt) {
    public ActorView {
        permissions = List.copyOf(permissions);
        aliases = List.copyOf(aliases);
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
                .put("created_at", ClockTime.format(createdAt))
                .put("updated_at", ClockTime.format(updatedAt))
                .build();
    }
}
