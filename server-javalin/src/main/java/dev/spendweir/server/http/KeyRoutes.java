package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.people.Bootstrap;
import dev.spendweir.time.ClockTime;
import dev.spendweir.token.KeyRing;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.Map;

/** The ring of token keys: public keys for everybody, rotation for operators (spec 2.2, 4.2). */
final class KeyRoutes {
    private static final String JWKS_TYPE = "application/jwk-set+json";

    /** Keys that a verifier kept for this long still verify: a key is published before it signs. */
    private static final String CACHE_CONTROL = "public, max-age=60";

    private final TokenKeys keys;

    /** One ring signs for all tenants, so only the operators' own tenant may change it (spec 4.1). */
    private final String operators;

    private final BodyRules rules;

    private KeyRoutes(TokenKeys keys, String operators, BodyRules rules) {
        this.keys = keys;
        this.operators = operators;
        this.rules = rules;
    }

    /** @param singleTenant whether the server is one person's own, whose one tenant is its operator */
    static KeyRoutes of(TokenKeys keys, boolean singleTenant, BodyRules rules) {
        return new KeyRoutes(keys, singleTenant ? Bootstrap.DEFAULT_TENANT : SystemTenant.ID, rules);
    }

    List<Endpoint> endpoints() {
        Access owner = Access.atLeast(Role.OWNER);
        return List.of(
                Endpoint.of(Method.GET, "/.well-known/jwks.json", Access.anybody(), call -> jwks()),
                Endpoint.of(Method.GET, "/v1/keys", owner, this::list),
                Endpoint.of(Method.POST, "/v1/keys/rotate", owner, this::rotate).ofTheWholeTenant(),
                Endpoint.of(Method.POST, "/v1/keys/{kid}/activate", owner, this::activate)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.POST, "/v1/keys/{kid}/retire", owner, this::retire)
                        .ofTheWholeTenant());
    }

    private Reply jwks() {
        Reply reply = Reply.ok(keys.ring().keySet().toJwks());
        return new Reply(200, JWKS_TYPE, reply.body(), Map.of("Cache-Control", CACHE_CONTROL));
    }

    private Reply list(Call call) {
        requireOperator(call);
        return Reply.ok(toJson(keys.ring()));
    }

    private Reply rotate(Call call) {
        requireOperator(call);
        RequestBodies.read(RequestBodies.object(call.body(rules.json())), in -> true);
        return Reply.ok(toJson(keys.rotate(call.caller())));
    }

    private Reply activate(Call call) {
        requireOperator(call);
        RequestBodies.read(RequestBodies.object(call.body(rules.json())), in -> true);
        return Reply.ok(toJson(keys.activate(call.caller(), call.path("kid"))));
    }

    private Reply retire(Call call) {
        requireOperator(call);
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        boolean compromised =
                RequestBodies.read(body, in -> or(in.field("compromised").bool(), false));
        return Reply.ok(toJson(keys.retire(call.caller(), call.path("kid"), compromised)));
    }

    private void requireOperator(Call call) {
        if (!call.tenant().equals(operators)) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING,
                    "one ring of keys signs for all tenants; only operators may see to it");
        }
    }

    private static JsonObject toJson(KeyRing ring) {
        return JsonObject.builder()
                .put(
                        "keys",
                        JsonArray.of(ring.entries().stream()
                                .map(entry -> JsonObject.builder()
                                        .put("kid", entry.key().kid())
                                        .put("alg", entry.key().algorithm().wireName())
                                        .put("status", entry.key().status().wireName())
                                        .put(
                                                "stopped_signing_at",
                                                entry.stoppedSigningAt() == null
                                                        ? null
                                                        : ClockTime.format(entry.stoppedSigningAt()))
                                        .build())))
                .build();
    }
}
