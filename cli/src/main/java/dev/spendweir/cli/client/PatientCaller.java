package dev.spendweir.cli.client;

import dev.spendweir.cli.CliException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes a call that may safely be repeated until it has a final answer or its time is over. The key of a gate call is
 * the same on every attempt, so that a lost answer is found again and never asked twice (spec 3.1).
 */
public final class PatientCaller {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** Longer pauses only make a pipeline wait for a server that is already back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after the duration. */
        void sleep(Duration duration) throws InterruptedException;
    }

    private final ApiClient client;
    private final LongSupplier nanoTime;
    private final Pause pause;

    /** A caller with the clock and the pauses of this machine. */
    public PatientCaller(ApiClient client) {
        this(client, System::nanoTime, duration -> Thread.sleep(duration.toMillis()));
    }

    PatientCaller(ApiClient client, LongSupplier nanoTime, Pause pause) {
        this.client = client;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Calls until the answer is final: not 429, not 502, 503 or 504 other than a quarantine, and not one that {@code isTransient}
     * names.
     *
     * @param timeout for all attempts together
     * @return the final answer, or the last one when the time is over
     * @throws CliException when no attempt was answered
     */
    public ServerAnswer call(ApiCall call, Duration timeout, Predicate<ServerAnswer> isTransient) {
        long end = nanoTime.getAsLong() + timeout.toNanos();
        Duration next = FIRST_PAUSE;
        while (true) {
            Optional<ServerAnswer> answer = Optional.empty();
            String failure = "";
            try {
                answer = Optional.of(client.send(call, atLeastOneMilli(end - nanoTime.getAsLong())));
            } catch (NoAnswerException e) {
                failure = e.reason();
            }
            if (answer.isPresent() && !isBusy(answer.get()) && !isTransient.test(answer.get())) {
                return answer.get();
            }
            Duration wait = answer.flatMap(PatientCaller::retryAfter).orElse(next);
            if (end - nanoTime.getAsLong() <= wait.toNanos()) {
                return answer.orElseThrow(noAnswer(failure, timeout));
            }
            sleep(wait);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        }
    }

    /**
     * Calls until the answer is final, as {@link #call}, and wants it to be a success.
     *
     * @throws CliException in the words of the server when it is a refusal; when no attempt was answered
     */
    public ServerAnswer success(ApiCall call, Duration timeout) {
        ServerAnswer answer = call(call, timeout, any -> false);
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        return answer;
    }

    private static Supplier<CliException> noAnswer(String failure, Duration timeout) {
        return () -> new CliException(
                failure + " (tried for " + timeout.toSeconds() + " s)",
                "is --server right, and the server running? --timeout gives it more time");
    }

    private static boolean isBusy(ServerAnswer answer) {
        return switch (answer.status()) {
            case 429, 502, 504 -> true;
            // A quarantine ends when people end it, not within any command's patience.
            case 503 -> !Problem.of(answer).isQuarantine();
            default -> false;
        };
    }

    private static Optional<Duration> retryAfter(ServerAnswer answer) {
        return answer.header("Retry-After")
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(value -> Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }

    private static Duration atLeastOneMilli(long nanos) {
        return Duration.ofNanos(Math.max(1_000_000L, nanos));
    }

    private void sleep(Duration duration) {
        try {
            pause.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while waiting for the server");
        }
    }
}
