package dev.spendweir.reservation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate call is about (spec 3.2). Two calls are about the same change when place and id are equal and there is an
 * id; a call without one is a change of its own.
 *
 * @param changeId the pull request, else the commit; null: none
 */
public record Change(Place place, @Nullable String changeId) {

    /** What identifies the change among others; empty for a change of its own. */
    public Optional<Change> identity() {
        return changeId == null ? Optional.empty() : Optional.of(this);
    }
}
