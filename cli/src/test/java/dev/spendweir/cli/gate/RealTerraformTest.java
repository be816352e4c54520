package dev.spendweir.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan made here and now by the real terraform, with the provider that is built into it. */
final class RealTerraformTest {

    private static final String CONFIGURATION = """
            variable "password" {
              type      = string
              sensitive = true
              default   = "hunter2-hunter2"
            }

            resource "terraform_data" "app" {
              for_each = toset(["a", "b"])
              input    = { size = each.key, password = var.password }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void requireTerraform() {
        boolean found = false;
        for (String entry : System.getenv("PATH").split(File.pathSeparator)) {
            found |= Files.isExecutable(Path.of(entry, "terraform"));
        }
        assumeTrue(found, "terraform is not on the PATH, so its real plan cannot be tried");
    }

    @Test
    void gate_aBinaryPlan_readsItByTerraformShow() throws Exception {
        Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
        Files.writeString(directory.resolve("policy.json"), "{\"approvals\":{\"required_for\":{\"prod\":false}}}");
        terraform("init", "-input=false", "-no-color");
        terraform("plan", "-input=false", "-no-color", "-out=tfplan");

        Ended ended = gate();
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("ALLOWED: no change in cost").contains("2 resources change (2 free)");
        assertThat(Files.readString(directory.resolve("state/decisions.jsonl")))
                .contains("terraform_data.app")
                .contains("\"plan_file_sha256\":\"" + Sha256Hex.of(Files.readAllBytes(directory.resolve("tfplan")))
                        + "\"")
                .doesNotContain("hunter2");
    }

    @Test
    void gate_aFileThatIsNoPlan_saysWhatTerraformSays() throws Exception {
        Files.writeString(directory.resolve("tfplan"), "nonsense");
        Ended ended = gate();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("'terraform show -json' failed");
    }

    @Test
    void gate_aBinaryThatIsNotThere_saysHowElse() throws Exception {
        Files.writeString(directory.resolve("tfplan"), "nonsense");
        Ended ended = gate("--terraform-bin", "no-such-terraform");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("--terraform-bin").contains("terraform show -json tfplan > plan.json");
    }

    /** Gates the binary plan {@code tfplan} of the directory, without a server. */
    private Ended gate(String... more) {
        List<String> line = new ArrayList<>(List.of("gate", "terraform", "--plan-file", "tfplan", "--project", "p"));
        line.addAll(List.of("--env", "prod", "--local", "--policy", "policy.json", "--state", "state"));
        line.addAll(List.of(more));
        return CliRun.in(directory).run(line.toArray(String[]::new));
    }

    private void terraform(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
