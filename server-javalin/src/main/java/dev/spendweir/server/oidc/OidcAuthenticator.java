package dev.spendweir.server.oidc;

import dev.spendweir.server.auth.Authenticator;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.auth.Requester;
import dev.spendweir.server.store.people.ActorDirectory;
import dev.spendweir.server.store.people.ActorDirectory.Standing;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of identity providers: {@code Authorization: Bearer eyJ...} (spec 4.1). An actor of the tenant that has the token's
 * name as its id or alias is that actor, whatever it calls with, and has its own role and permissions and those that the claims
 * give; anybody else has what the claims give. Nobody is stored by calling. Thread-safe.
 */
final class OidcAuthenticator implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(OidcAuthenticator.class);

    /** Three parts with dots between them; API keys have none. */
    private static final Pattern BEARER =
            Pattern.compile("(?i:bearer) +([A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*) *");

    private final BearerTokens tokens;
    private final ActorDirectory directory;

    OidcAuthenticator(BearerTokens tokens, ActorDirectory directory) {
        this.tokens = tokens;
        this.directory = directory;
    }

    @Override
    public Optional<Identity> authenticate(String authorization) {
        Matcher bearer = BEARER.matcher(authorization);
        if (!bearer.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(identity(tokens.identify(bearer.group(1))));
        } catch (TokenRefusedException e) {
            LOG.info("a bearer token was refused: {}", e.reason());
            return Optional.empty();
        }
    }

    private Identity identity(MappedIdentity mapped) {
        Standing standing = standing(mapped.tenantId(), mapped.actorName());
        Set<String> permissions = new HashSet<>(mapped.permissions());
        List<Binding> bindings = new ArrayList<>(List.of(mapped.binding()));
        @Nullable Role role = mapped.role();
        if (standing instanceof Standing.Listed listed) {
            if (!listed.active()) {
                throw new TokenRefusedException(Refusal.ACTOR);
            }
            role = RoleMapping.higher(role, listed.role());
            permissions.addAll(listed.permissions());
            bindings.add(listed.binding());
        }
        if (role == null) {
            throw new TokenRefusedException(Refusal.ROLE);
        }
        return new Identity(
                mapped.tenantId(),
                standing.actorId(),
                role,
                permissions,
                bindings,
                requester(mapped.tenantId(), mapped.requesterName()));
    }

    private @Nullable Requester requester(String tenantId, @Nullable String name) {
        return name == null ? null : new Requester(standing(tenantId, name).actorId(), name);
    }

    private Standing standing(String tenantId, String name) {
        return directory.find(tenantId, name).orElseThrow(() -> new TokenRefusedException(Refusal.TENANT));
    }
}
