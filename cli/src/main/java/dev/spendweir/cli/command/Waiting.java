package dev.spendweir.cli.command;

import java.util.concurrent.CountDownLatch;

/** Waits for a signal; what has to be stopped then is in shutdown hooks. */
final class Waiting {

    private Waiting() {}

    /** Does not return before the process is told to end. */
    static void untilTheProcessEnds() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
