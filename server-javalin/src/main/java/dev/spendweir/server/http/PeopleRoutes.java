package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.people.ActorService;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.ActorView;
import dev.spendweir.server.store.people.ApiKeyService;
import dev.spendweir.server.store.people.ApiKeyView;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.store.people.NewApiKey;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/actors} and {@code /v1/api-keys}: people and services of the tenant (spec 4.1, 11). */
final class PeopleRoutes {

    private static final String ACTOR = "/v1/actors/{actor_id}";
    private static final TextRule NAME = TextRules.name(1, 128);
    private static final TextRule ALIAS = TextRules.name(1, 256);

    private final ActorService actors;
    private final ApiKeyService keys;
    private final BodyRules rules;

    PeopleRoutes(ActorService actors, ApiKeyService keys, BodyRules rules) {
        this.actors = actors;
        this.keys = keys;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/actors", Access.atLeast(Role.ADMIN), this::listActors)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, ACTOR, Access.atLeast(Role.ADMIN), this::getActor),
                Endpoint.of(Method.PUT, ACTOR, Access.atLeast(Role.OWNER), this::putActor),
                Endpoint.of(Method.DELETE, ACTOR, Access.atLeast(Role.OWNER), this::deleteActor),
                Endpoint.of(Method.GET, "/v1/api-keys", Access.atLeast(Role.OWNER), this::listKeys)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.POST, "/v1/api-keys", Access.atLeast(Role.OWNER), this::createKey),
                Endpoint.of(Method.DELETE, "/v1/api-keys/{key_id}", Access.atLeast(Role.OWNER), this::revokeKey));
    }

    private Reply listActors(Call call) {
        return Reply.ok(actors.list(call.tenant(), call.parameters().page()).toJson(ActorView::toJson));
    }

    private Reply getActor(Call call) {
        return Reply.ok(actors.get(call.tenant(), call.path("actor_id"))
                .orElseThrow(Call::notFound)
                .toJson());
    }

    private Reply putActor(Call call) {
        String actorId = call.path("actor_id");
        String problem = NAME.problem(actorId);
        if (problem != null) {
            throw new RejectedException(ErrorCode.INVALID_PARAMETER, "/actor_id", problem);
        }
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        ActorSpec spec = RequestBodies.read(body, in -> actor(actorId, in));
        Stored<ActorView> stored = actors.put(call.caller(), spec);
        return stored.created()
                ? Reply.created(stored.value().toJson())
                : Reply.ok(stored.value().toJson());
    }

    private static ActorSpec actor(String actorId, ObjectReader in) {
        return new ActorSpec(
                actorId,
                in.field("display_name").text(NAME),
                or(in.field("role").required().word(Role.values(), Role::wireName), Role.MEMBER),
                texts(in.field("permissions"), NAME),
                binding(in),
                texts(in.field("aliases"), ALIAS));
    }

    private static List<String> texts(FieldReader field, TextRule rule) {
        return or(optionalTexts(field, rule), List.<String>of());
    }

    private static @Nullable List<String> optionalTexts(FieldReader field, TextRule rule) {
        return field.list(element -> element.text(rule));
    }

    private static @Nullable List<String> environmentClasses(ObjectReader in) {
        return in.field("environment_classes").list(element -> {
            EnvironmentClass word = element.word(EnvironmentClass.values(), EnvironmentClass::wireName);
            return word == null ? null : word.wireName();
        });
    }

    private static @Nullable List<String> sources(ObjectReader in) {
        return in.field("sources").list(element -> {
            Source word = element.word(Source.values(), Source::wireName);
            return word == null ? null : word.wireName();
        });
    }

    private Reply deleteActor(Call call) {
        actors.delete(call.caller(), call.path("actor_id"));
        return Reply.noContent();
    }

    private Reply listKeys(Call call) {
        return Reply.ok(keys.list(call.tenant(), call.parameters().page()).toJson(ApiKeyView::toJson));
    }

    private Reply createKey(Call call) {
        String idempotencyKey = call.idempotencyKey().orElse(null);
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        NewApiKey key = RequestBodies.read(body, PeopleRoutes::key);
        return Reply.created(keys.create(call.caller(), key, idempotencyKey).toJson());
    }

    private static NewApiKey key(ObjectReader in) {
        return new NewApiKey(
                or(in.field("actor_id").required().text(NAME), ""),
                or(in.field("name").required().text(NAME), ""),
                RequestBodies.time(in.field("expires_at")),
                binding(in));
    }

    private static Binding binding(ObjectReader in) {
        return new Binding(optionalTexts(in.field("projects"), NAME), environmentClasses(in), sources(in));
    }

    private Reply revokeKey(Call call) {
        keys.revoke(call.caller(), call.path("key_id"));
        return Reply.noContent();
    }
}
