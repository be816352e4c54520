package dev.spendweir.server.oidc;

/** A token that identifies nobody. Carries no part of the token and no stack trace: anybody can cause it, at any rate. */
final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal reason;

    TokenRefusedException(Refusal reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }
}
