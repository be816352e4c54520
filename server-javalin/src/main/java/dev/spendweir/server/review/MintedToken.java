package dev.spendweir.server.review;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;

/**
 * A fresh token, shown to whoever asked for it and kept nowhere.
 *
 * @param tokenId its {@code jti}
 */
public record MintedToken(String token, Instant expiresAt, String tokenId, String kid) {
    /** The answer of the route (spec 11). */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("token", token)
                .put("expires_at", ClockTime.format(expiresAt))
                .put("jti", tokenId)
                .put("kid", kid)
                .build();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "MintedToken[" + tokenId + "]";
    }
}
