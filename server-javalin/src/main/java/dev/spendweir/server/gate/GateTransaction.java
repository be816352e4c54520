package dev.spendweir.server.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate transaction (spec 3.1), in one of two ways. On a tenant's running state: decide each call in turn, then have the
 * writer prove that the state still held and store all, with others' drafts. Or, when there is no such state, when it turns
 * out not to have held, or when a call moves what is there: lock the tenant's head, read, decide, write, commit. The
 * decisions are the same. Thread-safe.
 */
final class GateTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(GateTransaction.class);

    /** A running state is a few KB; a tenant that is forgotten costs one round trip more. */
    private static final int REMEMBERED_TENANTS = 10_000;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Who has come to nothing so often reads the state for himself. */
    private static final int MAX_DRAFTS = 3;

    /** A tenant whose state does not hold is decided under its lock for so long, before drafts are tried again. */
    private static final Duration RIVALLED = Duration.ofSeconds(1);

    private final GateStore store;
    private final GateEngine engine;
    private final StoreSettings settings;
    private final UuidV7 ids;
    private final GateWriter writer;
    private final TenantTurns turns;
    private final GateThreads threads;
    private final Cache<String, RunningTenant> running = Caffeine.newBuilder()
            // In place: a cache that is asked at every call would keep a pool of threads busy with its own order.
            .executor(Runnable::run)
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterAccess(REMEMBERED)
            .build();

    /** Tenants whom others, such as another server, move so often that drafts would be made in vain. */
    private final Cache<String, Boolean> rivalled = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterWrite(RIVALLED)
            .build();

    /** What transactions under the lock left behind: the next one need not sum up all holds again. */
    private final Cache<String, KnownSums> sums = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterAccess(REMEMBERED)
            .build();

    GateTransaction(GateStore store, GateEngine engine, StoreSettings settings, UuidV7 ids, GateThreads threads) {
        this.store = store;
        this.engine = engine;
        this.settings = settings;
        this.ids = ids;
        this.threads = threads;
        this.writer = new GateWriter(store, threads.writers());
        this.turns = new TenantTurns(settings.clock());
    }

    /**
     * Calls of one tenant that are to be decided, in order, durably.
     *
     * @param patience how long the tenant may be waited for
     * @param deadline when the answers must be out
     * @param decided run as soon as the next calls of the tenant may be decided, which is before these are stored
     */
    record Asked(String tenantId, List<Prepared> calls, Patience patience, Instant deadline, Runnable decided) {}

    /**
     * Decides calls. Never keeps its thread waiting.
     *
     * @return one result for each call, in their order, told by a thread that must not be kept; fails as {@link
     *     GateStore#inTransaction}
     */
    CompletableFuture<List<GateResult>> run(Asked asked) {
        if (rivalled.getIfPresent(asked.tenantId()) != null) {
            return inAThreadOfItsOwn(() -> underLockInTurn(asked));
        }
        TenantTurns.Turn turn = turns.togetherNow(asked.tenantId());
        if (turn == null) {
            return inAThreadOfItsOwn(() -> waitingRun(asked));
        }
        return drafted(asked, turn)
                .thenCompose(outcome -> outcome.isStored()
                        ? CompletableFuture.completedFuture(outcome.results())
                        : inAThreadOfItsOwn(() -> underLockOrDrafted(asked, outcome)));
    }

    private CompletableFuture<List<GateResult>> inAThreadOfItsOwn(Supplier<List<GateResult>> work) {
        return CompletableFuture.supplyAsync(work, threads.waiters());
    }

    /** As {@link #run}, when drafts have to wait for a transaction of the tenant. */
    private List<GateResult> waitingRun(Asked asked) {
        Outcome outcome = draftedInTurn(asked);
        return outcome.isStored() ? outcome.results() : underLockOrDrafted(asked, outcome);
    }

    private Outcome draftedInTurn(Asked asked) {
        try {
            return drafted(asked, turns.together(asked.tenantId(), asked.patience()))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException failure ? failure : e;
        }
    }

    @SuppressWarnings("try") // turns are only held
    private List<GateResult> underLockInTurn(Asked asked) {
        try (TenantTurns.Turn turn = turns.alone(asked.tenantId(), asked.patience())) {
            return underLock(asked);
        }
    }

    /** Goes on where a draft has come to nothing. */
    @SuppressWarnings("try") // turns are only held
    private List<GateResult> underLockOrDrafted(Asked asked, Outcome first) {
        Outcome outcome = first;
        for (int drafts = 1; ; drafts++) {
            try (TenantTurns.Turn turn = turns.alone(asked.tenantId(), asked.patience())) {
                // Of those whose drafts did not stand the first reads the state anew, for all.
                boolean isThere = outcome.needsState() && running.getIfPresent(asked.tenantId()) != null;
                if (!isThere || drafts == MAX_DRAFTS) {
                    return underLock(asked);
                }
            }
            outcome = draftedInTurn(asked);
            if (outcome.isStored()) {
                return outcome.results();
            }
        }
    }

    /**
     * What came of an attempt to do with the running state.
     *
     * @param results none: nothing is stored
     * @param needsState whether another attempt may do, once the state has been read anew
     */
    private record Outcome(List<GateResult> results, boolean needsState) {
        static final Outcome NO_STATE = new Outcome(List.of(), true);
        static final Outcome NOT_BY_DRAFT = new Outcome(List.of(), false);

        boolean isStored() {
            return !results.isEmpty();
        }
    }

    /** Decides on the running state and has that stored; gives the turn back when it is known what became of it. */
    private CompletableFuture<Outcome> drafted(Asked asked, TenantTurns.Turn turn) {
        boolean onItsWay = false;
        try {
            RunningTenant tenant = running.getIfPresent(asked.tenantId());
            Drafted drafted = tenant == null ? null : drafted(tenant, asked);
            if (tenant == null || drafted == null) {
                return CompletableFuture.completedFuture(tenant == null ? Outcome.NO_STATE : Outcome.NOT_BY_DRAFT);
            }
            asked.decided().run();
            CompletableFuture<Outcome> outcome = drafted.verdict()
                    .handle((verdict, failure) -> outcome(drafted, tenant, verdict, failure))
                    .whenComplete((done, failure) -> turn.close());
            onItsWay = true;
            return outcome;
        } finally {
            if (!onItsWay) {
                turn.close();
            }
        }
    }

    /**
     * A draft on its way.
     *
     * @param before the money of the running state as it was before the draft was made on it
     */
    private record Drafted(Draft draft, CompletableFuture<Draft.Verdict> verdict, Money before) {}

    private Outcome outcome(
            Drafted drafted, RunningTenant tenant, Draft.@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict == Draft.Verdict.WRITTEN) {
            tenant.stored(drafted.draft());
            return new Outcome(drafted.draft().results(), false);
        }
        // A repeated key says nothing against the state, if nothing else was decided on top of it since.
        if (verdict != Draft.Verdict.KEY_KNOWN || !takenBack(drafted, tenant)) {
            running.asMap().remove(drafted.draft().tenantId(), tenant);
        }
        if ((verdict == Draft.Verdict.STALE || verdict == Draft.Verdict.LOCKED) && !tenant.wasWorthIt()) {
            rivalled.put(drafted.draft().tenantId(), true);
        }
        if (failure instanceof StoreUnavailableException store
                && (store.kind() == Kind.UNREACHABLE || store.kind() == Kind.EXHAUSTED)) {
            throw store;
        }
        // Another failure may have been another's fault; under the lock each tenant breaks only its own.
        return verdict == Draft.Verdict.KEY_KNOWN ? Outcome.NOT_BY_DRAFT : Outcome.NO_STATE;
    }

    private static boolean takenBack(Drafted drafted, RunningTenant tenant) {
        synchronized (tenant) {
            return tenant.takeBack(drafted.draft(), drafted.before());
        }
    }

    /** Drafts come to the writer in the order in which they were made on the state. */
    private @Nullable Drafted drafted(RunningTenant tenant, Asked asked) {
        synchronized (tenant) {
            Money before = tenant.state().money();
            Draft draft = draft(tenant, asked.tenantId(), asked.calls(), asked.deadline());
            return draft == null ? null : new Drafted(draft, writer.put(draft), before);
        }
    }

    /** Decides on the running state; null when that does not suffice. */
    private @Nullable Draft draft(RunningTenant tenant, String tenantId, List<Prepared> calls, Instant deadline) {
        Instant clockTime = now();
        if (!tenant.suffices(calls, clockTime)) {
            return null;
        }
        TenantVersions base = tenant.tip();
        LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, base.head());
        GateWrites writes = new GateWrites(tenantId);
        GateStep step = step(tenantId, tenant.state(), tenant.costs(), writes, ledger, clockTime);
        try {
            List<GateResult> results = takeAll(step, calls, tenant.policy());
            if (!writes.touchesApprovals()) {
                GateStore.Encoded encoded = store.encoded(writes);
                tenant.tip(base.at(ledger.head()));
                return new Draft(base, tenant.tip(), writes, encoded, results, deadline);
            }
        } catch (RuntimeException e) {
            LOG.warn("decided again under the lock: {}", e.toString());
        }
        // Whom people have been asked already is in the store alone. The state has moved, the draft is thrown away.
        running.asMap().remove(tenantId, tenant);
        return null;
    }

    private List<GateResult> underLock(Asked asked) {
        String tenantId = asked.tenantId();
        List<Prepared> calls = asked.calls();
        Duration lockWait = asked.patience().left(settings.clock().instant());
        RunningTenant before = running.getIfPresent(tenantId);
        KnownSums known = before == null ? sums.getIfPresent(tenantId) : before.sums();
        Locked locked = store.inTransaction(tenantId, lockWait, asked.deadline(), session -> {
            GateSession.LockedHead head = session.lockHead(calls);
            Instant clockTime = now();
            List<GateResult> answered = known(session, calls, head.answers(), clockTime);
            if (answered != null) {
                return new Locked(answered, before, known);
            }
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, head.head());
            Set<String> projects = projects(calls, known);
            GateState state = session.read(calls, projects, clockTime, known);
            state.answers().putAll(head.answers());
            PolicyVersion policy = session.policy(state.policyVersion());
            RememberedCosts costs = new RememberedCosts(session);
            GateWrites writes = new GateWrites(tenantId);
            GateStep step = step(tenantId, state, costs, writes, ledger, clockTime);
            step.begin();
            List<GateResult> results = takeAll(step, calls, policy);
            if (!writes.isEmpty()) {
                session.writeLast(writes);
            }
            TenantVersions tip = state.versions(ledger.head());
            KnownSums left =
                    KnownSums.of(state.money(), projects, ledger.head(), day(clockTime), state.completeThrough());
            // With approvals comes another deadline; the next transaction reads it.
            return new Locked(
                    results,
                    writes.touchesApprovals()
                            ? null
                            : new RunningTenant(state, policy, projects, costs, tip, day(clockTime)),
                    left);
        });
        if (locked.after() == null) {
            running.invalidate(tenantId);
        } else if (locked.after() != before) {
            running.put(tenantId, locked.after());
        }
        if (locked.sums() != null) {
            sums.put(tenantId, locked.sums());
        }
        return locked.results();
    }

    /**
     * What was done under the lock, once it is committed.
     *
     * @param after the state as it was committed; null: not to be kept
     * @param sums of the holds as they were committed; null: not known
     */
    private record Locked(
            List<GateResult> results,
            @Nullable RunningTenant after,
            @Nullable KnownSums sums) {}

    /** Decides a call as it would be decided now, and leaves no trace (spec 3.1, dry_run). */
    GateResult rehearse(Prepared call, Instant deadline) {
        return store.inTransaction(call.request().tenantId(), settings.lockWait(), deadline, session -> {
            Instant clockTime = now();
            GateState state = session.read(List.of(call), clockTime);
            state.forgetDue(clockTime);
            PolicyVersion policy = session.policy(state.policyVersion());
            Prepared current;
            try {
                current = inForce(call, policy);
            } catch (RejectedException e) {
                return new GateResult.Refused(e);
            }
            List<Move> moves = Move.of(current, state);
            Money money = Move.applied(state.money(), moves, clockTime);
            try {
                Snapshot snapshot = SnapshotReader.read(session, current, state, money, clockTime);
                Decision decision = engine.decide(policy.policy(), current.request(), snapshot, clockTime);
                return new GateResult.Answered(GateService.unstored(current, decision, null));
            } catch (RejectedException e) {
                return GateStep.unable(call, e);
            }
        });
    }

    private GateStep step(
            String tenantId,
            GateState state,
            CostSource costs,
            GateWrites writes,
            LedgerAppender ledger,
            Instant clockTime) {
        return new GateStep(
                engine,
                settings.approvals(),
                (prepared, now, money) -> SnapshotReader.read(costs, prepared, now, money, clockTime),
                state,
                writes,
                new Journal(tenantId, writes, ledger, ids, settings.configSha256(), clockTime));
    }

    private static List<GateResult> takeAll(GateStep step, List<Prepared> calls, PolicyVersion policy) {
        List<GateResult> results = new ArrayList<>(calls.size());
        for (Prepared call : calls) {
            results.add(take(step, call, policy));
        }
        return results;
    }

    /**
     * Answers calls that have all been answered before: nothing of the tenant's state is needed for that. Null when one of
     * them has not, or is to be normalised anew by another policy.
     */
    private static @Nullable List<GateResult> known(
            GateSession session,
            List<Prepared> calls,
            Map<GateState.Key, GateState.FirstAnswer> answers,
            Instant clockTime) {
        List<GateResult> results = new ArrayList<>(calls.size());
        for (Prepared call : calls) {
            GateState.FirstAnswer first = answers.get(GateState.Key.of(call));
            if (first == null) {
                return null;
            }
            results.add(GateStep.again(call, first, first.approvalStatusAt(clockTime)));
        }
        long inForce = session.policyInForce().version();
        return calls.stream().allMatch(call -> call.policy().version() == inForce) ? results : null;
    }

    private static GateResult take(GateStep step, Prepared call, PolicyVersion policy) {
        Prepared current;
        try {
            current = inForce(call, policy);
        } catch (RejectedException e) {
            return new GateResult.Refused(e);
        }
        return step.take(current);
    }

    /** The call by the policy that holds now; another may have come into force since it was normalised. */
    private static Prepared inForce(Prepared call, PolicyVersion policy) {
        return call.policy().version() == policy.version() ? call : Prepared.of(call.call(), policy);
    }

    /** Those of the calls, and those whose sums were known before while they are not too many. */
    private static Set<String> projects(List<Prepared> calls, @Nullable KnownSums known) {
        Set<String> projects = new HashSet<>();
        calls.forEach(call -> projects.add(call.request().projectId()));
        if (known != null && projects.size() + known.projects().size() <= RunningTenant.MAX_PROJECTS) {
            projects.addAll(known.projects().keySet());
        }
        return projects;
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
