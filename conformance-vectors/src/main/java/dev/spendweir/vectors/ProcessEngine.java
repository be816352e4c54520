package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that speaks the runner protocol (spec 8): started once, asked everything through its standard input, its
 * answers matched by id in whatever order they come. One that ends early, is silent too long, or prints anything else
 * than answers has failed; it is stopped, and what it answered before counts. Not thread-safe.
 */
public final class ProcessEngine implements VectorEngine {

    /** What is shown of a line that is no answer. */
    private static final int SHOWN_CHARS = 200;

    /** What is passed on of its standard error: enough for a log, not enough to fill a disk. */
    static final int MAX_STDERR_BYTES = 1 << 20;

    private final List<String> command;
    private final Duration timeout;
    private final OutputStream stderr;

    /**
     * An engine that is started by that command.
     *
     * @param command the program and its arguments; not empty
     * @param timeout the longest silence while answers are due, and the longest time to end when the input has ended
     * @param stderr gets what the program writes to its standard error, the first MiB of it; not closed
     */
    public ProcessEngine(List<String> command, Duration timeout, OutputStream stderr) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.stderr = stderr;
    }

    @Override
    public String name() {
        return String.join(" ", command);
    }

    @Override
    public Answers ask(List<VectorCase> vectors) {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            return new Answers(Map.of(), "it cannot be started: " + e.getMessage());
        }
        Map<String, JsonObject> answers = new HashMap<>();
        Thread errors = start("engine-stderr", () -> pump(process.getErrorStream()));
        try {
            return new Answers(answers, converse(process, vectors, answers));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answers(answers, "the run was interrupted");
        } finally {
            stop(process);
            join(errors);
            process.destroyForcibly();
        }
    }

    private @Nullable String converse(Process process, List<VectorCase> vectors, Map<String, JsonObject> answers)
            throws InterruptedException {
        AnswerLines lines = new AnswerLines();
        start("engine-stdin", () -> send(process.getOutputStream(), vectors));
        Thread reader = start("engine-stdout", () -> lines.readFrom(process.getInputStream()));
        try {
            return collect(process, vectors, answers, lines);
        } finally {
            // It may wait for somebody to take a line that nobody wants any more.
            reader.interrupt();
        }
    }

    private @Nullable String collect(
            Process process, List<VectorCase> vectors, Map<String, JsonObject> answers, AnswerLines lines)
            throws InterruptedException {
        Set<String> due = new HashSet<>(vectors.stream().map(VectorCase::id).toList());
        while (true) {
            AnswerLines.Line line = lines.next(timeout);
            if (line == null && !process.isAlive()) {
                // A process of its own holds the output open.
                return "it ended" + exitCode(process) + " with " + due.size() + " answers due";
            }
            if (line == null) {
                return due.isEmpty()
                        ? "it answered everything, but did not end within " + timeout.toMillis()
                                + " ms after its input had ended"
                        : "it was silent for " + timeout.toMillis() + " ms with " + due.size() + " answers due";
            }
            if (line.isEnd()) {
                return due.isEmpty() ? null : "it ended" + exitCode(process) + " with " + due.size() + " answers due";
            }
            String wrong = take(line, due, answers);
            if (wrong != null) {
                return wrong;
            }
        }
    }

    /** Takes an answer; says what is wrong with the line when it is none. */
    private static @Nullable String take(AnswerLines.Line line, Set<String> due, Map<String, JsonObject> answers) {
        if (line.isTooLong()) {
            return "it printed a line of more than " + LineProtocol.MAX_LINE_BYTES + " bytes";
        }
        JsonObject answer;
        try {
            if (!(JsonReader.read(line.bytes()) instanceof JsonObject object)) {
                return "it printed a line that is no JSON object: " + shown(line);
            }
            answer = object;
        } catch (JsonSyntaxException e) {
            return "it printed a line that is no JSON: " + shown(line);
        }
        if (!(answer.get("id") instanceof JsonString id) || !due.remove(id.value())) {
            return "it printed a line whose id is of no open request: " + shown(line);
        }
        answers.put(id.value(), answer.without("id"));
        return null;
    }

    private static String shown(AnswerLines.Line line) {
        String text = new String(line.bytes(), StandardCharsets.UTF_8);
        String cut = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
        return WireJson.text(new JsonString(cut));
    }

    private String exitCode(Process process) throws InterruptedException {
        // Its output may be closed while it still runs.
        boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return ended ? " (exit code " + process.exitValue() + ")" : " its output";
    }

    private static void send(OutputStream stdin, List<VectorCase> vectors) {
        try (OutputStream out = new BufferedOutputStream(stdin)) {
            for (VectorCase vector : vectors) {
                out.write(vector.requestLine());
                out.write('\n');
            }
        } catch (IOException e) {
            // The program reads no more; what that means is seen at its output.
            return;
        }
    }

    private void pump(InputStream from) {
        byte[] buffer = new byte[1 << 13];
        long seen = 0;
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                int wanted = (int) Math.min(n, Math.max(0, MAX_STDERR_BYTES - seen));
                stderr.write(buffer, 0, wanted);
                seen += n;
            }
            if (seen > MAX_STDERR_BYTES) {
                String note =
                        "\n(" + (seen - MAX_STDERR_BYTES) + " more bytes of the engine's standard error left out)\n";
                stderr.write(note.getBytes(StandardCharsets.US_ASCII));
            }
            stderr.flush();
        } catch (IOException e) {
            // Either end is gone: there is nobody to tell.
            return;
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // Not by the process itself: that closes its streams, and what it last wrote to standard error would be lost.
        process.toHandle().destroyForcibly();
    }

    private void join(Thread errors) {
        try {
            errors.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
