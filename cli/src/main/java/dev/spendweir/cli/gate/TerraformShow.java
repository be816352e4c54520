package dev.spendweir.cli.gate;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns a binary plan into JSON by {@code terraform show -json}, in the working directory, as a person would. */
final class TerraformShow {

    /** A large plan with many providers takes a minute at most. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** Of what terraform says when it fails, this much is shown. */
    private static final int MAX_MESSAGE = 2000;

    private TerraformShow() {}

    static byte[] json(CliContext context, String binary, Path planFile) {
        @Nullable Path errors = null;
        try {
            errors = Files.createTempFile("spendweir-terraform-", ".err");
            return run(context, binary, planFile, errors);
        } catch (IOException e) {
            throw new CliException(
                    "'" + binary + "' cannot be run to read " + planFile,
                    "put terraform on the PATH, name it with --terraform-bin, or give the plan's JSON: terraform show -json "
                            + planFile.getFileName() + " > plan.json, then --plan plan.json");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while terraform was reading the plan");
        } finally {
            delete(errors);
        }
    }

    private static byte[] run(CliContext context, String binary, Path planFile, Path errors)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(binary, "show", "-json", "-no-color", planFile.toString()))
                .directory(context.directory().toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(TerraformEnvironment.forShow(context.env()));
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream stdout = process.getInputStream()) {
            byte[] json = stdout.readNBytes(FileReader.MAX_BYTES + 1);
            if (json.length > FileReader.MAX_BYTES || !process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new CliException(
                        "'" + binary + " show' gives more than " + FileReader.MAX_BYTES + " bytes, or takes too long");
            }
            if (process.exitValue() != 0) {
                throw new CliException(
                        "'" + binary + " show -json' failed: " + message(errors),
                        "run it in the directory where the plan was made, after terraform init");
            }
            return json;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String message(Path errors) throws IOException {
        try (InputStream in = Files.newInputStream(errors)) {
            String text = new String(in.readNBytes(MAX_MESSAGE), StandardCharsets.UTF_8);
            return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // An empty file in the temporary directory is not worth failing for.
        }
    }
}
