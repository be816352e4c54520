package dev.spendweir.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.client.CaptureServer;
import dev.spendweir.cli.client.CaptureServer.Received;
import dev.spendweir.plan.PlanReader;
import dev.spendweir.price.BundledPriceSheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What leaves this machine, and how each answer of a server ends the command. */
final class RemoteGateTest {

    private static final String KEY = "sw_test_0123456789";

    @TempDir
    private Path directory;

    private CaptureServer server;

    @BeforeEach
    void start() throws IOException {
        server = CaptureServer.start();
        TestPlans.write(directory, "plan.json", TestPlans.checkout());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ask_aPlan_sendsItRedactedCompressedAndWithTheKeyInItsHeader() {
        server.answer(200, allow());
        Ended ended = gate("--plan", "plan.json", "--label", "team=checkout", "--change-id", "pr-7");
        assertThat(ended.code()).as(ended.err()).isZero();

        Received call = server.received().get(0);
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /v1/gate/terraform/preflight");
        assertThat(call.headers())
                .containsEntry("authorization", "Bearer " + KEY)
                .containsEntry("content-encoding", "gzip")
                .containsEntry("x-request-id", "11111111-2222-4333-8444-555555555555");
        assertThat(call.raw().length).isLessThan(call.body().length() / 3);

        JsonObject body = (JsonObject) JsonReader.read(call.body());
        assertThat(body.names())
                .containsExactlyInAnyOrder(
                        "run_id",
                        "stage",
                        "project_id",
                        "environment",
                        "resource_reference",
                        "change_id",
                        "labels",
                        "currency",
                        "dry_run",
                        "plan");
        assertThat(body.get("stage")).isEqualTo(new JsonString("pre_apply"));
        assertThat(body.get("change_id")).isEqualTo(new JsonString("pr-7"));
        JsonObject plan = (JsonObject) body.get("plan");
        assertThat(plan.names())
                .containsExactlyInAnyOrder(
                        "format_version",
                        "terraform_version",
                        "errored",
                        "complete",
                        "applyable",
                        "resource_changes",
                        "output_changes");
    }

    @Test
    void ask_aPlanWithSecrets_sendsNoneOfThemAndTheSameDigest() {
        server.answer(200, allow());
        gate("--plan", "plan.json");
        String body = server.received().get(0).body();
        assertThat(TestPlans.checkout()).contains("not-a-real-password");
        assertThat(body)
                .doesNotContain(
                        "not-a-real-password",
                        "planned_values",
                        "\"variables\"",
                        "configuration",
                        "version_constraint");
        assertThat(digest(planOf(body))).isEqualTo(digest(TestPlans.checkout()));
    }

    @Test
    void ask_minimally_sendsOnlyWhatThePriceSheetReads() {
        server.answer(200, allow());
        gate("--plan", "plan.json", "--send", "minimal");
        String body = server.received().get(0).body();
        assertThat(body)
                .contains("db.t4g.medium")
                .doesNotContain("payments-checkout", "ami-0c101f26f147fa7fd", "sts:AssumeRole");
        assertThat(digest(planOf(body))).isEqualTo(digest(TestPlans.checkout()));
    }

    @Test
    void ask_withTheBinaryPlan_sendsItsHashOnly() throws IOException {
        server.answer(200, allow());
        Files.writeString(directory.resolve("tfplan"), "binary");
        gate("--plan", "plan.json", "--plan-file", "tfplan");
        assertThat(server.received().get(0).body())
                .contains("\"plan_file_sha256\":\"9a3a45d01531a20e89ac6ae10b0b0beb0492acd7216a368aa062d1a5fecaf9cd\"");
    }

    @Test
    void ask_withoutAPlan_sendsTheStatedDeltas() {
        server.answer(200, allow());
        gate("--monthly-delta", "12.5", "--hourly-delta", "0.02", "--dry-run");
        assertThat(server.received().get(0).body())
                .contains(
                        "\"estimated_monthly_delta\":\"12.5\"",
                        "\"estimated_hourly_delta\":\"0.02\"",
                        "\"dry_run\":true")
                .doesNotContain("\"plan\"");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("ALLOW", false, "", 0),
                Arguments.of("ALLOW", false, "confirmed", 0),
                Arguments.of("ALLOW", false, "tentative", 0),
                Arguments.of("ALLOW", false, "released", 1),
                Arguments.of("ALLOW", false, "settled", 1),
                Arguments.of("ALLOW", true, "", 0),
                Arguments.of("ALLOW_WITH_CREDITS", false, "", 0),
                Arguments.of("ALLOW_WITH_CREDITS", false, "released", 1),
                Arguments.of("REQUIRE_APPROVAL", false, "", 3),
                Arguments.of("REQUIRE_APPROVAL", false, "released", 3),
                Arguments.of("REQUIRE_APPROVAL", true, "", 1),
                Arguments.of("DENY", false, "", 2),
                Arguments.of("DENY", true, "", 1));
    }

    @ParameterizedTest(name = "{0}, fail-safe {1}, hold {2}: exit {3}")
    @MethodSource("answers")
    void ask_anAnswer_endsAsTheSpecSays(String outcome, boolean failsafe, String status, int exit) {
        String body = "{\"outcome\":\"" + outcome + "\",\"retryable\":" + failsafe + "}";
        if (status.isEmpty()) {
            server.answer(200, body);
        } else {
            server.answer(200, body, "Idempotency-Replayed", "true", "Spendweir-Reservation-Status", status);
        }
        Ended ended = gate("--monthly-delta", "1", "--output", "json", "--timeout", "300ms");
        assertThat(ended.code()).as(ended.err()).isEqualTo(exit);
        assertThat(ended.out().strip()).isEqualTo(body);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(401, "AUTHENTICATION_REQUIRED", "is the API key right"),
                Arguments.of(403, "PROJECT_NOT_ALLOWED", "the API key's actor may not do this"),
                Arguments.of(413, "BODY_TOO_LARGE", "--send minimal"),
                Arguments.of(422, "PLAN_INCOMPLETE", "nothing was decided"),
                Arguments.of(503, "AUDIT_QUARANTINE", "spendweir ledger quarantine list"),
                Arguments.of(422, "CURRENCY_MISMATCH", "--currency"),
                Arguments.of(500, "INTERNAL_ERROR", "request id r-1"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void ask_aRefusal_endsWith1AndSaysWhatToDo(int status, String code, String hint) {
        server.answer(
                status,
                "{\"status\":" + status + ",\"code\":\"" + code + "\",\"detail\":\"no\",\"request_id\":\"r-1\","
                        + "\"errors\":[{\"pointer\":\"/plan\",\"code\":\"" + code + "\",\"detail\":\"why\"}]}");
        Ended ended = gate("--monthly-delta", "1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(code).contains(hint).doesNotContain(KEY);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void ask_aBusyServer_asksAgainWithTheSameRun() {
        server.answer(503, "").answer(429, "", "Retry-After", "1").answer(200, allow());
        Ended ended = gate("--monthly-delta", "1");
        assertThat(ended.code()).as(ended.err()).isZero();
        List<String> bodies = new ArrayList<>();
        server.received().forEach(call -> bodies.add(call.body()));
        assertThat(bodies).hasSize(3).containsOnly(bodies.get(0));
    }

    @Test
    void ask_aFailsafeAnswer_asksAgainUntilThereIsARealOne() {
        server.answer(200, "{\"outcome\":\"DENY\",\"retryable\":true}").answer(200, allow());
        assertThat(gate("--monthly-delta", "1").code()).isZero();
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void ask_nobodyThere_endsWith1() throws IOException {
        String dead;
        try (CaptureServer closed = CaptureServer.start()) {
            dead = closed.url();
        }
        Ended ended = CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", KEY)
                .run(
                        "gate",
                        "terraform",
                        "--project",
                        "p",
                        "--env",
                        "dev",
                        "--monthly-delta",
                        "1",
                        "--server",
                        dead,
                        "--timeout",
                        "400ms");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("cannot be reached").contains("--timeout");
    }

    @Test
    void ask_anAnswerThatIsNone_isNoGo() {
        server.answer(200, "<html>login</html>").answer(200, "{\"outcome\":\"PROBABLY\"}");
        for (int i = 0; i < 2; i++) {
            Ended ended = gate("--monthly-delta", "1");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("not a gate response");
        }
    }

    @Test
    void ask_aRedirect_isNotFollowed() {
        server.answer(302, "", "Location", "http://127.0.0.1:1/");
        assertThat(gate("--monthly-delta", "1").code()).isEqualTo(1);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void ask_anErroredOrIncompletePlan_isRefusedBeforeAnythingIsSent() {
        server.answer(200, allow());
        TestPlans.write(directory, "bad.json", "{\"format_version\":\"1.2\",\"errored\":true,\"resource_changes\":[]}");
        assertThat(gate("--plan", "bad.json").err()).contains("PLAN_ERRORED");
        TestPlans.write(
                directory, "part.json", "{\"format_version\":\"1.2\",\"complete\":false,\"resource_changes\":[]}");
        Ended part = gate("--plan", "part.json");
        assertThat(part.code()).isEqualTo(1);
        assertThat(part.err()).contains("PLAN_INCOMPLETE");
        assertThat(gate("--plan", "missing.json").err()).contains("missing.json is not there");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void ask_theKeyFromAFile_winsOverTheEnvironment() throws IOException {
        server.answer(200, allow());
        Files.writeString(directory.resolve("key"), "sw_from_file\n", StandardCharsets.US_ASCII);
        gate("--monthly-delta", "1", "--api-key-file", "key");
        assertThat(server.received().get(0).headers()).containsEntry("authorization", "Bearer sw_from_file");
    }

    @Test
    void settle_postApply_namesThePlaceAndTheChange() {
        server.answer(
                200, "{\"reservation_id\":\"res-1\",\"status\":\"settled\",\"reserved\":\"300\",\"actual\":\"250\"}");
        Ended ended = gate("--stage", "post_apply", "--change-id", "pr-7", "--actual-monthly-delta", "250");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("SETTLED").contains("res-1");
        Received call = server.received().get(0);
        assertThat(call.path()).isEqualTo("/v1/gate/terraform");
        JsonObject body = (JsonObject) JsonReader.read(call.body());
        assertThat(body.names())
                .containsExactlyInAnyOrder(
                        "run_id",
                        "stage",
                        "project_id",
                        "environment",
                        "resource_reference",
                        "change_id",
                        "actual_monthly_delta");
    }

    @Test
    void output_github_alsoWritesTheJobSummary() throws IOException {
        server.answer(200, allow());
        Path summary = Files.writeString(directory.resolve("summary.md"), "before\n");
        Ended ended = CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", KEY)
                .env("GITHUB_STEP_SUMMARY", summary.toString())
                .run(
                        "gate",
                        "terraform",
                        "--project",
                        "p",
                        "--env",
                        "dev",
                        "--monthly-delta",
                        "1",
                        "--server",
                        server.url(),
                        "--output",
                        "github",
                        "--output-file",
                        "out.txt");
        assertThat(ended.code()).isZero();
        assertThat(Files.readString(summary)).startsWith("before\n<!-- spendweir:gate:");
        assertThat(Files.readString(directory.resolve("out.txt"))).startsWith("::notice title=");
        assertThat(ended.out()).startsWith("ALLOWED");
    }

    private Ended gate(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "gate",
                "terraform",
                "--project",
                "payments",
                "--env",
                "prod",
                "--run-id",
                "run-1",
                "--server",
                server.url()));
        line.addAll(List.of(more));
        return CliRun.in(directory).env("SPENDWEIR_API_KEY", KEY).run(line.toArray(new String[0]));
    }

    private static String allow() {
        return "{\"outcome\":\"ALLOW\",\"retryable\":false,\"reason_codes\":[\"within_allocation\"]}";
    }

    private static String planOf(String body) {
        int start = body.indexOf("\"plan\":") + "\"plan\":".length();
        return body.substring(start, body.length() - 1);
    }

    private static String digest(String plan) {
        return PlanReader.read(plan.getBytes(StandardCharsets.UTF_8), BundledPriceSheet.get())
                .contentSha256();
    }
}
