package dev.spendweir.server.keys;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the secrets that tenants share with others - keys of run tasks, secrets of webhooks, tokens of calls that are not
 * answered yet - sealed in the store, each under its own name. Thread-safe.
 */
public final class Secrets {
    private final @Nullable KeySealer sealer;

    private Secrets(@Nullable KeySealer sealer) {
        this.sealer = sealer;
    }

    /** Under this key. */
    public static Secrets under(KeySealer sealer) {
        return new Secrets(sealer);
    }

    /** Of a server that has no key for them: it keeps none. */
    public static Secrets none() {
        return new Secrets(null);
    }

    /**
     * Seals a secret.
     *
     * @param name what it belongs to; it opens under no other name
     * @throws RejectedException {@code SECRETS_KEY_MISSING}
     */
    public byte[] seal(String name, byte[] secret) {
        return required().seal(name, secret);
    }

    /**
     * Opens a secret.
     *
     * @throws RejectedException {@code SECRETS_KEY_MISSING} when there is no key, or it is not the one it was sealed under
     */
    public byte[] open(String name, byte[] whole) {
        try {
            return required().open(name, whole);
        } catch (IllegalStateException e) {
            throw new RejectedException(
                    ErrorCode.SECRETS_KEY_MISSING,
                    "the stored secret of " + name
                            + " does not open; is secrets.encryption_key the one it was made under?");
        }
    }

    private KeySealer required() {
        if (sealer == null) {
            throw new RejectedException(
                    ErrorCode.SECRETS_KEY_MISSING,
                    "this server has no key to keep secrets under; its operator sets secrets.encryption_key, made with:"
                            + " openssl rand -base64 32");
        }
        return sealer;
    }
}
