package dev.spendweir.plan;

import dev.spendweir.price.ResourceAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a plan's {@code resource_changes}, with no more of its attributes than the price sheet reads.
 *
 * @param address the resource's address
 * @param deposed key of a deposed object; null for the current one
 * @param previousAddress the address before a move; null without one
 * @param type the resource type
 * @param kind what is done to it
 * @param actions the plan's own words for it
 * @param before attributes before the change; null when there is no object yet or the kind has no price
 * @param after attributes after the change; null when no object remains or the kind has no price
 */
public record ResourceChange(
        String address,
        @Nullable String deposed,
        @Nullable String previousAddress,
        String type,
        ChangeKind kind,
        List<String> actions,
        @Nullable ResourceAttributes before,
        @Nullable ResourceAttributes after) {

    public ResourceChange {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(kind, "kind");
        actions = List.copyOf(actions);
    }
}
