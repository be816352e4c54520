package dev.spendweir.cli.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The plans that the demo brings, for tests. */
public final class TestPlans {

    /** Cost of {@link #checkout} a month by the bundled price sheet. */
    public static final String CHECKOUT_DELTA = "210.687";

    private TestPlans() {}

    /** A plan of 11 resources: all priced, assumed or free. */
    public static String checkout() {
        return resource("/dev/spendweir/cli/demo/checkout-plan.json");
    }

    /** A plan that costs six times as much. */
    public static String fraud() {
        return resource("/dev/spendweir/cli/demo/fraud-plan.json");
    }

    /** Writes a plan into a directory. */
    public static Path write(Path directory, String name, String plan) {
        try {
            return Files.writeString(directory.resolve(name), plan, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = TestPlans.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
