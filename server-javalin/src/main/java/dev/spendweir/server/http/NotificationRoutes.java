package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.notify.EndpointSpec;
import dev.spendweir.server.notify.EndpointView;
import dev.spendweir.server.notify.NotificationEvent;
import dev.spendweir.server.notify.NotificationFormat;
import dev.spendweir.server.notify.StoredEndpoint;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.store.notify.DeadLetterService;
import dev.spendweir.server.store.notify.DeadLetterView;
import dev.spendweir.server.store.notify.EndpointService;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /v1/notification-endpoints} and {@code /v1/dead-letters} (spec 9.2). */
final class NotificationRoutes {
    private static final String ENDPOINT = "/v1/notification-endpoints/{endpoint_id}";
    private static final Pattern ENDPOINT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final TextRule URL = TextRules.name(1, HostRules.LONGEST_URL);
    private static final String[] KINDS = {"ingest", "notification"};

    private final EndpointService endpoints;
    private final DeadLetterService letters;
    private final BodyRules rules;

    NotificationRoutes(EndpointService endpoints, DeadLetterService letters, BodyRules rules) {
        this.endpoints = endpoints;
        this.letters = letters;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/notification-endpoints", Access.atLeast(Role.ADMIN), this::list)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, ENDPOINT, Access.atLeast(Role.ADMIN), this::get),
                Endpoint.of(Method.PUT, ENDPOINT, Access.atLeast(Role.OWNER), this::put)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.DELETE, ENDPOINT, Access.atLeast(Role.OWNER), this::delete)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.GET, "/v1/dead-letters", Access.atLeast(Role.ADMIN), this::letters)
                        .taking("limit", "cursor", "kind")
                        .ofTheWholeTenant(),
                Endpoint.of(
                                Method.POST,
                                "/v1/dead-letters/{dead_letter_id}/replay",
                                Access.atLeast(Role.ADMIN),
                                this::replay)
                        .ofTheWholeTenant());
    }

    private Reply list(Call call) {
        return Reply.ok(endpoints.list(call.tenant(), call.parameters().page()).toJson(EndpointView::toJson));
    }

    private Reply get(Call call) {
        return Reply.ok(endpoints
                .get(call.tenant(), call.path("endpoint_id"))
                .orElseThrow(Call::notFound)
                .toJson());
    }

    private Reply put(Call call) {
        String id = call.path("endpoint_id");
        if (!ENDPOINT_ID.matcher(id).matches()) {
            throw new RejectedException(
                    ErrorCode.INVALID_PARAMETER,
                    "/endpoint_id",
                    "1 to 64 letters, digits, dots, - and _ are expected, the first a letter or digit");
        }
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        StoredEndpoint stored = endpoints.put(call.caller(), RequestBodies.read(body, in -> spec(id, in)));
        return stored.created() ? Reply.created(stored.toJson()) : Reply.ok(stored.toJson());
    }

    private static EndpointSpec spec(String id, ObjectReader in) {
        return new EndpointSpec(
                id,
                or(in.field("url").required().text(URL), ""),
                or(
                        in.field("format").word(NotificationFormat.values(), NotificationFormat::wireName),
                        NotificationFormat.STANDARD),
                or(
                        in.field("events")
                                .nonEmptyList(element ->
                                        element.word(NotificationEvent.values(), NotificationEvent::wireName)),
                        List.of(NotificationEvent.values())),
                or(in.field("enabled").bool(), true),
                or(in.field("rotate_secret").bool(), false));
    }

    private Reply delete(Call call) {
        endpoints.delete(call.caller(), call.path("endpoint_id"));
        return Reply.noContent();
    }

    private Reply letters(Call call) {
        Optional<String> kind = call.parameters().word("kind", KINDS, word -> word);
        return Reply.ok(
                letters.list(call.tenant(), kind.orElse(null), call.parameters().page())
                        .toJson(DeadLetterView::toJson));
    }

    private Reply replay(Call call) {
        return Reply.ok(
                letters.replay(call.caller(), call.path("dead_letter_id")).toJson());
    }
}
