package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.testing.ApprovalGenerators;
import dev.spendweir.testing.DecisionGenerators;
import dev.spendweir.testing.DecisionInputs;
import dev.spendweir.testing.PolicyGenerators;
import dev.spendweir.testing.RequestGenerators;
import dev.spendweir.testing.ReservationGenerators;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Engine and naive implementation agree on inputs that shrink: where they differ, the smallest input that shows it is
 * printed. More tries by -Dspendweir.properties.tries=N.
 */
class EngineAgainstNaiveProperties {

    private static final EngineOps ENGINE = new EngineOps(GateEngine.create());

    private static void assertSame(String op, JsonObject input) {
        Map<String, Object> given =
                Json.asObject(JsonReader.read(new String(JsonText.bytes(input), StandardCharsets.UTF_8)));
        Map<String, Object> naive = NaiveEngine.apply(op, given).toJson();
        String engine = CanonicalJson.text(ENGINE.apply(op, input).toLine(null).without("id"));
        assertThat(Json.same(JsonReader.read(engine), naive))
                .as("%s\nengine %s\nnaive  %s", op, engine, Json.write(naive))
                .isTrue();
    }

    @Property
    void decisions(@ForAll("decisions") DecisionInputs given) {
        assertSame("decision.decide", given.toOpInput());
    }

    @Property
    void policies(@ForAll("policies") JsonObject policy) {
        assertSame(
                "policy.canonicalize",
                JsonObject.builder().put("policy", policy).build());
    }

    @Property
    void requests(@ForAll("requests") JsonObject request) {
        assertSame(
                "request.normalize",
                JsonObject.builder()
                        .put("policy", JsonObject.EMPTY)
                        .put("request", request)
                        .build());
    }

    @Property
    void approvals(@ForAll("approvals") JsonObject history) {
        assertSame("approval.apply", history);
    }

    @Property
    void reservations(@ForAll("reservations") JsonObject history) {
        assertSame("reservation.apply", history);
    }

    @Provide
    Arbitrary<DecisionInputs> decisions() {
        return DecisionGenerators.decisions();
    }

    @Provide
    Arbitrary<JsonObject> policies() {
        return PolicyGenerators.policies();
    }

    @Provide
    Arbitrary<JsonObject> requests() {
        return RequestGenerators.requests();
    }

    @Provide
    Arbitrary<JsonObject> approvals() {
        return ApprovalGenerators.histories();
    }

    @Provide
    Arbitrary<JsonObject> reservations() {
        return ReservationGenerators.histories();
    }
}
