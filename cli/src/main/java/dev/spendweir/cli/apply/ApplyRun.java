package dev.spendweir.cli.apply;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.gate.TerraformEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One apply of one plan on a private copy of its file (spec 5.1): copied, judged, applied, removed - also on failure and when
 * the process is told to end.
 *
 * <p>A signal is not passed on. Terminals and CI systems send it to the whole process group, so terraform has it already, and
 * a second one would make terraform stop without saving its state. Sent to this process alone, the apply is finished first.
 */
public final class ApplyRun {

    /** Codes that say something of the gate: terraform's own of that value are passed on as 1. */
    private static final List<Integer> TAKEN = Arrays.stream(ExitCode.values())
            .filter(code -> code != ExitCode.GO && code != ExitCode.FAILED)
            .map(ExitCode::code)
            .toList();

    /** Output after the end of terraform comes from pipes that it left to providers; they are not waited for longer. */
    private static final int LAST_OUTPUT_SECONDS = 10;

    private final CliContext context;
    private final String terraform;
    private final PrivateCopy copy;

    /** Guarded by this, as is {@link #over}: terraform is not started on a copy that is being removed. */
    private @Nullable Process running;

    private boolean over;

    private ApplyRun(CliContext context, String terraform, PrivateCopy copy) {
        this.context = context;
        this.terraform = terraform;
        this.copy = copy;
    }

    /**
     * Copies a plan, lets the copy be judged, and applies the copy.
     *
     * @param judge uses the approval for that file; throws when it must not be applied
     * @param arguments passed on; checked already
     * @return terraform's exit code, 1 in place of those that mean something about the gate
     * @throws CliException when the plan cannot be copied or terraform not be started, and what the judge throws
     */
    public static int of(
            CliContext context, String terraform, Path planFile, Consumer<Path> judge, List<String> arguments) {
        ApplyRun run = new ApplyRun(context, terraform, PrivateCopy.of(planFile, temporary(context)));
        Thread onEnd = new Thread(run::clean, "spendweir-apply-end");
        Runtime.getRuntime().addShutdownHook(onEnd);
        try {
            judge.accept(run.copy.file());
            return run.apply(arguments);
        } finally {
            run.clean();
            forget(onEnd);
        }
    }

    /** As other programs of the machine choose it. */
    private static Path temporary(CliContext context) {
        String chosen = context.env("TMPDIR");
        return chosen.isEmpty() ? Path.of(System.getProperty("java.io.tmpdir")) : context.resolve(chosen);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook is doing its work.
        }
    }

    /** Removes the copy once terraform no longer needs it. */
    private void clean() {
        boolean interrupted = waitForTerraform(end());
        if (!copy.remove()) {
            // An apply that worked must not fail for it.
            context.err().println("spendweir: warning: the private copy " + copy.file() + " could not be removed");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Process end() {
        over = true;
        return running;
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (over) {
            throw new CliException("the process was told to end before terraform was started; nothing was applied");
        }
        Process process = builder.start();
        running = process;
        return process;
    }

    /** Whether the wait was interrupted, which does not end it. */
    private static boolean waitForTerraform(@Nullable Process process) {
        boolean interrupted = false;
        while (process != null && process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private int apply(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(terraform, "apply"));
        command.addAll(arguments);
        command.add(copy.file().toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(context.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(TerraformEnvironment.of(context.env()));
        boolean ownStreams = context.in() == System.in;
        if (ownStreams) {
            // As if the user had started it: colours, and answers where it asks.
            builder.inheritIO();
        }
        try {
            Process process = start(builder);
            if (!ownStreams) {
                passOn(process);
            }
            return told(process.waitFor());
        } catch (IOException e) {
            throw new CliException(
                    "'" + terraform + "' cannot be run",
                    "put terraform on the PATH or name it with --terraform-bin; the approval is used, so repeat this with"
                            + " the same --run-id");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while terraform was applying the plan; it was waited for");
        }
    }

    private void passOn(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        Thread out = pump(process.getInputStream(), context.out());
        Thread err = pump(process.getErrorStream(), context.err());
        process.waitFor();
        out.join(TimeUnit.SECONDS.toMillis(LAST_OUTPUT_SECONDS));
        err.join(TimeUnit.SECONDS.toMillis(LAST_OUTPUT_SECONDS));
    }

    private static Thread pump(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try (from) {
                from.transferTo(to);
                to.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private int told(int code) {
        if (code == 0) {
            return ExitCode.GO.code();
        }
        context.err().println("spendweir: 'terraform apply' ended with " + code + "; the approval is used");
        context.err()
                .println(
                        "  what was applied stays: plan again and run the gate on the new plan, which asks for the rest only");
        return TAKEN.contains(code) ? ExitCode.FAILED.code() : code;
    }
}
