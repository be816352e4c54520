package dev.spendweir.cli.demo;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ApiClient;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.cli.gate.ChangeFiles;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.cli.gate.GateReports;
import dev.spendweir.cli.gate.GateResult;
import dev.spendweir.cli.gate.GateStage;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.cli.gate.PricedChange;
import dev.spendweir.cli.gate.RemoteGate;
import dev.spendweir.cli.gate.SendLevel;
import dev.spendweir.cli.ledger.VerifiedChain;
import dev.spendweir.cli.output.GateReport;
import dev.spendweir.cli.output.OutputFormat;
import dev.spendweir.price.BundledPriceSheet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The story that the demo tells, against a running server: load, ask, ask again, ask too much, verify. Each step states
 * what it expects and stops the demo when it gets something else.
 */
public final class Demo {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The tenant that a server in profile dev begins with. */
    private static final String TENANT = "default";

    private final CliContext context;
    private final PatientCaller caller;
    private final Gate gate;
    private final DemoLog log;

    /** A demo that calls that server. */
    public Demo(CliContext context, ApiClient client, DemoLog log) {
        this.context = context;
        this.caller = new PatientCaller(client);
        this.gate = new RemoteGate(caller, TIMEOUT, SendLevel.FULL, BundledPriceSheet.get());
        this.log = log;
    }

    /** Tells the story. */
    public void run() {
        log.step("load the sample policy, 60 days of cost, 3 budgets and a credit", this::load);
        log.step("gate a plan that terraform made, of resources without a price: pull request 6", this::free);
        GateResult first =
                log.step("gate a plan of AWS resources, written by hand, that fits: pull request 7", this::allowed);
        log.step("ask the same again", () -> replayed(first));
        log.step("gate one that is too large: pull request 8", () -> denied("prod", ExitCode.DENIED));
        log.step(
                "the same plan in staging, where the policy lets people overrule the limits",
                () -> denied("staging", ExitCode.APPROVAL_PENDING));
        log.step("verify the ledger: every hash, from the first entry", this::verified);
    }

    private void load() {
        Instant now = context.clock().instant();
        send(ApiCall.bytes("PUT", "/v1/policy", "application/yaml", SampleData.policy())
                .withHeader("If-Match", "*"));
        byte[] costs = SampleData.costLines(SampleData.day(now), TENANT, now).getBytes(StandardCharsets.UTF_8);
        JsonObject ingested = send(ApiCall.bytes("POST", "/v1/ingest", "application/x-ndjson", costs))
                .json();
        int rows = SampleData.costs(SampleData.day(now)).size();
        log.expect(
                "all " + rows + " cost rows are taken",
                String.valueOf(rows).equals(DemoLog.number(ingested, "accepted")));
        SampleData.BUDGETS.forEach((project, limit) -> send(ApiCall.json(
                "PUT",
                "/v1/budgets/" + project,
                JsonObject.builder().put("monthly_limit", limit).build())));
        JsonObject credit = JsonObject.builder()
                .put("pool", "reserved")
                .put("project_id", SampleData.PROJECT)
                .put("amount", SampleData.CREDIT)
                .put("note", "sample credit")
                .build();
        send(ApiCall.json("POST", "/v1/credits", credit).withHeader("Idempotency-Key", "demo-credit"));
    }

    private void free() {
        GateSubject subject = subject("platform", "prod", "demo-0", "pr-6");
        GateReport report = report(subject, SampleData.releasePlan(), ask(subject, SampleData.releasePlan()));
        String text = OutputFormat.TEXT.render(report, context.terminal());
        log.print(lines(text, line -> line.startsWith("ALLOWED") || line.startsWith("Plan")));
        log.expect("it is allowed (exit code 0)", report.exitCode() == ExitCode.GO);
        log.expect("it is in the ledger", report.answer().ledger().isPresent());
    }

    private static String lines(String text, Predicate<String> wanted) {
        return text.lines().filter(wanted).collect(Collectors.joining("\n"));
    }

    private GateResult allowed() {
        GateSubject subject = subject("prod", "demo-1", "pr-7");
        GateResult result = ask(subject, SampleData.checkoutPlan());
        GateReport report = report(subject, SampleData.checkoutPlan(), result);
        log.print(withoutFacts(OutputFormat.TEXT.render(report, context.terminal())));
        log.expect("it is allowed (exit code 0)", report.exitCode() == ExitCode.GO);
        log.expect("its money is held", report.answer().text("reservation_id").isPresent());
        log.expect("it is in the ledger", report.answer().ledger().isPresent());
        return result;
    }

    private void replayed(GateResult first) {
        GateResult again = ask(subject("prod", "demo-1", "pr-7"), SampleData.checkoutPlan());
        log.expect("the answer is the same, byte for byte", again.json().equals(first.json()));
        log.expect("the header Idempotency-Replayed says so", again.replayed());
    }

    private void denied(String environment, ExitCode expected) {
        GateSubject subject = subject(environment, "demo-2", "pr-8");
        GateReport report = report(subject, SampleData.fraudPlan(), ask(subject, SampleData.fraudPlan()));
        String text = OutputFormat.TEXT.render(report, context.terminal());
        log.print(expected == ExitCode.DENIED ? text : brief(text));
        log.expect("it is stopped (exit code " + expected.code() + ")", report.exitCode() == expected);
        log.expect("it says how much is missing", text.contains("add $") && text.contains("to project payments"));
        log.expect(
                "nothing is held for it", report.answer().text("reservation_id").isEmpty());
    }

    /** All but the last block, ids and hashes, which one decision of the story shows. */
    private static String withoutFacts(String text) {
        return text.substring(0, text.lastIndexOf("\n\n"));
    }

    /** The first line, and what would help. */
    private static String brief(String text) {
        List<String> lines = text.lines().toList();
        String help = lines.stream()
                .dropWhile(line -> !line.contains("To get it allowed"))
                .takeWhile(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        return lines.get(0) + "\n" + help + "\n";
    }

    private void verified() {
        JsonObject answer = send(ApiCall.json("POST", "/v1/ledger/verify", JsonObject.EMPTY))
                .json();
        List<VerifiedChain> chains = VerifiedChain.ofServer(answer);
        log.print(chains.stream().map(VerifiedChain::text).collect(Collectors.joining("\n")));
        log.expect("both chains are good", chains.size() == 2 && chains.stream().allMatch(VerifiedChain::isValid));
        log.expect("they hold entries", chains.stream().allMatch(chain -> chain.entries() > 0));
    }

    private static GateSubject subject(String environment, String runId, String changeId) {
        return subject(SampleData.PROJECT, environment, runId, changeId);
    }

    private static GateSubject subject(String project, String environment, String runId, String changeId) {
        return new GateSubject(
                GateStage.PRE_APPLY,
                project,
                environment,
                "infra/" + environment + "@default",
                runId,
                Optional.of(changeId),
                "USD",
                JsonObject.EMPTY,
                false);
    }

    private GateResult ask(GateSubject subject, byte[] plan) {
        return gate.ask(subject, files(plan), priced(plan));
    }

    private static GateReport report(GateSubject subject, byte[] plan, GateResult result) {
        return GateReports.of(subject, priced(plan), result);
    }

    private static ChangeFiles files(byte[] plan) {
        return new ChangeFiles(plan, null, null, null, null);
    }

    private static PricedChange priced(byte[] plan) {
        return PricedChange.of(files(plan), BundledPriceSheet.get(), "USD");
    }

    private ServerAnswer send(ApiCall call) {
        return caller.success(call, TIMEOUT);
    }
}
