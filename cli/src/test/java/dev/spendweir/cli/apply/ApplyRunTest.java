package dev.spendweir.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.Main;
import dev.spendweir.cli.client.CaptureServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to the private copy, with a program in place of terraform that writes down what it saw; that of the real one
 * is in {@code PipelineEndToEndTest}.
 */
final class ApplyRunTest {

    private static final String PLAN = "the plan that was approved";

    private static final String PROGRAM = """
            #!/bin/sh
            here=$(dirname "$0")
            for last in "$@"; do :; done
            if [ "$1" = show ]; then
                printf 'a plan that somebody put there' >"$here/tfplan"
                printf '{"format_version":"1.2","resource_changes":[]}'
                exit 0
            fi
            echo "$@" >"$here/arguments"
            cat "$last" >"$here/applied"
            ls -ln "$last" | cut -c 1-10 >"$here/mode"
            ls -ldn "$(dirname "$last")" | cut -c 1-10 >>"$here/mode"
            env >"$here/environment"
            echo started >"$here/started"
            while [ -e "$here/hold" ]; do sleep 0.05; done
            echo "out of terraform"
            echo "err of terraform" >&2
            echo ended >"$here/ended"
            exit "$(cat "$here/code")"
            """;

    @TempDir
    private Path directory;

    private CaptureServer server;

    @BeforeEach
    void prepare() throws Exception {
        server = CaptureServer.start();
        server.answer(200, """
                {"approval_id":"a-1","decision_id":"d-1","reservation_id":null,"consumed_at":"2026-01-01T00:00:00.000Z"}
                """);
        Path program = Files.writeString(directory.resolve("terraform"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("tfplan"), PLAN);
        Files.writeString(directory.resolve("code"), "0");
        Files.createDirectory(directory.resolve("tmp"));
        String digest = "ab".repeat(32);
        String claims = "{\"fingerprint\":\"" + digest + "\",\"scope_fingerprint\":\"" + digest + "\"}";
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Files.writeString(directory.resolve("token"), "e30." + payload + ".AAAA\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String[] line(String... arguments) {
        return Stream.concat(
                        Stream.of(
                                "terraform",
                                "apply",
                                "--plan-file",
                                "tfplan",
                                "--token-file",
                                "token",
                                "--terraform-bin",
                                directory.resolve("terraform").toString(),
                                "--server",
                                server.url()),
                        Stream.of(arguments))
                .toArray(String[]::new);
    }

    private Ended run(String... arguments) {
        return CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", "sw_secret")
                .env("TMPDIR", "tmp")
                .run(line(arguments));
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private boolean isNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void apply_whateverHappensToTheFile_appliesTheCopyThatWasRead() throws Exception {
        Ended ended = run("--", "-input=false");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(text("tfplan")).isNotEqualTo(PLAN);
        assertThat(text("applied")).isEqualTo(PLAN);
        assertThat(text("arguments")).startsWith("apply -input=false /").doesNotContain(directory + "/tfplan");
        assertThat(text("mode").lines()).containsExactly("-rw-------", "drwx------");
        assertThat(text("environment")).doesNotContain("sw_secret");
        assertThat(server.received().get(0).body())
                .contains("\"plan_file_sha256\":\"" + Sha256Hex.of(PLAN.getBytes(StandardCharsets.UTF_8)) + "\"");
        assertThat(ended.out()).contains("out of terraform");
        assertThat(ended.err()).contains("err of terraform");
        assertThat(isNothingLeft()).isTrue();
    }

    @Test
    void apply_aFailure_endsWithTheCodeOfTerraformUnlessThatIsOneOfTheGate() throws Exception {
        for (List<Integer> pair : List.of(List.of(1, 1), List.of(7, 7), List.of(2, 1), List.of(3, 1), List.of(4, 1))) {
            Files.writeString(directory.resolve("code"), pair.get(0).toString());
            Ended ended = run();
            assertThat(ended.code()).isEqualTo(pair.get(1));
            assertThat(ended.err()).contains("'terraform apply' ended with " + pair.get(0));
            assertThat(isNothingLeft()).isTrue();
        }
    }

    @Test
    void apply_aRefusal_startsNothing() throws Exception {
        server.close();
        server = CaptureServer.start();
        server.answer(409, "{\"code\":\"TOKEN_ALREADY_CONSUMED\",\"detail\":\"used\"}");
        Ended ended = run();
        assertThat(ended.code()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err()).contains("TOKEN_ALREADY_CONSUMED: used");
        assertThat(directory.resolve("started")).doesNotExist();
        assertThat(isNothingLeft()).isTrue();
    }

    @Test
    void apply_toldToEnd_letsTerraformFinishAndRemovesTheCopy() throws Exception {
        Files.createFile(directory.resolve("hold"));
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Main.class.getName()),
                        Stream.of(line()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("SPENDWEIR_API_KEY", "sw_secret");
        builder.environment().put("TMPDIR", directory.resolve("tmp").toString());
        Process process = builder.start();
        try {
            assertThat(await(() -> Files.exists(directory.resolve("started")) || !process.isAlive()))
                    .isTrue();
            assertThat(process.isAlive()).as(text("log")).isTrue();
            process.destroy();
            assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(isNothingLeft()).isFalse();
            Files.delete(directory.resolve("hold"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(text("ended")).isEqualTo("ended\n");
            assertThat(isNothingLeft()).isTrue();
        } finally {
            Files.deleteIfExists(directory.resolve("hold"));
            process.destroyForcibly();
        }
    }

    /** Whether something happens within a minute. */
    private static boolean await(BooleanSupplier happens) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < end) {
            if (happens.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return false;
    }
}
