package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code POST /v1/gate}: the generic gate, for callers who state the amounts themselves (spec 4.2). */
final class GateRoutes {

    private final GateRunner gate;
    private final BodyRules rules;

    GateRoutes(GateRunner gate, BodyRules rules) {
        this.gate = gate;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.async(Method.POST, "/v1/gate", Access.atLeast(Role.MEMBER), this::gate));
    }

    private CompletableFuture<Reply> gate(Call call) {
        Optional<String> headerKey = call.idempotencyKey();
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        requireCustom(body);
        JsonObject raw = RequestBodies.withCaller(body.without("change_id"), call.identity(), Source.CUSTOM);
        if (headerKey.isPresent()) {
            raw = RequestBodies.withText(raw, "idempotency_key", headerKey.get());
        }
        GateCall.Builder builder = GateCall.builder(call.caller(), raw)
                .changeId(RequestBodies.changeId(body))
                .stage(Stage.NONE);
        headerKey.ifPresent(builder::idempotencyKey);
        return gate.decide(call, Source.CUSTOM, builder);
    }

    /** Every other source has its own route, where the server itself derives what is asked (spec 4.1). */
    private static void requireCustom(JsonObject body) {
        Optional<String> source = RequestBodies.given(body, "source");
        if (source.isPresent() && !source.get().strip().equals(Source.CUSTOM.wireName())) {
            throw new RejectedException(
                    ErrorCode.SOURCE_NOT_ALLOWED,
                    "/source",
                    "this route takes the source custom only; every other source has its own route");
        }
    }
}
