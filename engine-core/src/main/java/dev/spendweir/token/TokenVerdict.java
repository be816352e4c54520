package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a verifier says of a token. */
public sealed interface TokenVerdict {
    /**
     * It is ours, it is good now, and it is for this change.
     *
     * @param claims those of {@code token} as they were written; claims that we do not know are left out, so that nobody can
     *     lean on them
     */
    record Accepted(ApprovalToken token, JsonObject claims) implements TokenVerdict {}

    /**
     * It is not.
     *
     * @param code the first check that failed, see {@link TokenVerifier}
     * @param boundClaim the claim that differs, for {@code TOKEN_BINDING_MISMATCH}; else null
     * @param detail one sentence; nothing of the token is in it
     */
    record Refused(ErrorCode code, @Nullable String boundClaim, String detail) implements TokenVerdict {
        /** The claim that differs from what was expected. */
        public Optional<String> claim() {
            return Optional.ofNullable(boundClaim);
        }
    }
}
