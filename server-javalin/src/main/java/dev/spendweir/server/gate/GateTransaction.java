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

    private final GateStore store;
    private final GateEngine engine;
    private final StoreSettings settings;
    private final UuidV7 ids;
    private final GateWriter writer;
    private final TenantTurns turns;
    private final Cache<String, RunningTenant> running = Caffeine.newBuilder()
            // In place: a cache that is asked at every call would keep a pool of threads busy with its own order.
            .executor(Runnable::run)
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterAccess(REMEMBERED)
            .build();

    GateTransaction(GateStore store, GateEngine engine, StoreSettings settings, UuidV7 ids) {
        this.store = store;
        this.engine = engine;
        this.settings = settings;
        this.ids = ids;
        this.writer = new GateWriter(store);
        this.turns = new TenantTurns(settings.clock());
    }

    /**
     * Decides calls of one tenant, in order, durably.
     *
     * @param patience how long the tenant may be waited for
     * @param deadline when the answers must be out
     * @param decided run as soon as the next calls of the tenant may be decided, which is before these are stored
     * @return one result for each call, in their order
     * @throws StoreUnavailableException as {@link GateStore#inTransaction}
     */
    @SuppressWarnings("try") // turns are only held
    List<GateResult> run(String tenantId, List<Prepared> calls, Patience patience, Instant deadline, Runnable decided) {
        for (int attempt = 1; ; attempt++) {
            boolean needsState = false;
            try (TenantTurns.Turn turn = turns.together(tenantId, patience)) {
                RunningTenant tenant = running.getIfPresent(tenantId);
                Drafted drafted = tenant == null ? null : drafted(tenant, tenantId, calls, deadline);
                if (tenant == null) {
                    needsState = true;
                } else if (drafted != null) {
                    decided.run();
                    Draft.Verdict verdict = verdict(drafted, tenant, tenantId);
                    if (verdict == Draft.Verdict.WRITTEN) {
                        tenant.stored(drafted.draft());
                        return drafted.draft().results();
                    }
                    needsState = verdict != Draft.Verdict.KEY_KNOWN;
                }
            }
            try (TenantTurns.Turn turn = turns.alone(tenantId, patience)) {
                // Of those whose drafts did not stand the first reads the state anew, for all.
                boolean isThere = needsState && running.getIfPresent(tenantId) != null;
                if (!isThere || attempt == MAX_DRAFTS) {
                    return underLock(
                            tenantId, calls, patience.left(settings.clock().instant()), deadline);
                }
            }
        }
    }

    /** @param before the money of the running state as it was before the draft was made on it */
    private record Drafted(GateWriter.Ticket ticket, Money before) {
        Draft draft() {
            return ticket.draft();
        }
    }

    /** What the writer made of a draft; null: it failed, and nothing is stored. */
    private Draft.@Nullable Verdict verdict(Drafted drafted, RunningTenant tenant, String tenantId) {
        boolean stands = false;
        try {
            Draft.Verdict verdict = writer.await(drafted.ticket());
            // A repeated key says nothing against the state, if nothing else was decided on top of it since.
            stands = verdict == Draft.Verdict.WRITTEN
                    || (verdict == Draft.Verdict.KEY_KNOWN && takenBack(drafted, tenant));
            return verdict;
        } catch (StoreUnavailableException e) {
            if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.EXHAUSTED) {
                throw e;
            }
            // It may have been another's fault; under the lock each tenant breaks only its own.
            return null;
        } finally {
            if (!stands) {
                running.asMap().remove(tenantId, tenant);
            }
        }
    }

    private static boolean takenBack(Drafted drafted, RunningTenant tenant) {
        synchronized (tenant) {
            return tenant.takeBack(drafted.draft(), drafted.before());
        }
    }

    /** Drafts come to the writer in the order in which they were made on the state. */
    private @Nullable Drafted drafted(RunningTenant tenant, String tenantId, List<Prepared> calls, Instant deadline) {
        synchronized (tenant) {
            Money before = tenant.state().money();
            Draft draft = draft(tenant, tenantId, calls, deadline);
            return draft == null ? null : new Drafted(writer.put(draft), before);
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
                tenant.tip(base.at(ledger.head()));
                return new Draft(base, tenant.tip(), writes, results, deadline);
            }
        } catch (RuntimeException e) {
            LOG.warn("decided again under the lock: {}", e.toString());
        }
        // Whom people have been asked already is in the store alone. The state has moved, the draft is thrown away.
        running.asMap().remove(tenantId, tenant);
        return null;
    }

    private List<GateResult> underLock(String tenantId, List<Prepared> calls, Duration lockWait, Instant deadline) {
        RunningTenant before = running.getIfPresent(tenantId);
        Locked locked = store.inTransaction(tenantId, lockWait, deadline, session -> {
            GateSession.LockedHead head = session.lockHead(calls);
            Instant clockTime = now();
            List<GateResult> known = known(session, calls, head.answers(), clockTime);
            if (known != null) {
                return new Locked(known, before);
            }
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, head.head());
            Set<String> projects = projects(calls, before);
            GateState state = session.read(calls, projects, clockTime);
            state.answers().putAll(head.answers());
            PolicyVersion policy = session.policy(state.policyVersion());
            RememberedCosts costs = new RememberedCosts(session);
            GateWrites writes = new GateWrites(tenantId);
            GateStep step = step(tenantId, state, costs, writes, ledger, clockTime);
            step.begin();
            List<GateResult> results = takeAll(step, calls, policy);
            if (!writes.isEmpty()) {
                session.write(writes);
            }
            TenantVersions tip = state.versions(ledger.head());
            // With approvals comes another deadline; the next transaction reads it.
            return new Locked(
                    results,
                    writes.touchesApprovals()
                            ? null
                            : new RunningTenant(state, policy, projects, costs, tip, day(clockTime)));
        });
        if (locked.after() == null) {
            running.invalidate(tenantId);
        } else if (locked.after() != before) {
            running.put(tenantId, locked.after());
        }
        return locked.results();
    }

    /** @param after the state as it was committed; null: not to be kept */
    private record Locked(
            List<GateResult> results, @Nullable RunningTenant after) {}

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

    /** Those of the calls, and those that were known before while they are not too many. */
    private static Set<String> projects(List<Prepared> calls, @Nullable RunningTenant before) {
        Set<String> projects = new HashSet<>();
        calls.forEach(call -> projects.add(call.request().projectId()));
        if (before != null && projects.size() + before.projects().size() <= RunningTenant.MAX_PROJECTS) {
            projects.addAll(before.projects());
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
