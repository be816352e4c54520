package dev.spendweir.server.keys;

import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.token.KeyRing;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenSigner;

/** The ring of keys of this server. Thread-safe. */
public interface TokenKeys {
    /** The ring as it is, at most a few seconds old. */
    KeyRing ring();

    /** Signs with the active key. */
    TokenSigner signer();

    /** The keys to judge a token with: another server may have made its key a moment ago. */
    KeySet keySetFor(String token);

    /**
     * Makes a key and publishes it as the next one; it does not sign yet.
     *
     * @throws RejectedException {@code CONFLICT} when the ring cannot change
     */
    KeyRing rotate(Caller caller);

    /**
     * Lets a key sign from now on, see {@link KeyRing#activate}.
     *
     * @throws RejectedException {@code NOT_FOUND}, {@code CONFLICT}
     */
    KeyRing activate(Caller caller, String kid);

    /**
     * Lets a key verify nothing any more, see {@link KeyRing#retire}.
     *
     * @throws RejectedException {@code NOT_FOUND}, {@code CONFLICT}
     */
    KeyRing retire(Caller caller, String kid, boolean compromised);
}
