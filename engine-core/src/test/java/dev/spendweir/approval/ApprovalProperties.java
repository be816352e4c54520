package dev.spendweir.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Random histories of approval requests (issue: "no state outside the machine"). */
class ApprovalProperties {

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final Map<ApprovalStatus, Set<ApprovalStatus>> NEXT = Map.of(
            ApprovalStatus.PENDING,
                    Set.of(
                            ApprovalStatus.PENDING,
                            ApprovalStatus.APPROVED,
                            ApprovalStatus.DENIED,
                            ApprovalStatus.EXPIRED,
                            ApprovalStatus.CANCELLED),
            ApprovalStatus.APPROVED,
                    Set.of(
                            ApprovalStatus.APPROVED,
                            ApprovalStatus.CONSUMED,
                            ApprovalStatus.EXPIRED,
                            ApprovalStatus.CANCELLED),
            ApprovalStatus.DENIED, Set.of(ApprovalStatus.DENIED),
            ApprovalStatus.EXPIRED, Set.of(ApprovalStatus.EXPIRED),
            ApprovalStatus.CANCELLED, Set.of(ApprovalStatus.CANCELLED),
            ApprovalStatus.CONSUMED, Set.of(ApprovalStatus.CONSUMED));

    /** Who may act: each name has its role and permissions for good, as a store would say. */
    private static final List<ApprovalActor> PEOPLE = List.of(
            new ApprovalActor("ann", Role.OWNER, Set.of()),
            new ApprovalActor("ci", Role.ADMIN, Set.of("approve.prod")),
            new ApprovalActor("olga", Role.OWNER, Set.of()),
            new ApprovalActor("otto", Role.OWNER, Set.of()),
            new ApprovalActor("bob", Role.ADMIN, Set.of("approve.prod")),
            new ApprovalActor("bea", Role.ADMIN, Set.of()),
            new ApprovalActor("mia", Role.MEMBER, Set.of("approve.prod", "approve.nonprod")),
            new ApprovalActor("max", null, Set.of("approve.prod")));

    /** An event, or a further call about the change when there is no event. */
    private record Act(@Nullable ApprovalEvent event, String asking) {}

    @Property(tries = 10_000)
    void staysInTheMachine_andIsApprovedByAQuorumOfAuthorisedPeopleOnly(
            @ForAll("terms") ApprovalTerms terms, @ForAll("acts") List<Act> acts) {
        Instant deadline = START.plusSeconds(3600);
        ApprovalRequest request = ApprovalRequest.pending(terms, deadline);
        int consumed = 0;
        for (Act act : acts) {
            ApprovalEvent event = act.event();
            if (event == null) {
                ApprovalRequest continued = request.continuedBy(List.of(act.asking()));
                assertThat(continued.status()).isEqualTo(request.status());
                request = continued;
            } else {
                ApprovalStep step = request.on(event);
                Optional<ErrorCode> refusal = step.refusal();
                Statistics.collect(event.type().wireName()
                        + " "
                        + refusal.map(ErrorCode::wireName).orElse("accepted"));
                checkStep(request, event, step);
                consumed += step.request().status() == ApprovalStatus.CONSUMED && refusal.isEmpty() ? 1 : 0;
                request = step.request();
            }
            checkVerdicts(request);
        }
        assertThat(consumed).isLessThanOrEqualTo(1);
        Statistics.coverage(coverage -> {
            coverage.check("consume accepted").count(times -> times > 100);
            coverage.check("approve ALREADY_REVIEWED").count(times -> times > 100);
            coverage.check("approve SEPARATION_OF_DUTIES").count(times -> times > 100);
        });
    }

    private static void checkStep(ApprovalRequest before, ApprovalEvent event, ApprovalStep step) {
        ApprovalRequest after = step.request();
        assertThat(NEXT.get(before.status())).contains(after.status());
        boolean late = before.status().isLive()
                && before.deadline() != null
                && !event.at().isBefore(before.deadline());
        if (late) {
            assertThat(after.status()).isEqualTo(ApprovalStatus.EXPIRED);
        }
        if (step.refusal().isPresent()) {
            assertThat(after).isEqualTo(before.at(event.at()));
        }
        if (after.verdicts().size() > before.verdicts().size()) {
            checkAuthority(before, event);
        }
        if (after.status() == ApprovalStatus.APPROVED && before.status() == ApprovalStatus.PENDING) {
            Set<String> people = new HashSet<>();
            after.verdicts().forEach(verdict -> people.add(verdict.actorId()));
            assertThat(people).hasSize(before.terms().requiredApprovals());
            assertThat(after.deadline())
                    .isEqualTo(event.at().plusSeconds(before.terms().executionTtlSeconds()));
        }
    }

    /** The four rules of spec 2.1, said once more in another way. */
    private static void checkAuthority(ApprovalRequest before, ApprovalEvent event) {
        ApprovalTerms terms = before.terms();
        ApprovalActor who = event.actor();
        assertThat(who).isNotNull();
        assertThat(terms.reviewerRoles()).contains(who.role());
        Map<Role, Boolean> byRole = new HashMap<>();
        byRole.put(Role.OWNER, true);
        byRole.put(Role.ADMIN, terms.requiredPermission().equals("approve.nonprod"));
        assertThat(byRole.getOrDefault(who.role(), false) || who.permissions().contains(terms.requiredPermission()))
                .isTrue();
        if (terms.separationOfDuties()) {
            assertThat(who.actorId()).isNotEqualTo(terms.requesterId()).isNotIn(terms.submitters());
        }
        assertThat(before.verdicts()).extracting(Verdict::actorId).doesNotContain(who.actorId());
    }

    private static void checkVerdicts(ApprovalRequest request) {
        assertThat(request.verdicts()).extracting(Verdict::actorId).doesNotHaveDuplicates();
        long approvals = request.verdicts().stream().filter(Verdict::approves).count();
        int quorum = request.terms().requiredApprovals();
        switch (request.status()) {
            case PENDING ->
                assertThat(request.verdicts()).hasSize((int) approvals).hasSizeLessThan(quorum);
            case APPROVED, CONSUMED -> assertThat(approvals).isEqualTo(quorum);
            case DENIED -> assertThat(request.verdicts()).hasSize((int) approvals + 1);
            case EXPIRED, CANCELLED -> assertThat(approvals).isLessThanOrEqualTo(quorum);
        }
    }

    @Provide
    Arbitrary<ApprovalTerms> terms() {
        return Combinators.combine(
                        Arbitraries.of(
                                List.of(Role.OWNER, Role.ADMIN),
                                List.of(Role.OWNER),
                                List.of(Role.MEMBER, Role.ADMIN),
                                List.of(Role.values())),
                        Arbitraries.of("approve.prod", "approve.nonprod", "approve.special"),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(true, false))
                .as((roles, permission, approvals, separation) ->
                        new ApprovalTerms("ann", Set.of("ci"), roles, permission, approvals, separation, 1800));
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Act> events = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(12, ApprovalEventType.APPROVE),
                                Tuple.of(2, ApprovalEventType.DENY),
                                Tuple.of(1, ApprovalEventType.CANCEL),
                                Tuple.of(1, ApprovalEventType.SUPERSEDE),
                                Tuple.of(2, ApprovalEventType.EXPIRE),
                                Tuple.of(5, ApprovalEventType.CONSUME)),
                        Arbitraries.of(PEOPLE),
                        Arbitraries.frequency(
                                Tuple.of(20, 0),
                                Tuple.of(10, 1200),
                                Tuple.of(1, 1800),
                                Tuple.of(1, 3599),
                                Tuple.of(1, 3600),
                                Tuple.of(1, 9000)))
                .as((type, who, second) -> new Act(new ApprovalEvent(type, who, START.plusSeconds(second)), ""));
        Arbitrary<Act> calls = Arbitraries.of(PEOPLE).map(who -> new Act(null, who.actorId()));
        return Arbitraries.frequencyOf(Tuple.of(12, events), Tuple.of(1, calls))
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }
}
