package dev.spendweir.server.oidc;

import dev.spendweir.server.store.people.Binding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One trusted issuer, as {@code docs/identity.md} describes it. Immutable.
 *
 * @param name for the log
 * @param issuer the exact {@code iss}
 * @param audiences a token is meant for at least one of them
 * @param keys where its JWK set is
 * @param keyPause least time between two readings of it
 * @param algorithms that its tokens may be signed with
 * @param leeway for clocks that differ, on every time claim
 * @param maxLifetime longest time between {@code iat} and {@code exp}
 * @param required claims without which a token is refused
 * @param requester names who asked for what the caller does; null: the caller itself
 * @param binding what the issuer's tokens may touch, on top of the actor's own bounds
 */
record IssuerSettings(
        String name,
        String issuer,
        Set<String> audiences,
        KeyLocation keys,
        Duration keyPause,
        Set<JwtAlgorithm> algorithms,
        Duration leeway,
        Duration maxLifetime,
        List<RequiredClaim> required,
        TenantMapping tenant,
        NamedBy actor,
        @Nullable NamedBy requester,
        RoleMapping roles,
        Binding binding) {

    IssuerSettings {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        required = List.copyOf(required);
    }

    /** Where a JWK set is. */
    sealed interface KeyLocation {

        /** At an address. */
        record AtUrl(URI url) implements KeyLocation {}

        /** In a file. */
        record InFile(Path file) implements KeyLocation {}

        /** Reads it. */
        default KeySource source() {
            if (this instanceof AtUrl at) {
                return new UrlKeySource(at.url());
            }
            if (this instanceof InFile in) {
                return new FileKeySource(in.file());
            }
            throw new IllegalStateException("a third place");
        }
    }
}
