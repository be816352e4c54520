package dev.spendweir.server.runtask;

import static dev.spendweir.server.TestStore.TENANT;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.server.PassingClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.outgoing.OutgoingClient;
import dev.spendweir.server.review.Party;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.people.ActorSpec;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.server.terraform.PlanQuestion;
import dev.spendweir.vocabulary.Role;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run task on a real store, its worker driven by hand, with a clock of its own. */
final class RunTasks implements AutoCloseable {
    /** Up to 5 a month nobody is asked, above 100 nobody may. */
    static final String POLICY = """
            {"modes": {"default": "hard"},
             "thresholds": {"auto_approve_up_to": "5", "hard_deny_above": "100"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true},
                           "default_ttl_seconds": 86400, "execution_ttl_seconds": 86400}}
            """;

    static final String ENCRYPTION_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    static final Party OLIVE = new Party("olive", Set.of(), Role.OWNER, Set.of());

    /** Who started the runs, by the name that HCP Terraform knows. */
    static final Party DEV = new Party("dev", Set.of("dev-at-hcp"), Role.OWNER, Set.of());

    final FakeHcp hcp = new FakeHcp();
    final PassingClock clock = new PassingClock();
    final TestStore test;
    final Secrets secrets = Secrets.under(KeySealer.of(ENCRYPTION_KEY, "test"));
    final CreatedRunTask created;
    final RunTaskQueue queue;
    final RunTaskReceiver receiver;
    final RunTaskWorker worker;

    RunTasks(ConsumeAt consumeAt) {
        test = TestStore.open();
        test.policy(POLICY);
        test.budget("payments", "100000");
        actor("hcp", Set.of("gate.run_task", "gate.on_behalf_of"));
        created = test.store
                .runTasks(secrets)
                .create(
                        TestStore.caller(),
                        new RunTaskSpec(
                                "hcp",
                                "hcp",
                                consumeAt,
                                List.of(
                                        new WorkspaceRule("net", "payments", "dev"),
                                        new WorkspaceRule("web-*", "payments", "dev"))),
                        null);
        queue = test.store.runTaskQueue(secrets);
        receiver = new RunTaskReceiver(test.store.runTasks(secrets), queue, rules(), clock);
        worker = worker(test);
    }

    void actor(String actorId, Set<String> permissions) {
        test.store
                .actors()
                .put(
                        TestStore.caller(),
                        new ActorSpec(actorId, null, Role.MEMBER, List.copyOf(permissions), Binding.NONE, List.of()));
    }

    /** From now on the run task asks in this actor's name. */
    void askAs(String actorId) {
        RunTaskSpec spec = created.task().spec();
        test.store
                .runTasks(secrets)
                .put(
                        TestStore.caller(),
                        created.task().runTaskId(),
                        new RunTaskSpec(spec.name(), actorId, spec.consumeAt(), spec.workspaces()));
    }

    static HostRules rules() {
        return HostRules.parse("app.terraform.io", false, true).orElseThrow();
    }

    /** A worker as a further server of the database has one. */
    RunTaskWorker worker(TestStore on) {
        RunTaskHost host = new RunTaskHost(new OutgoingClient(rules()), new OutgoingClient(rules()), 1 << 20);
        RunTaskGate gate = new RunTaskGate(
                on.store.runTasks(secrets),
                on.store.actorDirectory(),
                on.store.gate(),
                new PlanQuestion(BundledPriceSheet.get(), on.store.currency()),
                on.store.currency(),
                host,
                new Links("https://gate.example"),
                TestStore.PATIENCE,
                new ServerMetrics(),
                on.clock);
        return new RunTaskWorker(
                on.store.runTaskQueue(secrets), gate, host, on.store.approvalQueries(), new ServerMetrics(), clock);
    }

    /** One call about a run of workspace net. */
    final class Run {
        final String runId;
        private String plan = "";
        private boolean speculative;
        private String workspace = "net";

        Run(int keys) {
            this(FakeHcp.id("run"), keys);
        }

        Run(String runId, int keys) {
            this.runId = runId;
            this.plan = hcp.keep(plan(keys));
        }

        Run of(String otherWorkspace) {
            workspace = otherWorkspace;
            return this;
        }

        Run planned(String json) {
            plan = hcp.keep(json);
            return this;
        }

        Run speculative() {
            speculative = true;
            return this;
        }

        /** Sends the call and does what can be done now; its task result id. */
        String at(String stage) {
            String id = FakeHcp.id("taskrs");
            send(id, stage);
            drive();
            return id;
        }

        RunTaskReceiver.Taken send(String taskResultId, String stage) {
            JsonObject body = hcp.call(stage, taskResultId, runId, plan)
                    .with("workspace_name", new JsonString(workspace))
                    .with("is_speculative", JsonReader.read(Boolean.toString(speculative)));
            return take(body);
        }
    }

    RunTaskReceiver.Taken take(JsonObject body) {
        byte[] bytes = FakeHcp.bytes(body);
        return receiver.take(
                receiver.find(path()), FakeHcp.signature(created.hmacKey(), bytes), bytes, JsonReader::read);
    }

    /** The last part of the secret path. */
    String path() {
        return created.path().substring(RunTaskSecrets.PATH.length());
    }

    /** Does everything that is due; a bound keeps a loop from going round for ever. */
    void drive() {
        drive(worker);
    }

    void drive(RunTaskWorker by) {
        for (int round = 0; round < 50; round++) {
            List<RunTaskResult> leased = queue.lease(TENANT, clock.instant(), RunTaskWorker.LEASE, 10);
            if (leased.isEmpty()) {
                return;
            }
            leased.forEach(by::work);
        }
        throw new AssertionError("the work does not come to an end");
    }

    void pass(Duration time) {
        clock.pass(time);
        drive();
    }

    FakeHcp.Callback last(String taskResultId) {
        List<FakeHcp.Callback> all = hcp.callbacksOf(taskResultId);
        if (all.isEmpty()) {
            throw new AssertionError("nothing was said about " + taskResultId);
        }
        return all.get(all.size() - 1);
    }

    /** What stands in the queue about a result. */
    String stored(String taskResultId, String column) {
        return String.valueOf(test.sql("SELECT " + column + "::text FROM run_task_result WHERE task_result_id = '"
                        + taskResultId + "'")
                .get(0));
    }

    void approve(String approvalId) {
        test.store.approvals().approve(new Caller(TENANT, "olive", null, null), OLIVE, approvalId, null);
    }

    void deny(String approvalId) {
        test.store.approvals().deny(new Caller(TENANT, "olive", null, null), OLIVE, approvalId, "no");
    }

    String approvalStatus(String approvalId) {
        return test.store
                .approvalQueries()
                .get(TENANT, approvalId)
                .orElseThrow()
                .status()
                .wireName();
    }

    /** A plan that makes so many keys of 1 USD a month each. */
    static String plan(int keys) {
        String changes = IntStream.range(0, keys)
                .mapToObj(i -> "{\"address\":\"aws_kms_key.x[" + i + "]\",\"mode\":\"managed\","
                        + "\"type\":\"aws_kms_key\",\"name\":\"x\",\"index\":" + i + ",\"provider_name\":\"p/aws\","
                        + "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"description\":\"key\"},"
                        + "\"after_unknown\":{\"id\":true},\"before_sensitive\":false,\"after_sensitive\":{}}}")
                .collect(Collectors.joining(","));
        return "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"complete\":true,\"errored\":false,"
                + "\"resource_changes\":[" + changes + "]}";
    }

    @Override
    public void close() {
        hcp.close();
        test.close();
    }
}
