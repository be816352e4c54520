package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.plan.PricingInput;
import dev.spendweir.plan.TerraformPlan;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.metrics.GatePhase;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.terraform.PlanQuestion;
import dev.spendweir.server.terraform.TerraformStage;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/gate/terraform} and {@code /preflight}: a real plan decides, not numbers made up (spec 5.1). */
final class TerraformRoutes {

    /** Where an approval is consumed (spec 4.2), the same for all. */
    private static final String CONSUME_URL = "/v1/approvals/consume";

    private final GateRunner gate;
    private final TerraformSettlement settlement;
    private final PlanQuestion question;
    private final BodyRules rules;
    private final ServerMetrics metrics;

    TerraformRoutes(
            GateRunner gate,
            TerraformSettlement settlement,
            PlanQuestion question,
            BodyRules rules,
            ServerMetrics metrics) {
        this.gate = gate;
        this.settlement = settlement;
        this.question = question;
        this.rules = rules;
        this.metrics = metrics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.async(Method.POST, "/v1/gate/terraform", Access.atLeast(Role.MEMBER), this::gate),
                Endpoint.async(
                        Method.POST, "/v1/gate/terraform/preflight", Access.atLeast(Role.MEMBER), this::preflight));
    }

    private CompletableFuture<Reply> gate(Call call) {
        Optional<String> key = call.idempotencyKey();
        TerraformBody body = read(call, false);
        if (body.fields().stage() == TerraformStage.POST_APPLY) {
            return CompletableFuture.completedFuture(settlement.settle(call, body, key.orElse(null)));
        }
        return decide(call, body, key.orElse(null)).thenApply(GateRunner::reply);
    }

    private CompletableFuture<Reply> preflight(Call call) {
        Optional<String> key = call.idempotencyKey();
        TerraformBody body = read(call, true);
        if (body.fields().stage() == TerraformStage.POST_APPLY) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD, "/stage", "post_apply settles a hold: send it to /v1/gate/terraform");
        }
        return decide(call, body, key.orElse(null)).thenApply(answer -> withContinuation(answer, body));
    }

    private static Reply withContinuation(GateAnswer answer, TerraformBody body) {
        Reply stored = GateRunner.reply(answer);
        JsonObject withContinuation = RequestBodies.object(JsonReader.read(answer.body()))
                .with("continuation", continuation(answer, body.plan()));
        Reply reply = Reply.ok(withContinuation);
        for (var header : stored.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private TerraformBody read(Call call, boolean preflight) {
        long started = System.nanoTime();
        byte[] bytes = call.body(rules.plan()).bytes();
        BodyReader.takeTrees(call.claim(), TreeCost.of(bytes));
        metrics.gatePhase(GatePhase.READ, System.nanoTime() - started);
        return TerraformBody.read(bytes, question.sheet(), preflight);
    }

    private CompletableFuture<GateAnswer> decide(Call call, TerraformBody body, @Nullable String headerKey) {
        body.refuse("this field belongs to stage post_apply", "actual_monthly_delta", "reservation_id");
        long started = System.nanoTime();
        JsonObject raw = request(call, body);
        metrics.gatePhase(GatePhase.PRICE, System.nanoTime() - started);
        String bodyKey = RequestBodies.text(raw, "idempotency_key").orElse(null);
        String key = headerKey != null ? headerKey : bodyKey;
        GateCall.Builder builder = GateCall.builder(call.caller(), raw)
                .changeId(body.fields().changeId())
                .stage(body.fields().stage().stage())
                .runId(body.fields().runId())
                .planFileSha256(body.fields().planFileSha256())
                .expectedFingerprint(body.fields().expectedFingerprint());
        if (key == null) {
            builder.derivedKey("terraform:" + body.fields().runId() + ":"
                    + body.fields().stage().wireName());
        } else {
            builder.idempotencyKey(key);
        }
        try {
            return gate.answer(call, Source.TERRAFORM, builder).exceptionally(TerraformRoutes::refused);
        } catch (RejectedException e) {
            throw inTermsOfTheBody(e);
        }
    }

    private static GateAnswer refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        throw cause instanceof RejectedException refusal ? inTermsOfTheBody(refusal) : new CompletionException(cause);
    }

    /** The request of spec 1.2, its figures derived here. */
    private JsonObject request(Call call, TerraformBody body) {
        JsonObject raw = RequestBodies.withCaller(body.requestMembers(), call.identity(), Source.TERRAFORM);
        if (body.fields().stage() == TerraformStage.PRE_PLAN) {
            body.refuse(
                    "at stage pre_plan there is no plan and nothing has a price yet",
                    "plan",
                    "infracost",
                    "estimated_monthly_delta",
                    "estimated_hourly_delta");
            return question.beforePlan(raw, body.fields().labels());
        }
        return question.about(
                raw,
                call.tenant(),
                new PricingInput(
                        body.plan(),
                        body.infracost(),
                        body.fields().monthlyDelta(),
                        body.fields().hourlyDelta()),
                body.fields().labels());
    }

    /** The labels are the only part of the metadata that comes from the caller. */
    private static RejectedException inTermsOfTheBody(RejectedException e) {
        return new RejectedException(e.findings().stream()
                .map(f -> f.pointer().equals("/metadata") ? new Finding(f.code(), "/labels", f.detail()) : f)
                .toList());
    }

    /** What a pipeline needs to go on. */
    private static JsonObject continuation(GateAnswer answer, @Nullable TerraformPlan plan) {
        String approvalId = answer.approvalId();
        return JsonObject.builder()
                .put("approval_id", approvalId)
                .put("approval_url", approvalId == null ? null : "/v1/approvals/" + approvalId)
                .put("consume_url", CONSUME_URL)
                .put(
                        "bindings",
                        JsonObject.builder()
                                .put("fingerprint", answer.fingerprint())
                                .put("scope_fingerprint", answer.scopeFingerprint())
                                .put("plan_content_sha256", plan == null ? null : plan.contentSha256())
                                .build())
                .build();
    }
}
