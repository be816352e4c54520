package dev.spendweir.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateNameTest {

    @TempDir
    private Path directory;

    @Test
    void of_aDirectoryInARepository_isItsPathInTheRepository() throws Exception {
        TestGit git = TestGit.init(directory);
        Path infra = Files.createDirectories(directory.resolve("infra/prod"));
        assertThat(StateName.of(infra, git.env())).isEqualTo("infra/prod@default");
        assertThat(StateName.of(directory, git.env())).isEqualTo(".@default");
    }

    @Test
    void of_aDirectoryOutsideARepository_isItsName() throws Exception {
        Path plain = Files.createDirectories(directory.resolve("network"));
        Map<String, String> env =
                Map.of("PATH", System.getenv("PATH"), "GIT_CEILING_DIRECTORIES", directory.toString());
        assertThat(StateName.of(plain, env)).isEqualTo("network@default");
    }

    @Test
    void of_aSelectedWorkspace_namesIt() throws Exception {
        TestGit git = TestGit.init(directory);
        Path infra =
                Files.createDirectories(directory.resolve("infra/.terraform")).getParent();
        Files.writeString(infra.resolve(".terraform/environment"), "blue");
        assertThat(StateName.of(infra, git.env())).isEqualTo("infra@blue");

        Map<String, String> overridden = new HashMap<>(git.env());
        overridden.put("TF_WORKSPACE", "green");
        assertThat(StateName.of(infra, overridden)).isEqualTo("infra@green");
    }

    @Test
    void of_aDataDirectoryElsewhere_readsTheWorkspaceThere() throws Exception {
        TestGit git = TestGit.init(directory);
        Path infra = Files.createDirectories(directory.resolve("infra"));
        Files.writeString(Files.createDirectories(infra.resolve("data")).resolve("environment"), "red\n");
        Map<String, String> env = new HashMap<>(git.env());
        env.put("TF_DATA_DIR", "data");
        assertThat(StateName.of(infra, env)).isEqualTo("infra@red");
    }

    @Test
    void of_anAtlantisJob_takesItsWorkspace() throws Exception {
        TestGit git = TestGit.init(directory);
        Map<String, String> env = new HashMap<>(git.env());
        env.put("WORKSPACE", "staging");
        assertThat(StateName.of(directory, env)).isEqualTo(".@default");
        env.put("PLANFILE", "/tmp/staging.tfplan");
        assertThat(StateName.of(directory, env)).isEqualTo(".@staging");
    }
}
