package dev.spendweir.server.runtask;

import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.OutgoingAnswer;
import dev.spendweir.server.outgoing.OutgoingException;
import dev.spendweir.server.runtask.RunTaskAnswer.Status;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.approvals.ApprovalQueries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Does one step of the work on a call of HCP Terraform: asks the gate, looks whether people decided, tells that the work goes
 * on, delivers the last word (spec 5.1). Every step leaves the queue in a state from which any server can go on.
 * Thread-safe.
 */
public final class RunTaskWorker {
    /** Spec 5.1: less than 10 minutes apart; so that one that gets lost does not matter. */
    public static final Duration TELL_EVERY = Duration.ofMinutes(4);

    /** Before the service's limit of 60 minutes, with time left for a callback that fails at first. */
    public static final Duration GIVE_UP_AFTER = Duration.ofMinutes(55);

    /** When the service has given up itself nobody takes a last word. */
    public static final Duration OVER_AFTER = Duration.ofMinutes(65);

    /** Longer than a step takes: the plan, the gate and two callbacks, each with its own bound. */
    public static final Duration LEASE = Duration.ofMinutes(3);

    /** A fail-safe answer is asked again this often before it counts. */
    private static final int FAILSAFE_TRIES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** What a host may ask for with Retry-After; more would cost the run. */
    private static final long LONGEST_WISH_SECONDS = 300;

    private static final Logger LOG = LoggerFactory.getLogger(RunTaskWorker.class);

    private final RunTaskQueue queue;
    private final RunTaskGate gate;
    private final RunTaskHost host;
    private final ApprovalQueries approvals;
    private final ServerMetrics metrics;
    private final Clock clock;

    /** @param clock judges when to tell and when to give up */
    public RunTaskWorker(
            RunTaskQueue queue,
            RunTaskGate gate,
            RunTaskHost host,
            ApprovalQueries approvals,
            ServerMetrics metrics,
            Clock clock) {
        this.queue = queue;
        this.gate = gate;
        this.host = host;
        this.approvals = approvals;
        this.metrics = metrics;
        this.clock = clock;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Does what can be done now about a leased result, and gives the lease back.
     *
     * @return where the result is then, as far as it is known
     */
    public RunTaskStatus work(RunTaskResult result) {
        MDC.put("tenant_id", result.tenantId());
        try {
            RunTaskResult after = step(result);
            if (!queue.store(after)) {
                LOG.info("{}: another server took it over", result);
            }
            return after.status();
        } catch (StoreUnavailableException e) {
            // The lease ends by itself and whoever comes then goes on where this one began.
            LOG.warn("{}: {}", result, e.getMessage());
            return result.status();
        } finally {
            MDC.remove("tenant_id");
        }
    }

    private RunTaskResult step(RunTaskResult result) {
        try {
            return switch (result.status()) {
                case QUEUED -> ask(result);
                case WAITING -> look(result);
                case ANSWERING -> deliver(result);
                case DONE, UNDELIVERABLE -> result;
            };
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{}: a step failed and will be tried again", result, e);
            return result.again(now(), pause(result.progress().failures()), "internal error");
        }
    }

    private boolean isLate(RunTaskResult result) {
        return !now().isBefore(result.receivedAt().plus(GIVE_UP_AFTER));
    }

    private RunTaskResult ask(RunTaskResult result) {
        if (isLate(result)) {
            String error = Optional.ofNullable(result.progress().error()).orElse("there was no time left");
            return conclude(result, RunTaskWords.undecided(error));
        }
        try {
            return after(result, gate.ask(result));
        } catch (RejectedException e) {
            return isPassing(e)
                    ? retry(result, e.findings().get(0).code().wireName())
                    : conclude(result, RunTaskWords.refused(e));
        } catch (RunTaskFailure e) {
            return e.mayPass()
                    ? retry(result, String.valueOf(e.getMessage()))
                    : conclude(result, RunTaskWords.undecided(String.valueOf(e.getMessage())));
        } catch (StoreUnavailableException e) {
            LOG.warn("{}: {}", result, e.getMessage(), e);
            return retry(result, ErrorCode.STORE_UNAVAILABLE.wireName());
        }
    }

    /** Whether the refusal is the server's state and not the call's fault. */
    private static boolean isPassing(RejectedException e) {
        return e.findings().get(0).code().httpStatus() >= 500;
    }

    private RunTaskResult after(RunTaskResult result, Said said) {
        if (said instanceof Said.Final last) {
            return conclude(result, last.answer());
        }
        if (said instanceof Said.Again again) {
            return result.progress().failures() + 1 < FAILSAFE_TRIES
                    ? retry(result, again.why())
                    : conclude(result, again.otherwise());
        }
        if (said instanceof Said.Waits waits) {
            RunTaskResult waiting = result.waiting(waits.approvalId(), nextLook(result));
            return tell(waiting, waits.meanwhile());
        }
        return result.nextTurn(now());
    }

    /** The same again after a pause, and HCP Terraform is told when it has heard nothing for long. */
    private RunTaskResult retry(RunTaskResult result, String why) {
        LOG.warn("{}: {}; tried again", result, why);
        RunTaskResult told =
                isToBeTold(result) ? tell(result, RunTaskAnswer.plain(Status.RUNNING, "Still trying: " + why)) : result;
        return told.status().isOver()
                ? told
                : told.again(now(), pause(result.progress().failures()), why);
    }

    private boolean isToBeTold(RunTaskResult result) {
        return !now().isBefore(result.heardOf().plus(TELL_EVERY));
    }

    private Instant nextLook(RunTaskResult result) {
        Instant told = now().plus(TELL_EVERY);
        Instant end = result.receivedAt().plus(GIVE_UP_AFTER);
        return told.isBefore(end) ? told : end;
    }

    private RunTaskResult look(RunTaskResult result) {
        String approvalId = result.approvalId();
        Optional<ApprovalRecord> approval = approvals.get(result.tenantId(), approvalId);
        ApprovalStatus status =
                approval.map(found -> found.statusAt(clock.instant())).orElse(ApprovalStatus.CANCELLED);
        return switch (status) {
            case PENDING -> isLate(result) ? conclude(result, gate.words().tooLate(approvalId)) : stillWaiting(result);
            // The gate's step again, which carries the people's word and uses it where it is to be used.
            case APPROVED, CONSUMED -> ask(result.nextTurn(now()));
            case DENIED -> ended(result, "denied", "the run must not go on");
            case EXPIRED -> ended(result, "expired", "run again to ask anew");
            case CANCELLED -> ended(result, "cancelled", "it was withdrawn, or a newer run took its place");
        };
    }

    private RunTaskResult ended(RunTaskResult result, String status, String why) {
        return conclude(result, gate.words().ended(result.approvalId(), status, why));
    }

    private RunTaskResult stillWaiting(RunTaskResult result) {
        RunTaskResult next = result.waiting(result.approvalId(), nextLook(result));
        return isToBeTold(result) || result.progress().failures() > 0
                ? tell(next, gate.words().stillWaiting(result.approvalId()))
                : next;
    }

    /** Tells that the work goes on. What is not heard is said again soon; whoever wants no answer gets none. */
    private RunTaskResult tell(RunTaskResult result, RunTaskAnswer answer) {
        try {
            OutgoingAnswer heard = host.tell(
                    result.request().callbackUrl(),
                    result.token(),
                    answer.toJson(result.request().takesOutcomes()));
            metrics.runTaskCallback(Status.RUNNING.wireName(), heard.isSuccess());
            if (heard.isSuccess()) {
                return result.told(now());
            }
            return heard.isTransient()
                    ? result.again(now(), pause(heard, result), "the callback was answered " + heard.status())
                    : undeliverable(result, "the callback was answered " + heard.status());
        } catch (OutgoingException e) {
            metrics.runTaskCallback(Status.RUNNING.wireName(), false);
            return e.kind().isTransient()
                    ? result.again(now(), pause(result.progress().failures()), String.valueOf(e.getMessage()))
                    : undeliverable(result, String.valueOf(e.getMessage()));
        }
    }

    /** Keeps the last word before it is sent: a restart in between sends it, and does not ask again. */
    private RunTaskResult conclude(RunTaskResult result, RunTaskAnswer answer) {
        RunTaskResult answering =
                result.answering(answer.toJson(result.request().takesOutcomes()), now());
        metrics.runTask(result.request().stage().wireName(), answer.status().wireName());
        return queue.storeAndKeep(answering, now().plus(LEASE)) ? deliver(answering) : answering;
    }

    private RunTaskResult deliver(RunTaskResult result) {
        try {
            OutgoingAnswer heard = host.tell(result.request().callbackUrl(), result.token(), result.answer());
            metrics.runTaskCallback("last", heard.isSuccess());
            if (heard.isSuccess()) {
                return result.over(RunTaskStatus.DONE, now(), null);
            }
            return heard.isTransient()
                    ? later(result, pause(heard, result), "the callback was answered " + heard.status())
                    : undeliverable(result, "the callback was answered " + heard.status());
        } catch (OutgoingException e) {
            metrics.runTaskCallback("last", false);
            return e.kind().isTransient()
                    ? later(result, pause(result.progress().failures()), String.valueOf(e.getMessage()))
                    : undeliverable(result, String.valueOf(e.getMessage()));
        }
    }

    private RunTaskResult later(RunTaskResult result, Duration pause, String why) {
        return now().isBefore(result.receivedAt().plus(OVER_AFTER))
                ? result.again(now(), pause, why)
                : undeliverable(result, why);
    }

    private RunTaskResult undeliverable(RunTaskResult result, String why) {
        LOG.warn("{}: nobody takes the answer: {}", result, why);
        return result.over(RunTaskStatus.UNDELIVERABLE, now(), why);
    }

    private Duration pause(OutgoingAnswer heard, RunTaskResult result) {
        Duration own = pause(result.progress().failures());
        return heard.retryAfterSeconds()
                .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_WISH_SECONDS)))
                .filter(wish -> wish.compareTo(own) > 0)
                .orElse(own);
    }

    /** Doubles with each failure, and is jittered so that many that failed together do not come together. */
    private static Duration pause(int failures) {
        long full = Math.min(FIRST_PAUSE.toMillis() << Math.min(failures, 10), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    }
}
