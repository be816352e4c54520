package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.quarantine.QuarantineService;
import dev.spendweir.server.store.quarantine.QuarantineView;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.vocabulary.Role;
import java.util.List;

/** {@code /v1/quarantine}: chains that were found broken, and how operators close that (spec 3.3). */
final class QuarantineRoutes {

    private static final String CHAIN = "/v1/quarantine/{tenant_id}/{chain}";
    private static final TextRule REASON = TextRules.name(1, 1024);
    private static final TextRule NAME = TextRules.name(1, 64);

    private final QuarantineService quarantine;
    private final BodyRules rules;

    QuarantineRoutes(QuarantineService quarantine, BodyRules rules) {
        this.quarantine = quarantine;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/quarantine", Access.atLeast(Role.OWNER), this::list),
                Endpoint.of(Method.POST, CHAIN + "/reset", Access.operator(), this::reset)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.POST, CHAIN + "/approve", Access.operator(), this::approve)
                        .ofTheWholeTenant());
    }

    /** Operators see every tenant's, an owner its own. */
    private Reply list(Call call) {
        List<QuarantineView> views = quarantine.list(SystemTenant.is(call.tenant()) ? null : call.tenant());
        return Reply.ok(JsonObject.builder()
                .put("items", JsonArray.of(views.stream().map(QuarantineView::toJson)))
                .put("next_cursor", JsonNull.NULL)
                .build());
    }

    private Reply reset(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        String reason =
                RequestBodies.read(body, in -> or(in.field("reason").required().text(REASON), ""));
        return Reply.ok(quarantine.request(call.caller(), chain(call), reason).toJson());
    }

    private Reply approve(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        List<String> names = RequestBodies.read(body, QuarantineRoutes::names);
        return Reply.ok(quarantine.approve(call.caller(), chain(call), names).toJson());
    }

    private static List<String> names(ObjectReader in) {
        return or(in.field("acknowledge").list(element -> element.text(NAME)), List.<String>of());
    }

    private static ChainId chain(Call call) {
        return new ChainId(
                call.path("tenant_id"), Chain.ofWireName(call.path("chain")).orElseThrow(Call::notFound));
    }
}
