package dev.spendweir.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Terraform plans that tests send: the committed real ones, and made ones of any size. */
final class Plans {

    private static final Path COMMITTED =
            Path.of("..", "engine-core", "src", "test", "resources", "dev", "spendweir", "plan", "plans");

    private Plans() {}

    /** The committed real plan of that file name. */
    static String committed(String name) {
        try {
            return Files.readString(COMMITTED.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plan that makes so many keys of 1 USD a month each. */
    static String keys(int count) {
        return plan(IntStream.range(0, count)
                .mapToObj(i -> change("aws_kms_key", i, "{\"description\":\"key\",\"deletion_window_in_days\":7}"))
                .collect(Collectors.joining(",")));
    }

    /** A plan with these resource changes. */
    static String plan(String changes) {
        return "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"complete\":true,\"errored\":false,"
                + "\"resource_changes\":[" + changes + "]}";
    }

    /** One creation. */
    static String change(String type, int index, String after) {
        return "{\"address\":\"" + type + ".x[" + index + "]\",\"mode\":\"managed\",\"type\":\"" + type
                + "\",\"name\":\"x\",\"index\":" + index + ",\"provider_name\":\"registry/x\",\"change\":{"
                + "\"actions\":[\"create\"],\"before\":null,\"after\":" + after
                + ",\"after_unknown\":{\"id\":true},\"before_sensitive\":false,\"after_sensitive\":{}}}";
    }

    /** The body of a gate call with a plan of so many changes, filled up to about so many bytes in all. */
    static byte[] largeBody(String runId, int changes, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + (1 << 20));
        write(
                out,
                body(
                        runId,
                        "prod-net",
                        "dev",
                        ",\"plan\":{\"format_version\":\"1.2\",\"complete\":true,\"errored\":false,"
                                + "\"resource_changes\":["));
        String filling = "x".repeat(Math.max(0, bytes / changes - 268));
        for (int i = 0; i < changes; i++) {
            write(out, (i == 0 ? "" : ",") + change("aws_kms_key", i, "{\"policy\":\"" + filling + "\"}"));
        }
        write(out, "]}}");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The beginning of a body; {@code more} begins with a comma and closes nothing. */
    private static String body(String runId, String project, String environment, String more) {
        return "{\"run_id\":\"" + runId + "\",\"project_id\":\"" + project + "\",\"environment\":\"" + environment
                + "\",\"resource_reference\":\"infra@default\"" + more;
    }

    /** A whole body; {@code more} begins with a comma or is empty. */
    static String gate(String runId, String project, String more) {
        return body(runId, project, "dev", more) + "}";
    }
}
