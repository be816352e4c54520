package dev.spendweir.server.oidc;

/** Why a token does not identify anybody. For the log alone: callers learn only that it is not valid. */
enum Refusal {
    /** Not three base64url parts with strict JSON objects in the first two, or too long. */
    MALFORMED,
    /** A header parameter that would change how the token is read, or a type that is no access or ID token. */
    HEADER,
    /** No configured issuer has this {@code iss}. */
    ISSUER,
    /** The issuer's configuration does not list the algorithm. */
    ALGORITHM,
    /** The issuer publishes no such key for that algorithm. */
    KEY,
    /** The signature is not that of the key. */
    SIGNATURE,
    /** {@code exp} or {@code iat} is missing, or one of the registered claims has a wrong type. */
    CLAIMS,
    /** Meant for somebody else. */
    AUDIENCE,
    /** {@code exp} has passed. */
    EXPIRED,
    /** {@code nbf} or {@code iat} is in the future. */
    NOT_YET_VALID,
    /** Lives longer than the configuration takes. */
    LIFETIME,
    /** A required claim is missing or has another value. */
    REQUIRED_CLAIM,
    /** Names no tenant, or one that the issuer may not speak for, or one that is not there. */
    TENANT,
    /** Names no actor, several, a reserved one, or one that is disabled or removed. */
    ACTOR,
    /** Neither the claims nor the tenant's own list gives the actor a role. */
    ROLE
}
