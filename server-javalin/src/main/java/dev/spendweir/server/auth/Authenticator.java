package dev.spendweir.server.auth;

import java.util.Optional;

/** Turns what a call carries into an identity; one for each kind of credential. Thread-safe. */
public interface Authenticator {

    /**
     * The identity behind an {@code Authorization} header.
     *
     * @param authorization the header's value
     * @return empty when it is not of this kind, or not valid now; which of these is not told to the caller
     * @throws dev.spendweir.server.store.StoreUnavailableException when nothing is known and the store cannot be asked
     */
    Optional<Identity> authenticate(String authorization);
}
