package dev.spendweir.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to an approval request, or is tried. Immutable.
 *
 * @param actor who did it; null only where {@link ApprovalEventType#needsActor()} is false
 */
public record ApprovalEvent(
        ApprovalEventType type, @Nullable ApprovalActor actor, Instant at) {

    public ApprovalEvent {
        if (actor == null && type.needsActor()) {
            throw new IllegalArgumentException(type.wireName() + " needs an actor");
        }
    }

    /** A deadline is looked after, or a newer request comes: nobody's own act. */
    public static ApprovalEvent of(ApprovalEventType type, Instant at) {
        return new ApprovalEvent(type, null, at);
    }
}
