package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The times of a token (RFC 7519): {@code exp} and {@code iat} are needed, {@code nbf} may be there. */
final class TimeClaims {

    /** Seconds, perhaps with a fraction; no exponent and no more digits than a time of this millennium has. */
    private static final Pattern NUMERIC_DATE = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");

    private TimeClaims() {}

    /**
     * Checks the times.
     *
     * @return when the token ends, leeway included
     * @throws TokenRefusedException {@code CLAIMS}, {@code EXPIRED}, {@code NOT_YET_VALID} or {@code LIFETIME}
     */
    static Instant check(JsonObject claims, IssuerSettings settings, Instant clockTime) {
        Instant expiry = required(claims, "exp");
        Instant issued = required(claims, "iat");
        Instant notBefore = optional(claims, "nbf");
        Duration leeway = settings.leeway();
        Instant validUntil = expiry.plus(leeway);
        if (!validUntil.isAfter(clockTime)) {
            throw new TokenRefusedException(Refusal.EXPIRED);
        }
        Instant latest = clockTime.plus(leeway);
        if (issued.isAfter(latest) || (notBefore != null && notBefore.isAfter(latest))) {
            throw new TokenRefusedException(Refusal.NOT_YET_VALID);
        }
        if (expiry.isAfter(issued.plus(settings.maxLifetime()))) {
            throw new TokenRefusedException(Refusal.LIFETIME);
        }
        return validUntil;
    }

    private static Instant required(JsonObject claims, String name) {
        Instant time = optional(claims, name);
        if (time == null) {
            throw new TokenRefusedException(Refusal.CLAIMS);
        }
        return time;
    }

    private static @Nullable Instant optional(JsonObject claims, String name) {
        JsonValue value = claims.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number
                && NUMERIC_DATE.matcher(number.text()).matches()) {
            BigDecimal millis = new BigDecimal(number.text()).movePointRight(3);
            return Instant.ofEpochMilli(millis.setScale(0, RoundingMode.DOWN).longValueExact());
        }
        throw new TokenRefusedException(Refusal.CLAIMS);
    }
}
