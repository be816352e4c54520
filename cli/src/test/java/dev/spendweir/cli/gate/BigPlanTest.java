package dev.spendweir.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.client.CaptureServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of 50 MB and 20,000 resources goes through the command with a heap of 1 GiB (spec 5.1). */
@Tag("long")
final class BigPlanTest {

    private static final int RESOURCES = 20_000;
    private static final long MIN_BYTES = 50_000_000;
    private static final int MAX_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void gate_aPlanOf50Megabytes_fitsAHeapOf1Gibibyte() throws Exception {
        Path plan = directory.resolve("plan.json");
        write(plan);
        assertThat(Files.size(plan)).isGreaterThan(MIN_BYTES);
        try (CaptureServer server = CaptureServer.start()) {
            server.answer(200, "{\"outcome\":\"ALLOW\",\"retryable\":false}");
            Process process = command(plan, server.url()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(output).contains("20000 resources change");
            assertThat(server.received().get(0).raw().length).isLessThan(10_000_000);
            assertThat(server.received().get(0).body()).doesNotContain("secret-value-");
        }
    }

    private ProcessBuilder command(Path plan, String url) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        "dev.spendweir.cli.Main",
                        "gate",
                        "terraform",
                        "--plan",
                        plan.toString(),
                        "--project",
                        "p",
                        "--env",
                        "dev",
                        "--server",
                        url)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("SPENDWEIR_API_KEY", "sw_key");
        return builder;
    }

    private static void write(Path plan) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(plan)) {
            out.write(
                    "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"complete\":true,\"errored\":false,"
                            + "\"resource_changes\":[");
            for (int i = 0; i < RESOURCES; i++) {
                out.write(i == 0 ? "" : ",");
                out.write(resource(i));
            }
            out.write("]}");
        }
    }

    private static String resource(int i) {
        StringBuilder tags = new StringBuilder();
        for (int tag = 0; tag < 40; tag++) {
            tags.append(tag == 0 ? "" : ",")
                    .append("\"tag-")
                    .append(tag)
                    .append("\":\"the value of tag number ")
                    .append(tag * 31 + i)
                    .append('"');
        }
        return "{\"address\":\"module.fleet.aws_instance.node[" + i
                + "]\",\"mode\":\"managed\",\"type\":\"aws_instance\","
                + "\"name\":\"node\",\"index\":" + i + ",\"provider_name\":\"registry.terraform.io/hashicorp/aws\","
                + "\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{\"instance_type\":\"t3.micro\","
                + "\"user_data\":\"secret-value-" + i + "\",\"tags\":{" + tags + "}},\"after_unknown\":{\"id\":true},"
                + "\"before_sensitive\":false,\"after_sensitive\":{\"user_data\":true}}}";
    }
}
