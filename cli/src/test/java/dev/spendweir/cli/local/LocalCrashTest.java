package dev.spendweir.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.CliRun.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of writing, at seeded moments: what was answered is there, and nothing is half done. */
final class LocalCrashTest {

    private static final int ROUNDS = 8;

    /** Calls take a few milliseconds each; within this span every part of one is hit. */
    private static final int LONGEST_MICROS = 60_000;

    @TempDir
    private Path directory;

    @Test
    void kill_atAnyMoment_losesNoAnswerAndLeavesNoHalfStep() throws Exception {
        long seed = Long.getLong("spendweir.seed", System.nanoTime());
        Random random = new Random(seed);
        LocalRuns runs = new LocalRuns(directory, LocalRuns.POLICY).budget("payments", "1000");
        List<String> answered = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            answered.addAll(callUntilKilled("round" + round, random));

            Ended next = runs.gate("after-" + round, "pr-after", "post_plan", "0.01");
            assertThat(next.code())
                    .as("seed %d round %d: %s", seed, round, next.err())
                    .isZero();
            Ended verified = runs.verify();
            assertThat(verified.code())
                    .as("seed %d round %d: %s", seed, round, verified.out())
                    .isZero();
            String ledger = Files.readString(runs.state().resolve("decisions.jsonl"));
            assertThat(answered).as("seed %d", seed).isNotEmpty().allSatisfy(line -> {
                assertThat(ledger).contains(line.split(" ")[2]);
            });
            assertThat(StateFile.JOURNAL.in(runs.state())).doesNotExist();
        }
        // Each answer that was given is given again, word for word.
        for (String line : answered.subList(Math.max(0, answered.size() - 10), answered.size())) {
            String[] parts = line.split(" ");
            int number = Integer.parseInt(parts[0].substring(parts[0].indexOf('-') + 1));
            Ended again =
                    runs.gate(parts[0], "pr-" + number % 7, number % 2 == 0 ? "post_plan" : "pre_apply", parts[1]);
            assertThat(LocalRuns.text(again, "decision_id"))
                    .as("seed %d: %s", seed, line)
                    .isEqualTo(parts[2]);
        }
    }

    private List<String> callUntilKilled(String name, Random random) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        EndlessCaller.class.getName(),
                        directory.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            lines.add(String.valueOf(reader.readLine()));
            lines.add(String.valueOf(reader.readLine()));
            // The moment is what is tested here, not something to wait for.
            LockSupport.parkNanos(1000L * random.nextInt(LONGEST_MICROS));
            // By its handle: Process.destroyForcibly would close the stream that is still to be read.
            process.toHandle().destroyForcibly();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        }
        process.waitFor();
        // The last line may be torn: it was never read as an answer by anybody.
        lines.removeIf(line -> line.split(" ").length != 3 || line.split(" ")[2].length() != 36);
        return lines;
    }
}
