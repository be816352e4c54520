package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.GrantBalance;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's promises and credits as they stand between two steps of a gate transaction: usage of the tenant and of the
 * projects that the transaction is about, and the grants that they may draw on. Immutable; each step gives the next state,
 * so that a decision can be tried on a state that is then thrown away.
 */
public final class Money {
    /**
     * Sums over holds (spec 3.2).
     *
     * @param reserved active ones
     * @param consumed settled ones of the clock's month
     * @param settling settled ones that a forecast does not see yet
     */
    public record Sums(Amount reserved, Amount consumed, Amount settling) {
        /** Nothing promised, nothing settled. */
        public static final Sums NONE = new Sums(Amount.ZERO, Amount.ZERO, Amount.ZERO);

        Sums reserve(Amount amount) {
            return new Sums(reserved.plus(amount), consumed, settling);
        }

        Sums settle(Amount held, Amount spent, boolean thisMonth) {
            return new Sums(reserved.minus(held), thisMonth ? consumed.plus(spent) : consumed, settling.plus(spent));
        }
    }

    /** A grant with its whole balance; the snapshot shows only what remains. */
    public record GrantState(
            String grantId,
            CreditPool pool,
            @Nullable String projectId,
            int priority,
            Instant createdAt,
            GrantBalance balance) {

        /** The same grant with another balance. */
        public GrantState with(GrantBalance changed) {
            return new GrantState(grantId, pool, projectId, priority, createdAt, changed);
        }

        Grant toGrant() {
            return new Grant(grantId, pool, projectId, balance.remaining(), priority, balance.expiresAt(), createdAt);
        }
    }

    private final Sums tenant;
    private final Map<String, Sums> projects;
    private final Map<String, GrantState> grants;

    /** @param projects sums of the projects that the transaction is about; one that is missing has none */
    public Money(Sums tenant, Map<String, Sums> projects, Map<String, GrantState> grants) {
        this.tenant = tenant;
        this.projects = Map.copyOf(projects);
        this.grants = Map.copyOf(grants);
    }

    /** What a snapshot of a project's request shows. */
    Usage usage(String projectId) {
        Sums project = project(projectId);
        return new Usage(
                tenant.reserved(),
                tenant.consumed(),
                tenant.settling(),
                project.reserved(),
                project.consumed(),
                project.settling());
    }

    Sums tenant() {
        return tenant;
    }

    Sums project(String projectId) {
        return projects.getOrDefault(projectId, Sums.NONE);
    }

    /** The grants that a request of the project could draw on at the time. */
    List<Grant> eligibleGrants(String projectId, Instant clockTime) {
        List<Grant> eligible = new ArrayList<>();
        for (GrantState state : grants.values()) {
            Grant grant = state.toGrant();
            if (grant.isEligible(projectId, clockTime.toEpochMilli())) {
                eligible.add(grant);
            }
        }
        return eligible;
    }

    GrantState grant(String grantId) {
        GrantState state = grants.get(grantId);
        if (state == null) {
            throw new IllegalStateException("grant " + grantId + " is drawn on and was not read");
        }
        return state;
    }

    /** After a hold was made. */
    Money held(String projectId, HoldParts parts) {
        Map<String, GrantState> drawn = new HashMap<>(grants);
        for (HeldDraw draw : parts.draws()) {
            GrantState before = drawn.getOrDefault(draw.grantId(), grant(draw.grantId()));
            drawn.put(draw.grantId(), before.with(before.balance().reserve(draw.amount())));
        }
        return new Money(
                tenant.reserve(parts.total()),
                with(projectId, project(projectId).reserve(parts.allocation())),
                drawn);
    }

    /** After a hold was given back. */
    Money released(ActiveHold hold, Instant at) {
        HoldParts parts = hold.parts();
        Map<String, GrantState> given = new HashMap<>(grants);
        for (HeldDraw draw : parts.draws()) {
            GrantState before = given.getOrDefault(draw.grantId(), grant(draw.grantId()));
            given.put(draw.grantId(), before.with(before.balance().giveBack(draw.amount(), at)));
        }
        String projectId = hold.change().place().projectId();
        return new Money(
                tenant.reserve(Amount.ZERO.minus(parts.total())),
                with(projectId, project(projectId).reserve(Amount.ZERO.minus(parts.allocation()))),
                given);
    }

    /** After a hold was settled. */
    Money settled(ActiveHold hold, Settlement settlement, Instant at, LocalDate clockMonth) {
        Map<String, GrantState> charged = new HashMap<>(grants);
        List<HeldDraw> draws = hold.parts().draws();
        for (int i = 0; i < draws.size(); i++) {
            Amount spent = settlement.draws().get(i);
            Amount back = settlement.returned(i);
            GrantState before = charged.getOrDefault(
                    draws.get(i).grantId(), grant(draws.get(i).grantId()));
            charged.put(
                    before.grantId(),
                    before.with(before.balance().consume(spent).giveBack(back, at)));
        }
        boolean thisMonth = hold.bookedMonth().equals(clockMonth);
        String projectId = hold.change().place().projectId();
        Sums project = project(projectId);
        return new Money(
                tenant.settle(hold.parts().total(), settlement.actual(), thisMonth),
                with(
                        projectId,
                        project.settle(
                                hold.parts().allocation(),
                                settlement.allocation().plus(settlement.overrun()),
                                thisMonth)),
                charged);
    }

    /**
     * After a hold was cut to what it still needs.
     *
     * @param cut what it keeps of its parts
     */
    Money cut(ActiveHold hold, Settlement cut, Instant at) {
        Map<String, GrantState> given = new HashMap<>(grants);
        List<HeldDraw> draws = hold.parts().draws();
        for (int i = 0; i < draws.size(); i++) {
            String grantId = draws.get(i).grantId();
            GrantState before = given.getOrDefault(grantId, grant(grantId));
            given.put(grantId, before.with(before.balance().giveBack(cut.returned(i), at)));
        }
        Amount less = hold.parts().total().minus(cut.actual());
        Amount lessAllocation = hold.parts().allocation().minus(cut.allocation());
        String projectId = hold.change().place().projectId();
        return new Money(
                tenant.reserve(Amount.ZERO.minus(less)),
                with(projectId, project(projectId).reserve(Amount.ZERO.minus(lessAllocation))),
                given);
    }

    private Map<String, Sums> with(String projectId, Sums sums) {
        Map<String, Sums> changed = new HashMap<>(projects);
        changed.put(projectId, sums);
        return changed;
    }
}
