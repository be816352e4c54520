package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.Terminal;
import dev.spendweir.cli.demo.DemoRunner;
import dev.spendweir.cli.gate.TestPlans;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real server with a real PostgreSQL, which the demo has filled. */
final class ServerEndToEndTest {

    @TempDir
    private static Path demoDirectory;

    private static DemoRunner demo;
    private static String story;

    @TempDir
    private Path directory;

    @BeforeAll
    static void runTheDemo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CliContext context = new CliContext(
                InputStream.nullInputStream(),
                stream,
                stream,
                Map.of(),
                demoDirectory,
                Clock.systemUTC(),
                Terminal.plain(),
                "11111111-2222-4333-8444-555555555555");
        demo = DemoRunner.run(context, demoDirectory.resolve("demo"), 0, false);
        story = out.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void demo_itsStory_namesDecisionReplayDenialAndLedger() {
        assertThat(story)
                .contains("ALLOWED: no change in cost for project platform in prod", "4 resources change (4 free)")
                .contains("ALLOWED: +$210.69 a month for project payments in prod")
                .contains("DENIED: +$1,235.76 a month for project payments in prod")
                .containsPattern("add \\$[0-9.]+ to project payments or grant")
                .containsPattern("decisions \\(server\\): good, [0-9]+ entries")
                .doesNotContain("NO  ", "\u001b");
    }

    @Test
    void gate_aPlanThatFits_isAllowedAndTheSameRunGetsTheSameAnswer() {
        TestPlans.write(directory, "plan.json", TestPlans.checkout());
        String[] line = gate("search", "prod", "e2e-1", "pr-20", "--plan", "plan.json", "--output", "json");
        Ended first = run(line);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(member(first, "outcome")).isEqualTo("ALLOW");
        assertThat(member(first, "reservation_id")).hasSize(36);
        Ended second = run(line);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.code()).isZero();
    }

    @Test
    void gate_aReplayWhoseHoldHasMovedOn_endsWith1() {
        String[] line = gate("platform", "dev", "e2e-r1", "pr-21", "--monthly-delta", "10", "--stage", "post_plan");
        assertThat(run(line).code()).isZero();
        assertThat(run(gate("platform", "dev", "e2e-r2", "pr-21", "--monthly-delta", "11", "--stage", "post_plan"))
                        .code())
                .isZero();
        Ended replay = run(line);
        assertThat(replay.code()).as(replay.out()).isEqualTo(1);
        assertThat(replay.out()).contains("released");
    }

    @Test
    void gate_tooMuchInProduction_endsWith2AndInStagingWith3() {
        assertThat(run(gate("payments", "prod", "e2e-2", "pr-22", "--monthly-delta", "9000"))
                        .code())
                .isEqualTo(2);
        assertThat(run(gate("payments", "staging", "e2e-2", "pr-22", "--monthly-delta", "9000"))
                        .code())
                .isEqualTo(3);
    }

    @Test
    void gate_onceApproved_goesOnUsesTheApprovalAndRepeatsItsSuccess() throws Exception {
        Ended asked = run(gate("lab", "staging", "e2e-a1", "pr-31", "--monthly-delta", "5", "--output", "json"));
        assertThat(asked.code()).as(asked.err()).isEqualTo(3);
        assertThat(asked.err()).contains("pending");
        String approvalId = member(asked, "approval_id");
        assertThat(post("/v1/approvals/" + approvalId + "/approve")).isEqualTo(200);

        Ended left = run(gate("lab", "staging", "e2e-a2", "pr-31", "--monthly-delta", "5", "--no-consume"));
        assertThat(left.code()).as(left.err()).isEqualTo(3);
        assertThat(left.err()).contains(approvalId + ": approved");
        String[] apply = gate("lab", "staging", "e2e-a3", "pr-31", "--monthly-delta", "5", "--wait", "5s");
        Ended used = run(apply);
        assertThat(used.code()).as(used.err()).isZero();
        assertThat(used.err()).contains(approvalId + ": consumed");
        assertThat(run(apply).code()).isZero();
    }

    @Test
    void gate_waitingInVainOrWithdrawn_endsWith3() throws Exception {
        String[] line = gate("lab", "staging", "e2e-b1", "pr-32", "--monthly-delta", "5", "--wait", "1s");
        Ended waited = run(line);
        assertThat(waited.code()).as(waited.err()).isEqualTo(3);
        String approvalId = waited.err().replaceAll("(?s).*approval ([0-9a-f-]{36}): pending.*", "$1");
        assertThat(post("/v1/approvals/" + approvalId + "/cancel")).isEqualTo(200);
        Ended withdrawn = run(line);
        assertThat(withdrawn.code()).isEqualTo(3);
        assertThat(withdrawn.out()).startsWith("APPROVAL WITHDRAWN");
    }

    private static int post(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.url() + path))
                .header("Authorization", "Bearer " + demo.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void gate_dryRun_isTheRealAnswerAndRecordsNothing() {
        Ended rehearsal = run(
                gate("search", "prod", "e2e-3", "pr-23", "--monthly-delta", "9000", "--dry-run", "--output", "json"));
        assertThat(rehearsal.code()).isEqualTo(2);
        assertThat(rehearsal.out()).contains("\"decision_id\":null");
    }

    @Test
    void gate_anotherCurrencyThanThePolicys_saysWhichOption() {
        Ended ended = run(gate("search", "prod", "e2e-4", "pr-24", "--monthly-delta", "1", "--currency", "EUR"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("CURRENCY_MISMATCH").contains("--currency");
    }

    @Test
    void gate_sendMinimal_decidesOnTheSamePrice() {
        TestPlans.write(directory, "plan.json", TestPlans.checkout());
        Ended full =
                run(gate("search", "dev", "e2e-5", "pr-25", "--plan", "plan.json", "--dry-run", "--output", "json"));
        Ended minimal = run(gate(
                "search",
                "dev",
                "e2e-5",
                "pr-25",
                "--plan",
                "plan.json",
                "--dry-run",
                "--output",
                "json",
                "--send",
                "minimal"));
        assertThat(minimal.code()).isZero();
        assertThat(member(minimal, "fingerprint")).isEqualTo(member(full, "fingerprint"));
    }

    @Test
    void gate_postApply_settlesTheHoldOnce() {
        assertThat(run(gate("platform", "dev", "e2e-6", "pr-26", "--monthly-delta", "20"))
                        .code())
                .isZero();
        Ended settled =
                run(gate("platform", "dev", "e2e-6", "pr-26", "--stage", "post_apply", "--actual-monthly-delta", "18"));
        assertThat(settled.code()).as(settled.err()).isZero();
        assertThat(settled.out()).startsWith("SETTLED").contains("18");
    }

    @Test
    void gate_aWrongKey_endsWith1() {
        Ended ended = CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", "sw_wrong")
                .run(gate("search", "prod", "e2e-7", "pr-27", "--monthly-delta", "1"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("AUTHENTICATION_REQUIRED").doesNotContain("sw_wrong");
    }

    @Test
    void ledger_verifiedAtTheServer_isGood() {
        Ended ended = run("ledger", "verify", "--server", demo.url());
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines().filter(line -> line.contains("good, "))).hasSize(2);
        assertThat(run("ledger", "verify", "--server", demo.url(), "--chain", "governance", "--replay")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("governance (server): good, ")))
                .hasSize(1);
    }

    @Test
    void ledger_keysAndCheckpointOfTheServer_areForAuditors() {
        Ended keys = run("ledger", "keys", "--server", demo.url());
        assertThat(keys.code()).as(keys.err()).isZero();
        assertThat(keys.out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("spendweir/default/[a-z]+\\+[0-9a-f]{8}\\+.{44}"));
        Ended checkpoint = run("ledger", "checkpoint", "--chain", "governance", "--server", demo.url());
        assertThat(checkpoint.code()).as(checkpoint.err()).isZero();
        assertThat(checkpoint.out()).startsWith("spendweir/default/governance\n");
    }

    @Test
    void keys_madeListedAndRevoked_workUntilRevoked() throws Exception {
        Ended created = run(
                "keys",
                "create",
                "--server",
                demo.url(),
                "--actor",
                "owner",
                "--name",
                "pipeline",
                "--project",
                "search",
                "--key-file",
                "ci.key");
        assertThat(created.code()).as(created.err()).isZero();
        assertThat(created.out()).contains("written to").doesNotContain("sw_");
        Path file = directory.resolve("ci.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String keyId = created.out()
                .lines()
                .findFirst()
                .orElseThrow()
                .replace("key_id", "")
                .strip();

        String[] allowed = gate("search", "dev", "e2e-8", "pr-28", "--monthly-delta", "1", "--api-key-file", "ci.key");
        assertThat(run(allowed).code()).isZero();
        Ended bound =
                run(gate("payments", "dev", "e2e-8", "pr-28", "--monthly-delta", "1", "--api-key-file", "ci.key"));
        assertThat(bound.err()).contains("PROJECT_NOT_ALLOWED");

        assertThat(run("keys", "list", "--server", demo.url()).out())
                .contains(keyId)
                .contains("pipeline");
        assertThat(run("keys", "revoke", "--server", demo.url(), keyId).code()).isZero();
        assertThat(isRefusedSoon(allowed)).isTrue();
    }

    @Test
    void actors_madeChangedListedAndRemoved() {
        Ended made = actors(
                "put",
                "ida",
                "--role",
                "member",
                "--permission",
                "approve.prod",
                "--alias",
                "corp:ida@example.org",
                "--project",
                "pay*",
                "--display-name",
                "Ida",
                "--output",
                "json");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(member(made, "role")).isEqualTo("member");
        Ended changed = actors(
                "change",
                "ida",
                "--grant",
                "ingest",
                "--revoke",
                "approve.prod",
                "--add-alias",
                "gh:ida",
                "--role",
                "admin",
                "--disable");
        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(changed.out())
                .containsPattern("role +admin \\(disabled\\)")
                .containsPattern("permissions +ingest")
                .containsPattern("projects +pay\\*")
                .containsPattern("sources +all")
                .containsPattern("aliases +corp:ida@example.org, gh:ida")
                .containsPattern("version +2");
        assertThat(actors("change", "ida", "--revoke", "approve.prod").err()).contains("not among the permissions");
        assertThat(actors("put", "ida", "--role", "member", "--if-version", "1").err())
                .contains("STALE_VERSION");
        assertThat(actors("put", "ida", "--role", "member", "--permission", "aprove")
                        .err())
                .contains("no such permission");
        assertThat(actors("change", "owner", "--role", "member").err()).contains("LAST_OWNER");
        assertThat(actors("list").out()).containsPattern("ida +admin \\(disabled\\) +ingest");
        assertThat(actors("get", "ida").out()).containsPattern("name +Ida");
        assertThat(actors("delete", "ida", "--if-version", "1").code()).isEqualTo(1);
        assertThat(actors("delete", "ida", "--if-version", "2").code()).isZero();
        assertThat(actors("get", "ida").err()).contains("NOT_FOUND");
    }

    private Ended actors(String... arguments) {
        List<String> line = new ArrayList<>(List.of("actors"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--server", demo.url()));
        return run(line.toArray(new String[0]));
    }

    @Test
    void keyFile_mayHoldATokenOfAnIdentityProvider() throws Exception {
        Files.writeString(directory.resolve("token"), "e30." + "A".repeat(3000) + ".AA\n");
        Ended ended = actors("list", "--api-key-file", "token");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("AUTHENTICATION_REQUIRED").doesNotContain("AAAA");
    }

    @Test
    void runTasks_madeListedChangedAndDeleted() {
        Ended wrong = run(
                "run-tasks", "create", "--name", "n", "--actor", "owner", "--workspace", "net", "--server", demo.url());
        assertThat(wrong.code()).isEqualTo(64);
        assertThat(wrong.err()).contains("NAME=PROJECT:ENV");
        Ended made = run(
                "run-tasks",
                "create",
                "--name",
                "hcp",
                "--actor",
                "owner",
                "--workspace",
                "net-*=payments:prod",
                "--output",
                "json",
                "--server",
                demo.url());
        assertThat(made.code()).as(made.err()).isZero();
        JsonObject task = (JsonObject) JsonReader.read(made.out());
        String id = ((JsonString) task.get("run_task_id")).value();
        assertThat(made.out()).contains("/v1/gate/terraform/run-task/rt_", "rtk_");
        assertThat(run("run-tasks", "list", "--server", demo.url()).out())
                .contains(id, "pre_apply")
                .doesNotContain("rtk_");
        Ended updated = run(
                "run-tasks",
                "update",
                id,
                "--name",
                "other",
                "--actor",
                "owner",
                "--workspace",
                "net=payments:dev",
                "--consume-at",
                "post_plan",
                "--server",
                demo.url());
        assertThat(updated.code()).as(updated.err()).isZero();
        assertThat(run("run-tasks", "list", "--server", demo.url()).out()).contains("other", "post_plan");
        assertThat(run("run-tasks", "delete", id, "--server", demo.url()).code())
                .isZero();
        assertThat(run("run-tasks", "delete", id, "--server", demo.url()).err()).contains("NOT_FOUND");
        Ended shown = run(
                "run-tasks",
                "create",
                "--name",
                "hcp",
                "--actor",
                "owner",
                "--workspace",
                "net=payments:prod",
                "--server",
                demo.url());
        assertThat(shown.out()).contains("run_task_id  ", "url          /v1/", "hmac_key     rtk_");
        assertThat(shown.err()).contains("cannot be shown again");
    }

    /** A server remembers a good key for up to 5 seconds (spec 11, API keys). */
    private boolean isRefusedSoon(String... line) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            if (run(line).err().contains("AUTHENTICATION_REQUIRED")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void keys_aFileThatIsThere_isNeverOverwritten() throws Exception {
        Files.writeString(directory.resolve("ci.key"), "precious");
        Ended ended = run(
                "keys", "create", "--server", demo.url(), "--actor", "owner", "--name", "x", "--key-file", "ci.key");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("ci.key"))).isEqualTo("precious");
    }

    @Test
    void keys_aRefusedCreation_leavesNoFile() {
        Ended ended = run(
                "keys",
                "create",
                "--server",
                demo.url(),
                "--actor",
                "nobody-here",
                "--name",
                "x",
                "--key-file",
                "no.key");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(directory.resolve("no.key")).doesNotExist();
    }

    private static String[] gate(String project, String environment, String run, String change, String... more) {
        List<String> line = new ArrayList<>(List.of(
                "gate",
                "terraform",
                "--server",
                demo.url(),
                "--project",
                project,
                "--env",
                environment,
                "--resource",
                "e2e/" + change + "@default",
                "--run-id",
                run,
                "--change-id",
                change));
        line.addAll(List.of(more));
        return line.toArray(new String[0]);
    }

    private Ended run(String... line) {
        return CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", demo.key())
                .requestId(UUID.randomUUID().toString())
                .run(line);
    }

    private static String member(Ended ended, String name) {
        JsonObject json = (JsonObject) JsonReader.read(ended.out().strip());
        return json.get(name) instanceof JsonString text ? text.value() : String.valueOf(json.get(name));
    }
}
