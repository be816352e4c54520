package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.runtask.ConsumeAt;
import dev.spendweir.server.runtask.RunTask;
import dev.spendweir.server.runtask.RunTaskBook;
import dev.spendweir.server.runtask.RunTaskReceiver;
import dev.spendweir.server.runtask.RunTaskSecrets;
import dev.spendweir.server.runtask.RunTaskSpec;
import dev.spendweir.server.runtask.WorkspaceRule;
import dev.spendweir.server.store.runtask.RunTaskService;
import dev.spendweir.vocabulary.Role;
import java.util.List;

/**
 * {@code /v1/run-tasks}, and the secret paths that HCP Terraform calls (spec 5.1). Who calls a secret path is known by its
 * signature; nothing but 404 is said of a path that is nobody's.
 */
final class RunTaskRoutes {
    private static final String TASK = "/v1/run-tasks/{run_task_id}";
    private static final String PATH_KEY = "path_key";
    private static final TextRule NAME = TextRules.name(1, 128);

    /** As in a request (spec 1.2). */
    private static final TextRule ENVIRONMENT = TextRules.name(1, 64);

    /** Many more than a person keeps in mind; patterns cover the rest. */
    private static final int MOST_WORKSPACES = 500;

    private final RunTaskService tasks;
    private final RunTaskReceiver receiver;
    private final ConsumeAt consumeAt;
    private final Links links;
    private final BodyRules rules;
    private final ServerMetrics metrics;

    /** @param consumeAt of run tasks that do not say */
    RunTaskRoutes(
            RunTaskService tasks,
            RunTaskReceiver receiver,
            ConsumeAt consumeAt,
            Links links,
            BodyRules rules,
            ServerMetrics metrics) {
        this.tasks = tasks;
        this.receiver = receiver;
        this.consumeAt = consumeAt;
        this.links = links;
        this.rules = rules;
        this.metrics = metrics;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.POST, RunTaskSecrets.PATH + "{" + PATH_KEY + "}", Access.anybody(), this::receive),
                Endpoint.of(Method.POST, "/v1/run-tasks", Access.atLeast(Role.OWNER), this::create)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.GET, "/v1/run-tasks", Access.atLeast(Role.ADMIN), this::list)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, TASK, Access.atLeast(Role.ADMIN), this::get),
                Endpoint.of(Method.PUT, TASK, Access.atLeast(Role.OWNER), this::put)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.DELETE, TASK, Access.atLeast(Role.OWNER), this::delete)
                        .ofTheWholeTenant());
    }

    /** The path is judged before the body is read: a stranger makes us read nothing. */
    private Reply receive(Call call) {
        RunTaskBook.Found task = receiver.find(call.path(PATH_KEY));
        Body body = call.body(rules.json());
        RunTaskReceiver.Taken taken =
                receiver.take(task, call.header("X-TFC-Task-Signature").orElse(""), body.bytes(), bytes -> body.json());
        metrics.runTaskReceived(taken.wireName());
        return Reply.ok(JsonObject.builder().put("result", taken.wireName()).build());
    }

    private Reply list(Call call) {
        return Reply.ok(tasks.list(call.tenant(), call.parameters().page()).toJson(RunTask::toJson));
    }

    private Reply get(Call call) {
        return Reply.ok(tasks.get(call.tenant(), call.path("run_task_id"))
                .orElseThrow(Call::notFound)
                .toJson());
    }

    private Reply create(Call call) {
        String idempotencyKey = call.idempotencyKey().orElse(null);
        return Reply.created(
                tasks.create(call.caller(), spec(call), idempotencyKey).toJson(links.prefix()));
    }

    private Reply put(Call call) {
        return Reply.ok(
                tasks.put(call.caller(), call.path("run_task_id"), spec(call)).toJson());
    }

    private Reply delete(Call call) {
        tasks.delete(call.caller(), call.path("run_task_id"));
        return Reply.noContent();
    }

    private RunTaskSpec spec(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        return RequestBodies.read(body, this::spec);
    }

    private RunTaskSpec spec(ObjectReader in) {
        FieldReader workspaces = in.field("workspaces").required();
        List<WorkspaceRule> rules =
                or(workspaces.nonEmptyList(element -> element.object(RunTaskRoutes::rule)), List.<WorkspaceRule>of());
        if (rules.size() > MOST_WORKSPACES) {
            workspaces.refuse("has " + rules.size() + " elements, at most " + MOST_WORKSPACES
                    + "; let one rule cover several workspaces with * at its end");
        }
        return new RunTaskSpec(
                or(in.field("name").required().text(NAME), ""),
                or(in.field("actor_id").required().text(NAME), ""),
                or(in.field("consume_at").word(ConsumeAt.values(), ConsumeAt::wireName), consumeAt),
                rules);
    }

    private static WorkspaceRule rule(ObjectReader in) {
        return new WorkspaceRule(
                or(in.field("workspace").required().text(NAME), ""),
                or(in.field("project_id").required().text(NAME), ""),
                or(in.field("environment").required().text(ENVIRONMENT), ""));
    }
}
