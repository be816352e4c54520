package dev.spendweir.cli.demo;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints the steps of the demo with their times, and stops it at the first that is not as expected. */
public final class DemoLog {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final CliContext context;
    private final long begin = System.nanoTime();
    private int number;

    /** A log that prints to standard output. */
    public DemoLog(CliContext context) {
        this.context = context;
    }

    /** Runs a step and says how long it took. */
    public <T> T step(String title, Supplier<T> work) {
        number++;
        context.out().println();
        context.out().println(number + ". " + title);
        long start = System.nanoTime();
        T result = work.get();
        context.out().printf(Locale.ROOT, "   (%d ms)%n", (System.nanoTime() - start) / NANOS_PER_MILLI);
        return result;
    }

    /** Runs a step that gives nothing. */
    public void step(String title, Runnable work) {
        step(title, () -> {
            work.run();
            return number;
        });
    }

    /** Prints what a step shows, set in. */
    void print(String text) {
        context.out().println();
        text.lines().forEach(line -> context.out().println(line.isEmpty() ? "" : "   " + line));
        context.out().println();
    }

    /**
     * States what must hold.
     *
     * @throws CliException when it does not
     */
    void expect(String what, boolean holds) {
        context.out().println("   " + (holds ? "ok  " : "NO  ") + what);
        if (!holds) {
            throw new CliException("the demo went wrong in step " + number + ": not so: " + what);
        }
    }

    /** How long everything took so far. */
    public String total() {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / (NANOS_PER_MILLI * 1000.0));
    }

    static String number(JsonObject json, String name) {
        return json.get(name) instanceof JsonNumber value ? value.text() : "";
    }
}
