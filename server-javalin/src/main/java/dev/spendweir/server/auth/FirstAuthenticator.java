package dev.spendweir.server.auth;

import java.util.List;
import java.util.Optional;

/**
 * Asks one authenticator after the other; the first that knows the credential says whose it is.
 *
 * @param all kinds of credential that cannot be taken for each other
 */
public record FirstAuthenticator(List<Authenticator> all) implements Authenticator {

    public FirstAuthenticator {
        all = List.copyOf(all);
    }

    @Override
    public Optional<Identity> authenticate(String authorization) {
        for (Authenticator authenticator : all) {
            Optional<Identity> identity = authenticator.authenticate(authorization);
            if (identity.isPresent()) {
                return identity;
            }
        }
        return Optional.empty();
    }
}
