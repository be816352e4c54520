package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.metrics.ServerMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the server says of itself, to anybody and without any tenant's data (spec 4.2, 9). */
final class OpsRoutes {

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final ServerMetrics metrics;
    private final byte[] document;

    OpsRoutes(Readiness readiness, ServerMetrics metrics, byte[] document) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.document = document.clone();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1", Access.anybody(), call -> Reply.ok(ContractVersion.toJson())),
                Endpoint.of(Method.GET, "/healthz", Access.anybody(), OpsRoutes::health),
                Endpoint.of(Method.GET, "/readyz", Access.anybody(), call -> ready()),
                Endpoint.of(Method.GET, "/metrics", Access.anybody(), call -> scrape()),
                Endpoint.of(Method.GET, "/openapi.json", Access.anybody(), call -> Reply.json(200, document)));
    }

    /** The process serves calls; whether it can do its work is {@code /readyz}'s to say. */
    private static Reply health(Call call) {
        return Reply.ok(JsonObject.builder().put("status", "ok").build());
    }

    private Reply ready() {
        List<Readiness.Check> checks = readiness.checks();
        boolean ready = checks.stream().allMatch(Readiness.Check::ok);
        JsonObject body = JsonObject.builder()
                .put("ready", ready)
                .put("checks", JsonArray.of(checks.stream().map(Readiness.Check::toJson)))
                .build();
        Reply reply = Reply.ok(body);
        return ready ? reply : new Reply(503, reply.mediaType(), reply.body(), Map.of("Retry-After", "5"));
    }

    private Reply scrape() {
        return new Reply(200, METRICS_TYPE, metrics.scrape().getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
