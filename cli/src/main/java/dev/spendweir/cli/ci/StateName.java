package dev.spendweir.cli.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The default resource_reference of a Terraform call: the directory in the repository, {@code @}, and the workspace
 * (spec 5.1). Outside a repository the directory's own name stands for its path, which differs from machine to machine.
 */
public final class StateName {

    private static final String DEFAULT_WORKSPACE = "default";

    private StateName() {}

    /** The name of the state that the configuration in a directory manages. */
    public static String of(Path directory, Map<String, String> env) {
        Path real = real(directory);
        String path = new GitRepository(real, env)
                .root()
                .map(StateName::real)
                .filter(real::startsWith)
                .map(root -> slashes(root.relativize(real)))
                .orElseGet(() -> slashes(real.getFileName()));
        return (path.isEmpty() ? "." : path) + "@" + workspace(real, env);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static String slashes(@Nullable Path path) {
        return path == null ? "" : path.toString().replace('\\', '/');
    }

    /** As Terraform finds it: TF_WORKSPACE, else the file that {@code terraform workspace select} writes. */
    private static String workspace(Path directory, Map<String, String> env) {
        String fromEnv = env.getOrDefault("TF_WORKSPACE", "").strip();
        if (!fromEnv.isEmpty()) {
            return fromEnv;
        }
        String dataDir = env.getOrDefault("TF_DATA_DIR", "").strip();
        Path file =
                directory.resolve(dataDir.isEmpty() ? ".terraform" : dataDir).resolve("environment");
        return readLine(file).orElseGet(() -> atlantisWorkspace(env));
    }

    private static Optional<String> readLine(Path file) {
        try {
            String text = Files.isRegularFile(file)
                    ? Files.readString(file, StandardCharsets.UTF_8).strip()
                    : "";
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String atlantisWorkspace(Map<String, String> env) {
        String workspace =
                env.containsKey("PLANFILE") ? env.getOrDefault("WORKSPACE", "").strip() : "";
        return workspace.isEmpty() ? DEFAULT_WORKSPACE : workspace;
    }
}
