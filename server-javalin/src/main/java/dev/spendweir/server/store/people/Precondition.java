package dev.spendweir.server.store.people;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a change expects to find (RFC 9110, {@code If-Match}).
 *
 * @param existing whether there must be something
 * @param version which it must be; empty: any
 */
public record Precondition(boolean existing, OptionalLong version) {

    /** Whatever is there, or nothing at all. */
    public static final Precondition NONE = new Precondition(false, OptionalLong.empty());

    /** Something that is there, of this version when one is given. */
    public static Precondition existing(OptionalLong version) {
        return new Precondition(true, version);
    }

    /**
     * Refuses when the expectation is not met.
     *
     * @param current the version that is there; empty: there is nothing
     * @throws RejectedException {@code STALE_VERSION}
     */
    void check(Optional<Long> current) {
        if (!existing) {
            return;
        }
        if (current.isEmpty()) {
            throw new RejectedException(ErrorCode.STALE_VERSION, "there is no such thing any more, or not yet");
        }
        if (version.isPresent() && version.getAsLong() != current.get()) {
            throw new RejectedException(
                    ErrorCode.STALE_VERSION,
                    "the current version is " + current.get() + "; read it again and decide anew");
        }
    }
}
