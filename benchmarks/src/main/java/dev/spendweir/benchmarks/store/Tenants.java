package dev.spendweir.benchmarks.store;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.server.Store;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.ingest.IngestScope;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.store.people.NewApiKey;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The tenants of the benchmark, each with 8 projects with budgets and 31 cost days, and their requests. */
final class Tenants {
    static final int PROJECTS = 8;
    private static final int COST_DAYS = 31;
    private static final String ACTOR = "bench";

    /** Never reached: every call is to leave a hold. */
    private static final Amount BUDGET = Amount.parse("1000000000");

    private final AtomicLong keys = new AtomicLong();
    private final Store store;

    Tenants(Store store) {
        this.store = store;
    }

    /** Makes a tenant and gives its name. */
    String make(String tenantId) {
        store.createTenant(tenantId, "enterprise");
        Caller caller = caller(tenantId);
        store.policies()
                .put(
                        caller,
                        PolicyReader.read(JsonReader.read("{\"modes\":{\"default\":\"hard\"}}")),
                        OptionalLong.empty());
        for (int i = 0; i < PROJECTS; i++) {
            store.budgets().put(caller, "project-" + i, BUDGET);
        }
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        for (int i = 1; i <= COST_DAYS; i++) {
            store.ingest().accept(caller, IngestScope.ALL, cost(tenantId, today.minusDays(i)));
        }
        return tenantId;
    }

    /** A key for HTTP. */
    String apiKey(String tenantId) {
        store.actors()
                .put(caller(tenantId), new ActorSpec(ACTOR, null, Role.ADMIN, List.of(), Binding.NONE, List.of()));
        return store.apiKeys()
                .create(caller(tenantId), new NewApiKey(ACTOR, "bench", null, Binding.NONE), null)
                .keyText();
    }

    private static Caller caller(String tenantId) {
        return new Caller(tenantId, ACTOR, "bench-request", null);
    }

    private static JsonObject cost(String tenantId, LocalDate day) {
        return JsonObject.builder()
                .put("tenant_id", tenantId)
                .put("event_id", "cost-" + day)
                .put("trace_id", "bench")
                .put("agent_id", ACTOR)
                .put("schema_version", "1.0")
                .put("created_at", day.plusDays(1) + "T00:00:00Z")
                .put("source", "bench")
                .put("type", "cost.daily")
                .put(
                        "payload",
                        JsonObject.builder()
                                .put("date", day.toString())
                                .put("amount", "123.45")
                                .put("currency", "USD")
                                .put("final", true)
                                .build())
                .build();
    }

    /** Asks the gate for a small change of its own; false when there was no decision. */
    CompletableFuture<Boolean> gate(String tenantId) {
        return gate(store, tenantId);
    }

    /** As {@link #gate(String)}, asking that server. */
    CompletableFuture<Boolean> gate(Store server, String tenantId) {
        GateCall call = GateCall.builder(caller(tenantId), request(tenantId))
                .receivedAt(Instant.now())
                .build();
        return server.gate()
                .decideAsync(call)
                .thenApply(answer -> answer.failsafeCause().isEmpty());
    }

    private JsonObject request(String tenantId) {
        long number = keys.incrementAndGet();
        return JsonObject.builder()
                .put("tenant_id", tenantId)
                .put("source", "custom")
                .put("project_id", "project-" + number % PROJECTS)
                .put("environment", "staging")
                .put("action", "vm.create")
                .put("resource_reference", "vm/web-" + number)
                .put("estimated_monthly_delta", "12.34")
                .put("requester_id", ACTOR)
                .put("idempotency_key", "order-" + number)
                .build();
    }

    /** The same request as a body for HTTP, without what the server puts in. */
    String body() {
        long number = keys.incrementAndGet();
        return "{\"project_id\":\"project-" + number % PROJECTS
                + "\",\"environment\":\"staging\",\"action\":\"vm.create\",\"resource_reference\":\"vm/web-" + number
                + "\",\"estimated_monthly_delta\":\"12.34\",\"idempotency_key\":\"order-" + number + "\"}";
    }
}
