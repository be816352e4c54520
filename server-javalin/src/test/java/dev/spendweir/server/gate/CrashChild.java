package dev.spendweir.server.gate;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A server under load in a process of its own, to be killed: {@code CrashChild DATA_DIR PROGRAMS ROUND}. It prints {@code
 * POSTMASTER pid} once, and {@code ACK key decision_id sha256(body)} for each answer that it gives out, after it has it.
 */
final class CrashChild {
    private static final int THREADS = 4;

    /** Ends a child that nobody kills. */
    private static final int CALLS_PER_THREAD = 5_000;

    private CrashChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        TestStore test = TestStore.open(postgres.target(), Clock.systemUTC(), TestStore.PATIENCE);
        if (test.store.policies().current(TestStore.TENANT).version() == 0) {
            test.policy("{\"modes\":{\"default\":\"hard\"}}");
            test.budget("payments", "1000000");
        }
        say("POSTMASTER " + postgres.postmasterPid());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = arguments[2] + "-" + i;
            Thread thread = new Thread(() -> load(test, name));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        say("END");
        test.close();
        postgres.close();
    }

    private static void load(TestStore test, String name) {
        for (int call = 0; call < CALLS_PER_THREAD; call++) {
            String key = "crash-" + name + "-" + call;
            // Two calls of three are about a few changes, so that holds move while the blow falls.
            String change = call % 3 == 0 ? null : "pr-" + call % 5;
            GateAnswer answer =
                    test.gate(TestStore.request("1.5", key), change, change == null ? Stage.NONE : Stage.POST_PLAN);
            if (answer.failsafeCause().isPresent()) {
                // PostgreSQL was struck; what is left of this process has nothing more to tell.
                Runtime.getRuntime().halt(0);
            }
            say("ACK " + key + " " + answer.decisionId() + " " + Sha256Hex.of(answer.body()));
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
