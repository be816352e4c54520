package dev.spendweir.server.auth;

import dev.spendweir.server.store.people.Credential;
import dev.spendweir.server.store.people.CredentialService;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** API keys: {@code Authorization: Bearer sw_...} (spec 4.1). */
public final class ApiKeyAuthenticator implements Authenticator {

    /** The scheme in any case (RFC 9110), one space or more; what is no key never reaches the store. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(sw_[A-Za-z0-9_-]{1,200}) *");

    private final CredentialService credentials;

    /** Asks this service, which compares in constant time and keeps what it verified for a while. */
    public ApiKeyAuthenticator(CredentialService credentials) {
        this.credentials = credentials;
    }

    @Override
    public Optional<Identity> authenticate(String authorization) {
        Matcher bearer = BEARER.matcher(authorization);
        return bearer.matches()
                ? credentials.find(bearer.group(1)).map(ApiKeyAuthenticator::identity)
                : Optional.empty();
    }

    private static Identity identity(Credential credential) {
        return new Identity(
                credential.tenantId(),
                credential.actorId(),
                credential.role(),
                credential.permissions(),
                List.of(credential.actorBinding(), credential.keyBinding()));
    }
}
