package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.server.store.people.ReservedActors;
import java.util.Optional;

/**
 * How a claim names an actor: the prefix keeps the names of different issuers apart.
 *
 * @param prefix may be empty
 */
record NamedBy(ClaimPath claim, String prefix) {

    /** As long as an actor's id may be (spec 11, People): somebody whom nobody has listed acts under this very name. */
    private static final TextRule NAME = TextRules.name(1, 128);

    /**
     * The name that the claims give.
     *
     * @throws TokenRefusedException {@code ACTOR} when the claim is missing, is no single text, or gives a name that no actor
     *     may have
     */
    String name(JsonObject claims) {
        Optional<String> value = claim.text(claims).filter(text -> !text.isBlank());
        String name = prefix + value.orElseThrow(() -> new TokenRefusedException(Refusal.ACTOR));
        boolean pretends = ReservedActors.isServiceName(name) && !ReservedActors.isServiceName(prefix);
        if (NAME.problem(name) != null || pretends || ReservedActors.isReserved(name)) {
            throw new TokenRefusedException(Refusal.ACTOR);
        }
        return name;
    }
}
