package dev.spendweir.server.auth;

/**
 * Who asked for what a call does, as the credential's issuer vouches for it (spec 4.1): the person who started a pipeline.
 *
 * @param actorId the tenant's actor, or the name itself when nobody has listed it
 * @param name the name as the issuer's claim gives it
 */
public record Requester(String actorId, String name) {

    /** Whether this is that requester, under either name. */
    boolean isNamed(String requesterId) {
        return requesterId.equals(actorId) || requesterId.equals(name);
    }
}
