package dev.spendweir.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes large plans like terraform's, always the same for the same arguments: of each resource planned_values and
 * resource_changes, with texts long enough to reach a wanted size.
 */
public final class LargePlan {

    private static final String[] TYPES = {"aws_instance", "aws_iam_role", "aws_s3_bucket", "terraform_data"};

    private LargePlan() {}

    /**
     * A plan that creates resources.
     *
     * @param resources how many
     * @param bytesEach about how many bytes of the plan each takes
     */
    public static byte[] create(int resources, int bytesEach) {
        String filler = "x".repeat(Math.max(0, bytesEach / 2 - 300));
        ByteArrayOutputStream out = new ByteArrayOutputStream(resources * bytesEach + 1024);
        write(
                out,
                "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":{\"resources\":[");
        for (int i = 0; i < resources; i++) {
            write(
                    out,
                    (i == 0 ? "" : ",") + "{\"address\":\"" + address(i) + "\",\"values\":" + values(i, filler) + "}");
        }
        write(out, "]}},\"resource_changes\":[");
        // Back to front, so that the digest has something to sort.
        for (int i = resources - 1; i >= 0; i--) {
            write(out, (i == resources - 1 ? "" : ",\n") + change(i, filler));
        }
        write(out, "],\"errored\":false,\"complete\":true,\"applyable\":true}");
        return out.toByteArray();
    }

    private static String address(int i) {
        return String.format(Locale.ROOT, "module.m%03d.%s.r[%05d]", i % 200, TYPES[i % TYPES.length], i);
    }

    private static String values(int i, String filler) {
        return "{\"instance_type\":\"t3.micro\",\"user_data\":\"" + filler + "\",\"n\":" + i + ".50,\"tags\":{\"i\":\""
                + i + "\"}}";
    }

    private static String change(int i, String filler) {
        return "{\"address\":\"" + address(i) + "\",\"mode\":\"managed\",\"type\":\"" + TYPES[i % TYPES.length]
                + "\",\"name\":\"r\",\"index\":" + i
                + ",\"provider_name\":\"registry.terraform.io/x/y\",\"change\":{\"actions\":[\"create\"],"
                + "\"before\":null,\"after\":" + values(i, filler)
                + ",\"after_unknown\":{\"id\":true,\"arn\":true},\"before_sensitive\":false,\"after_sensitive\":{\"user_data\":"
                + (i % 10 == 0) + "}}}";
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
