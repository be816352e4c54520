package dev.spendweir.server.gate;

import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tenant's state as it is after everything that this process decided for it, stored or about to be, so that the next
 * decision needs no look at the database. The writer proves that it held before anything decided on it is stored. Whoever
 * decides on it holds its monitor.
 */
final class RunningTenant {
    /** The sums of all projects that are kept are copied with each hold. */
    static final int MAX_PROJECTS = 64;

    /** A state that falls before so many drafts are stored has been read nearly in vain. */
    private static final int WORTH_DRAFTS = 8;

    private final GateState state;
    private final PolicyVersion policy;
    private final LocalDate day;
    private final Set<String> projects;
    private final RememberedCosts costs;
    private final AtomicInteger stored = new AtomicInteger();
    private TenantVersions tip;

    /**
     * Keeps a state that was read and decided on under the tenant's lock.
     *
     * @param projects those whose sums and budgets were read
     * @param tip what it hangs on
     * @param day the UTC day that its sums are made for
     */
    RunningTenant(
            GateState state,
            PolicyVersion policy,
            Set<String> projects,
            RememberedCosts costs,
            TenantVersions tip,
            LocalDate day) {
        this.state = state;
        this.policy = policy;
        this.projects = Set.copyOf(projects);
        this.costs = costs;
        this.tip = tip;
        this.day = day;
        costs.detach();
        state.forgetHolds();
        state.forgetApprovals();
        state.forgetAnswers();
    }

    GateState state() {
        return state;
    }

    PolicyVersion policy() {
        return policy;
    }

    Set<String> projects() {
        return projects;
    }

    /** The sums of its holds where it stands. */
    KnownSums sums() {
        return KnownSums.of(state.money(), projects, tip.head(), day, state.completeThrough());
    }

    RememberedCosts costs() {
        return costs;
    }

    TenantVersions tip() {
        return tip;
    }

    /** The state has moved on. */
    void tip(TenantVersions moved) {
        tip = moved;
        // What is decided on a running state never looks at holds that are there.
        state.forgetHolds();
    }

    /**
     * Makes a draft that was not written undone, when nothing was decided on top of it; says whether it could.
     *
     * @param before the money before the draft
     */
    boolean takeBack(Draft draft, Money before) {
        if (!tip.isSameAs(draft.tip())) {
            return false;
        }
        tip = draft.base();
        state.money(before);
        state.forgetAnswers(draft.writes().decisions());
        return true;
    }

    /**
     * Whether everything that the calls need is here. A call about a change or a plan that may have been asked before moves
     * or goes on with what that left behind, so it is decided under the tenant's lock, with a look at the database.
     */
    boolean suffices(List<Prepared> calls, Instant clockTime) {
        boolean holds = LocalDate.ofInstant(clockTime, ZoneOffset.UTC).equals(day)
                && (state.nextDeadline() == null || clockTime.isBefore(state.nextDeadline()))
                && costs.knowsTenant();
        return holds && calls.stream().allMatch(this::suffices);
    }

    private boolean suffices(Prepared call) {
        String projectId = call.request().projectId();
        boolean isNew = call.change().identity().isEmpty()
                && call.call().stage() != Stage.PRE_APPLY
                && Candidates.plan(call) == null;
        return isNew && projects.contains(projectId) && (!readsCostOf(projectId) || costs.knows(projectId));
    }

    private boolean readsCostOf(String projectId) {
        return state.budget(projectId) != null
                && policy.policy().document().budgets().basis() != PolicyDocument.Basis.COMMITMENTS;
    }

    /** The draft is durable: a repeat of one of its calls finds the answer in the store. Thread-safe. */
    void stored(Draft draft) {
        stored.incrementAndGet();
        state.forgetAnswers(draft.writes().decisions());
    }

    /** Whether it has held for long enough to have been worth reading. Thread-safe. */
    boolean wasWorthIt() {
        return stored.get() >= WORTH_DRAFTS;
    }
}
