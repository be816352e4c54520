package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.PermissionNames;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.people.ActorService;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.ActorView;
import dev.spendweir.server.store.people.ApiKeyService;
import dev.spendweir.server.store.people.ApiKeyView;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.store.people.NewApiKey;
import dev.spendweir.server.store.people.Precondition;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /v1/actors} and {@code /v1/api-keys}: people and services of the tenant (spec 4.1, 11). */
final class PeopleRoutes {

    private static final String ACTOR = "/v1/actors/{actor_id}";
    private static final TextRule NAME = TextRules.name(1, 128);
    private static final TextRule ALIAS = TextRules.name(1, 256);

    private final ActorService actors;
    private final ApiKeyService keys;
    private final PolicyService policies;
    private final BodyRules rules;

    /** @param policies say which permissions their routes ask for */
    PeopleRoutes(ActorService actors, ApiKeyService keys, PolicyService policies, BodyRules rules) {
        this.actors = actors;
        this.keys = keys;
        this.policies = policies;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/actors", Access.atLeast(Role.ADMIN), this::listActors)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, ACTOR, Access.atLeast(Role.ADMIN), this::getActor),
                Endpoint.of(Method.PUT, ACTOR, Access.atLeast(Role.OWNER), this::putActor)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.DELETE, ACTOR, Access.atLeast(Role.OWNER), this::deleteActor)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.GET, "/v1/api-keys", Access.atLeast(Role.OWNER), this::listKeys)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.POST, "/v1/api-keys", Access.atLeast(Role.OWNER), this::createKey)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.DELETE, "/v1/api-keys/{key_id}", Access.atLeast(Role.OWNER), this::revokeKey)
                        .ofTheWholeTenant());
    }

    private Reply listActors(Call call) {
        return Reply.ok(actors.list(call.tenant(), call.parameters().page()).toJson(ActorView::toJson));
    }

    private Reply getActor(Call call) {
        return reply(actors.get(call.tenant(), call.path("actor_id")).orElseThrow(Call::notFound), false);
    }

    private static Reply reply(ActorView actor, boolean created) {
        Reply reply = created ? Reply.created(actor.toJson()) : Reply.ok(actor.toJson());
        return reply.with("ETag", actor.etag());
    }

    private Reply putActor(Call call) {
        String actorId = call.path("actor_id");
        String problem = NAME.problem(actorId);
        if (problem != null) {
            throw new RejectedException(ErrorCode.INVALID_PARAMETER, "/actor_id", problem);
        }
        Precondition precondition = call.precondition();
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        PermissionNames names = permissionNames(call.tenant());
        ActorSpec spec = RequestBodies.read(body, in -> actor(actorId, names, in));
        Stored<ActorView> stored = actors.put(call.caller(), spec, precondition);
        return reply(stored.value(), stored.created());
    }

    private PermissionNames permissionNames(String tenantId) {
        return new PermissionNames(policies.recent(tenantId).policy().document().approvals().routing().stream()
                .map(RoutingRule::requiredPermission)
                .filter(Objects::nonNull)
                .toList());
    }

    private static ActorSpec actor(String actorId, PermissionNames names, ObjectReader in) {
        return new ActorSpec(
                actorId,
                in.field("display_name").text(NAME),
                or(in.field("role").required().word(Role.values(), Role::wireName), Role.MEMBER),
                or(in.field("permissions").list(element -> permission(element, names)), List.<String>of()),
                binding(in),
                texts(in.field("aliases"), ALIAS),
                or(in.field("disabled").bool(), false));
    }

    private static @Nullable String permission(FieldReader element, PermissionNames names) {
        String name = element.text(NAME);
        if (name != null && !names.isKnown(name)) {
            element.refuse("there is no such permission; there are " + names.listed());
            return null;
        }
        return name;
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
        Precondition precondition = call.precondition();
        actors.delete(call.caller(), call.path("actor_id"), precondition);
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
