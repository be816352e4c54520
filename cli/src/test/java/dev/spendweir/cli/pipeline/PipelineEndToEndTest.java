package dev.spendweir.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.token.TokenSigner;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the plan to the apply with the real terraform, a real server and a real PostgreSQL (spec 2, 5.1; issue 6). */
final class PipelineEndToEndTest {

    @TempDir
    private static Path directory;

    private static PipelineWorld world;

    @BeforeAll
    static void start() throws Exception {
        boolean found = false;
        for (String entry : System.getenv("PATH").split(File.pathSeparator)) {
            found |= Files.isExecutable(Path.of(entry, "terraform"));
        }
        if (!found) {
            System.err.println("SKIPPED: terraform is not on the PATH, so the path of a pipeline was not walked");
        }
        assumeTrue(found, "terraform is not on the PATH, so the path of a pipeline cannot be walked");
        world = new PipelineWorld(directory);
        world.binding("exact");
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    private static void refused(Ended ended, int code, String text) {
        assertThat(ended.err()).as(ended.out()).contains(text).doesNotContain("unexpected error");
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    }

    private static void passes(Ended ended) {
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void pipeline_planGateApprovalTokenConsumeApply_goesThroughOnce() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-1");
        String approval = work.asks(100, "r1");
        refused(work.consume("r1"), 3, "is pending");
        refused(work.spendweir(world.pipeline, "approvals", "approve", approval), 1, "SEPARATION_OF_DUTIES");
        assertThat(work.spendweir(world.reviewer, "approvals", "list").out()).contains(approval, "pr-1");
        work.approves(approval);

        // The pipeline runs again: the same plan in another file, and the same approval.
        work.plan(100);
        Ended again = work.gate("r2", "--no-consume");
        assertThat(again.code()).as(again.err()).isEqualTo(3);
        assertThat(again.out()).startsWith("APPROVED").contains("approve-consume");
        assertThat(Workspace.approvalOf(again)).isEqualTo(approval);
        work.mints(approval, "token");
        passes(work.consume("r2", "--token-file", "token"));
        passes(work.consume("r2", "--token-file", "token"));
        passes(work.consume("r2"));
        refused(work.consume("r3", "--token-file", "token"), 4, "TOKEN_ALREADY_CONSUMED");
        refused(work.consume("r3", "--approval", approval), 4, "TOKEN_ALREADY_CONSUMED");
        refused(work.consume("r3"), 4, "was used by run r2");
        passes(work.gate("r2"));
        refused(work.gate("r1"), 4, "TOKEN_ALREADY_CONSUMED");
        work.terraform("apply", "tfplan");
        assertThat(work.applied()).isEqualTo(100);
        assertThat(world.get("/v1/ledger?chain=decisions&entry_type=approval.consumed"))
                .contains(approval);
    }

    @Test
    void oneStep_appliesThePlanOnAPrivateCopy_andLeavesNothingBehind() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-2");
        String approval = work.asks(50, "r1");
        work.approves(approval);
        refused(work.apply("r1", "--", "-target=terraform_data.app"), 64, "TERRAFORM_ARGUMENT_REFUSED");
        assertThat(work.applied()).isZero();

        Ended applied = work.apply("r1", "--", "-no-color", "-input=false");
        passes(applied);
        assertThat(applied.out()).contains("Apply complete!");
        assertThat(work.applied()).isEqualTo(50);
        assertThat(work.left()).isEmpty();
        // The approval is this run's, but the plan has been applied: terraform says so, and its code is passed on.
        Ended stale = work.apply("r1", "--", "-no-color");
        refused(stale, 1, "'terraform apply' ended with 1");
        assertThat(stale.err()).contains("Saved plan is stale");
        assertThat(work.left()).isEmpty();
    }

    @Test
    void plan_swappedAfterTheApproval_isNotApplied() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-3");
        String approval = work.asks(10, "r1");
        work.approves(approval);
        work.mints(approval, "token");
        Path other = work.planAs(11, "other");
        Files.move(other, work.directory().resolve("tfplan"), StandardCopyOption.REPLACE_EXISTING);

        refused(work.consume("r1", "--token-file", "token"), 4, "TOKEN_BINDING_MISMATCH");
        refused(work.consume("r1"), 4, "TOKEN_BINDING_MISMATCH");
        refused(work.apply("r1", "--token-file", "token"), 4, "TOKEN_BINDING_MISMATCH");
        assertThat(work.applied()).isZero();
        assertThat(work.left()).isEmpty();
        // Asked about openly, the bigger one waits anew, and the former approval ends.
        Ended asked = work.gate("r2");
        assertThat(asked.code()).isEqualTo(3);
        assertThat(Workspace.approvalOf(asked)).isNotEqualTo(approval);
        refused(work.consume("r2", "--approval", approval), 3, "is cancelled");
        refused(work.consume("r2", "--token-file", "token"), 4, "TOKEN_BINDING_MISMATCH");
    }

    @Test
    void cap_aCheaperPlanPasses_aBiggerOneDoesNot() throws Exception {
        world.binding("cap");
        Workspace work = Workspace.make(world, directory, "pr-4");
        String approval = work.asks(100, "r1");
        work.approves(approval);
        work.mints(approval, "token");
        work.plan(80);
        assertThat(work.gate("r2", "--no-consume").code()).isEqualTo(3);
        Path cheaper =
                Files.copy(work.directory().resolve("tfplan"), work.directory().resolve("cheaper"));

        work.plan(120);
        refused(work.consume("r2", "--token-file", "token"), 4, "CHANGE_MOVED_ON");
        Path bigger =
                Files.copy(work.directory().resolve("tfplan"), work.directory().resolve("bigger"));
        Files.copy(cheaper, work.directory().resolve("tfplan"), StandardCopyOption.REPLACE_EXISTING);
        passes(work.consume("r2", "--token-file", "token"));
        Files.copy(bigger, work.directory().resolve("tfplan"), StandardCopyOption.REPLACE_EXISTING);
        refused(work.consume("r2", "--token-file", "token"), 4, "TOKEN_ALREADY_CONSUMED");
        refused(work.consume("r2", "--approval", approval), 4, "TOKEN_ALREADY_CONSUMED");
        Files.copy(cheaper, work.directory().resolve("tfplan"), StandardCopyOption.REPLACE_EXISTING);
        passes(work.apply("r2", "--approval", approval));
        assertThat(work.applied()).isEqualTo(80);
    }

    @Test
    void approval_deniedOrExpired_isNoGo() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-5");
        String denied = work.asks(10, "r1");
        passes(work.spendweir(world.reviewer, "approvals", "deny", denied, "--comment", "no"));
        refused(work.consume("r1"), 2, "is denied");
        assertThat(work.gate("r1").code()).isEqualTo(2);

        String expired = work.asks(20, "r2");
        work.approves(expired);
        work.mints(expired, "token");
        world.expireApprovals();
        refused(work.consume("r2", "--token-file", "token"), 3, "APPROVAL_EXPIRED");
        refused(work.consume("r2", "--approval", expired), 3, "is expired");
        refused(work.apply("r2"), 3, "is expired");
        assertThat(work.gate("r2").code()).isEqualTo(3);
        assertThat(work.applied()).isZero();
    }

    @Test
    void token_thatIsNotTheRightOne_isRefusedWithItsCode() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-6");
        work.planAs(10, "known");
        String approval = work.asks(10, "r1");
        work.approves(approval);
        Forged token = new Forged(work.mints(approval, "token"));
        String[] known = {"--plan", "known.json", "--token-file", "forged"};

        int number = 0;
        for (String tampered : token.tampered()) {
            work.holds("forged", tampered);
            Ended ended = work.consume("t" + number++, known);
            refused(ended, 4, "the approval cannot be used: TOKEN_");
            assertThat(ended.err()).doesNotContain(tampered);
        }
        work.holds("forged", token.reEncoded());
        refused(work.consume("r1", known), 4, "TOKEN_SIGNATURE_INVALID");
        work.holds("forged", token.padded());
        refused(work.consume("r1", known), 4, "TOKEN_MALFORMED");
        work.holds("forged", "nonsense");
        refused(work.consume("r1", known), 4, "TOKEN_MALFORMED");
        world.signing(signer -> forged(work, known, token, signer));
        refused(
                work.consume("r1", "--plan", "known.json", "--token-file", "token", "--project", "other"),
                4,
                "TOKEN_BINDING_MISMATCH");
        refused(
                work.consume("r1", "--plan", "known.json", "--token-file", "token", "--resource", "other@default"),
                4,
                "TOKEN_BINDING_MISMATCH");
        refused(work.consumeAs(world.stranger, "r1", "--plan", "known.json", "--token-file", "token"), 4, "NOT_FOUND");
        passes(work.consume(
                "r1", "--plan", "known.json", "--token-file", "token", "--project", "shop", "--env", "PROD"));
    }

    private static boolean forged(Workspace work, String[] known, Forged token, TokenSigner signer) {
        try {
            work.holds("forged", token.expired(signer));
            refused(work.consume("r1", known), 4, "TOKEN_EXPIRED");
            work.holds("forged", token.withHeader("alg", "Ed25519", signer));
            refused(work.consume("r1", known), 4, "TOKEN_HEADER_REJECTED");
            work.holds("forged", token.withHeader("alg", "HS256", signer));
            refused(work.consume("r1", known), 4, "TOKEN_HEADER_REJECTED");
            work.holds("forged", token.withHeader("kid", "nobody", signer));
            refused(work.consume("r1", known), 4, "TOKEN_KEY_UNKNOWN");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void key_rotatedKeepsItsTokens_retiredEndsThem() throws Exception {
        world.binding("exact");
        Workspace work = Workspace.make(world, directory, "pr-7");
        String approval = work.asks(10, "r1");
        work.approves(approval);
        work.mints(approval, "token");
        Ended before = work.spendweir(world.operator, "token", "keys", "list");
        String former = kid(before, "active");

        String next = kid(work.spendweir(world.operator, "token", "keys", "rotate"), "next");
        Ended activated = work.spendweir(world.operator, "token", "keys", "activate", next);
        assertThat(activated.out()).contains("Rollback: spendweir token keys activate " + former);
        refused(work.spendweir(world.operator, "token", "keys", "retire", former), 1, "CONFLICT");
        passes(work.spendweir(world.operator, "token", "keys", "retire", former, "--compromised"));
        refused(work.consume("r1", "--token-file", "token"), 4, "TOKEN_KEY_UNKNOWN");
        // The approval itself is as good as before.
        passes(work.consume("r1"));
        refused(work.spendweir(world.stranger, "token", "keys", "list"), 1, "PERMISSION_MISSING");
    }

    private static String kid(Ended ring, String status) {
        assertThat(ring.code()).as(ring.err()).isZero();
        return ring.out()
                .lines()
                .filter(line -> line.startsWith(status + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }
}
