package dev.spendweir.server.runtask;

import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.plan.PlanReader;
import dev.spendweir.plan.PricingInput;
import dev.spendweir.plan.TerraformPlan;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.auth.Permission;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.GateService;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.runtask.RunTaskAnswer.Judgement;
import dev.spendweir.server.runtask.RunTaskAnswer.Status;
import dev.spendweir.server.runtask.RunTaskWords.Question;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.people.ActorDirectory;
import dev.spendweir.server.store.people.ActorDirectory.Standing;
import dev.spendweir.server.terraform.PlanQuestion;
import dev.spendweir.server.terraform.PolicyCurrency;
import dev.spendweir.server.terraform.TerraformStage;
import dev.spendweir.vocabulary.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Asks the gate about a run of HCP Terraform, in the name of the run task's service identity and by the same code as {@code
 * POST /v1/gate/terraform} (spec 5.1). Thread-safe.
 */
public final class RunTaskGate {
    /** How an approval comes to be used here (spec 2.3: actor, via, run id in the ledger entry). */
    private static final String VIA = "run_task";

    private final RunTaskBook book;
    private final ActorDirectory actors;
    private final GateService gate;
    private final PlanQuestion question;
    private final PolicyCurrency currency;
    private final RunTaskHost host;
    private final RunTaskWords words;
    private final Duration deadline;
    private final ServerMetrics metrics;
    private final Clock clock;

    /**
     * @param deadline of one gate call
     * @param clock the store's, which judges the deadline
     */
    public RunTaskGate(
            RunTaskBook book,
            ActorDirectory actors,
            GateService gate,
            PlanQuestion question,
            PolicyCurrency currency,
            RunTaskHost host,
            Links links,
            Duration deadline,
            ServerMetrics metrics,
            Clock clock) {
        this.book = book;
        this.actors = actors;
        this.gate = gate;
        this.question = question;
        this.currency = currency;
        this.host = host;
        this.words = new RunTaskWords(links);
        this.deadline = deadline;
        this.metrics = metrics;
        this.clock = clock;
    }

    RunTaskWords words() {
        return words;
    }

    /**
     * Asks.
     *
     * @throws RejectedException when the call is refused
     * @throws RunTaskFailure when the plan cannot be had
     */
    Said ask(RunTaskResult result) {
        RunTask task = book.get(result.tenantId(), result.runTaskId())
                .orElseThrow(() -> new RejectedException(ErrorCode.NOT_FOUND, "the run task was removed"));
        Identity identity = identity(result.tenantId(), task.spec().actorId());
        identity.checkSource(Source.TERRAFORM);
        WorkspaceRule rule = task.ruleFor(result.request().workspace())
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.PROJECT_NOT_ALLOWED,
                        "the run task has no rule for workspace "
                                + result.request().workspace()
                                + "; add one that says which project and environment it belongs to"));
        return result.request().stage() == TerraformStage.POST_APPLY
                ? settle(result, identity, rule)
                : decide(result, task, identity, rule);
    }

    private Identity identity(String tenantId, String actorId) {
        Standing.Listed actor = actors.find(tenantId, actorId)
                .filter(Standing.Listed.class::isInstance)
                .map(Standing.Listed.class::cast)
                .filter(Standing.Listed::active)
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.PERMISSION_MISSING, "the run task's actor " + actorId + " was removed or disabled"));
        Identity identity = new Identity(
                tenantId, actor.actorId(), actor.role(), actor.permissions(), List.of(actor.binding()), null);
        if (!identity.holds(Permission.GATE_RUN_TASK)) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING,
                    "the run task's actor " + actorId + " needs the permission " + Permission.GATE_RUN_TASK.wireName());
        }
        return identity;
    }

    private static Caller caller(RunTaskResult result, Identity identity) {
        return new Caller(
                result.tenantId(), identity.actorId(), result.request().taskResultId(), null);
    }

    private Said decide(RunTaskResult result, RunTask task, Identity identity, WorkspaceRule rule) {
        RunTaskRequest asked = result.request();
        JsonObject raw = raw(result, identity, rule);
        JsonObject whole = asked.stage() == TerraformStage.PRE_PLAN
                ? question.beforePlan(raw, JsonObject.EMPTY)
                : question.about(
                        raw, result.tenantId(), new PricingInput(plan(result), null, null, null), JsonObject.EMPTY);
        boolean uses = task.spec().consumeAt().uses(asked.stage(), asked.speculative());
        GateCall.Builder call = GateCall.builder(caller(result, identity), whole)
                .changeId(asked.changeId())
                .stage(asked.stage().stage())
                .runId(asked.runId())
                .idempotencyKey(key(result) + ":" + result.progress().turn())
                .receivedAt(clock.instant())
                .deadline(deadline)
                .authorise(request -> authorise(identity, request))
                .actorOf(name -> actorOf(identity, name));
        GateAnswer answer = gate.decide((uses ? call.consumesVia(VIA) : call).build());
        count(answer);
        return read(
                new Question(
                        rule,
                        asked.workspace(),
                        text(whole, "estimated_monthly_delta"),
                        currency.of(result.tenantId())),
                answer,
                asked.stage(),
                uses);
    }

    private static void authorise(Identity identity, GateRequest request) {
        identity.checkBindings(request.source(), request.projectId(), request.environmentClass());
        identity.checkRequester(request.requesterId(), "/requester_id");
    }

    /** Who starts runs under an HCP user name is the actor that lists it, so that nobody reviews an own run (spec 2.1). */
    private String actorOf(Identity identity, String name) {
        return name.equals(identity.actorId())
                ? name
                : actors.find(identity.tenantId(), name).map(Standing::actorId).orElse(name);
    }

    private static String key(RunTaskResult result) {
        return "run-task:" + result.runTaskId() + ":" + result.request().taskResultId();
    }

    private TerraformPlan plan(RunTaskResult result) {
        String url = result.request().planUrl();
        if (url == null) {
            throw new IllegalStateException("a stage with a plan names it");
        }
        return PlanReader.read(host.plan(url, result.token()), question.sheet());
    }

    /** Who started the run is the requester when the service identity may name somebody else; it is on its own otherwise. */
    private static JsonObject raw(RunTaskResult result, Identity identity, WorkspaceRule rule) {
        String starter = result.request().createdBy();
        boolean names = starter != null && identity.holds(Permission.GATE_ON_BEHALF_OF);
        return JsonObject.builder()
                .put("tenant_id", result.tenantId())
                .put("source", Source.TERRAFORM.wireName())
                .put("project_id", rule.projectId())
                .put("environment", rule.environment())
                .put("resource_reference", result.request().resourceReference())
                .put("requester_id", names ? starter : identity.actorId())
                .build();
    }

    private void count(GateAnswer answer) {
        if (answer.replayed()) {
            metrics.gateReplay(Source.TERRAFORM.wireName());
            return;
        }
        metrics.gateDecision(
                Source.TERRAFORM.wireName(),
                answer.outcome().wireName(),
                answer.mode().wireName());
        answer.failsafeCause()
                .ifPresent(cause -> metrics.failsafe(cause.reason().wireName()));
    }

    private Said read(Question asked, GateAnswer answer, TerraformStage stage, boolean uses) {
        Said said = switch (answer.outcome()) {
            case ALLOW -> passes(asked, answer, Judgement.ALLOWED, "Allowed");
            case ALLOW_WITH_CREDITS -> passes(asked, answer, Judgement.ALLOWED_WITH_NOTE, "Allowed with credits");
            case DENY -> fails(asked, answer, Judgement.DENIED, "Denied");
            case REQUIRE_APPROVAL -> byApproval(asked, answer, stage, uses);
        };
        String cause = answer.failsafeCause()
                .map(failsafe -> failsafe.reason().wireName())
                .orElse(null);
        return cause != null && said instanceof Said.Final last ? new Said.Again(cause, last.answer()) : said;
    }

    private Said byApproval(Question asked, GateAnswer answer, TerraformStage stage, boolean uses) {
        String approvalId = answer.approvalId();
        if (approvalId == null) {
            return stage == TerraformStage.PRE_PLAN
                    ? passes(asked, answer, Judgement.ALLOWED_WITH_NOTE, "Approval will be asked for after the plan")
                    : fails(asked, answer, Judgement.ERROR, "Approval is needed and could not be asked for");
        }
        ApprovalStatus status = ApprovalStatus.ofWireName(
                        answer.approvalStatus().orElse(""))
                .orElseThrow(() -> new IllegalStateException("an answer with an approval says where that stands"));
        return switch (status) {
            case PENDING -> new Said.Waits(approvalId, words.waiting(asked, answer, approvalId));
            case APPROVED, CONSUMED -> agreed(asked, answer, status, uses);
            case DENIED -> new Said.Final(words.ended(approvalId, "denied", "the run must not go on"));
            case EXPIRED, CANCELLED -> new Said.Outdated();
        };
    }

    /** An answer given before people agreed is no answer any more; a fresh one carries their word. */
    private Said agreed(Question asked, GateAnswer answer, ApprovalStatus status, boolean uses) {
        if (answer.replayed()) {
            return new Said.Outdated();
        }
        if (status == ApprovalStatus.APPROVED && uses) {
            return fails(asked, answer, Judgement.ERROR, "Approved, but its hold is gone: run again");
        }
        return passes(
                asked,
                answer,
                Judgement.APPROVED,
                status == ApprovalStatus.CONSUMED ? "Approved" : "Approved; used right before the apply");
    }

    private Said passes(Question asked, GateAnswer answer, Judgement judgement, String lead) {
        return new Said.Final(words.decided(asked, answer, Status.PASSED, judgement, lead));
    }

    private Said fails(Question asked, GateAnswer answer, Judgement judgement, String lead) {
        return new Said.Final(words.decided(asked, answer, Status.FAILED, judgement, lead));
    }

    /** What was applied settles its hold at what it held (spec 3.2); nothing held is nothing to settle. */
    private Said settle(RunTaskResult result, Identity identity, WorkspaceRule rule) {
        try {
            gate.settleApplied(new AppliedCall(
                    caller(result, identity),
                    null,
                    rule.projectId(),
                    rule.environment(),
                    result.request().resourceReference(),
                    result.request().changeId(),
                    null,
                    key(result),
                    (place, environmentClass) ->
                            identity.checkBindings(place.source(), place.projectId(), environmentClass)));
            return new Said.Final(RunTaskAnswer.plain(Status.PASSED, "The hold of this change is settled."));
        } catch (RejectedException e) {
            ErrorCode code = e.findings().get(0).code();
            if (code == ErrorCode.NOT_FOUND || code == ErrorCode.RESERVATION_NOT_ACTIVE) {
                return new Said.Final(RunTaskAnswer.plain(Status.PASSED, "This change holds nothing any more."));
            }
            throw e;
        }
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.value() : "";
    }
}
