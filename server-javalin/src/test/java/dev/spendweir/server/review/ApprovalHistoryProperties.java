package dev.spendweir.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.review.ApprovalHistory.Act;
import dev.spendweir.server.review.ApprovalHistory.Kind;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random histories of approvals with their money on a real database (issue 6): no state outside the machine, no approval without
 * a quorum of distinct authorised people, no released hold still counted, and at the end of each all money is where it was.
 */
class ApprovalHistoryProperties {
    private static final String POLICY = """
            {"modes": {"default": "hard"}, "credits": {"emergency_requires_approval": false},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true},
               "token_binding": "cap",
               "routing": [{"id": "two", "match": {"project_id": ["two"]}, "reviewer_roles": ["member", "admin", "owner"],
                            "required_permission": "approve.special", "required_approvals": 2},
                           {"id": "one", "match": {}, "reviewer_roles": ["admin"]}]}}
            """;

    /** The laws of the whole database are asked for so often; those of each history after each of its steps. */
    private static final int OFTEN = 100;

    private static TestStore test;
    private static Connection superuser;
    private static int number;

    @BeforeContainer
    static void open() throws SQLException {
        test = TestStore.open();
        superuser = test.superuser();
        test.policy(POLICY);
        for (String project : List.of("one", "two")) {
            test.budget(project, "300");
            test.store
                    .credits()
                    .create(
                            TestStore.caller(),
                            new NewCredit(CreditPool.RESERVED, project, Amount.parse("50"), 100, null, null),
                            null);
            test.store
                    .credits()
                    .create(
                            TestStore.caller(),
                            new NewCredit(CreditPool.EMERGENCY, project, Amount.parse("40"), 100, null, null),
                            null);
        }
    }

    @AfterContainer
    static void close() throws SQLException {
        superuser.close();
        MoneyLaws.check(test, "at the end");
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void historiesStayInTheMachineAndConserveMoney(@ForAll("projects") String project, @ForAll("acts") List<Act> acts) {
        run(project, acts);
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void tenThousandHistoriesStayInTheMachineAndConserveMoney(
            @ForAll("projects") String project, @ForAll("acts") List<Act> acts) {
        run(project, acts);
    }

    private static void run(String project, List<Act> acts) {
        new ApprovalHistory(test, superuser, project, "h/" + number++).run(acts);
        if (number % OFTEN == 0) {
            MoneyLaws.check(test, "after history " + number);
        }
    }

    @Provide
    Arbitrary<String> projects() {
        return Arbitraries.of("one", "two");
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.GATE),
                Tuple.of(10, Kind.APPROVE),
                Tuple.of(2, Kind.DENY),
                Tuple.of(2, Kind.CANCEL),
                Tuple.of(6, Kind.USE),
                Tuple.of(1, Kind.LATE),
                Tuple.of(1, Kind.SWEEP));
        Arbitrary<Act> acts = Combinators.combine(
                        kinds,
                        Arbitraries.of(ApprovalHistory.PEOPLE),
                        // Within the budget, into the credits, beyond everything.
                        Arbitraries.frequency(Tuple.of(6, 100), Tuple.of(3, 80), Tuple.of(2, 340), Tuple.of(1, 500)),
                        Arbitraries.integers().between(0, 99))
                .as(Act::new);
        // The first asks; what nobody asked for has no history.
        Arbitrary<Act> asking = Arbitraries.of(ApprovalHistory.PEOPLE).map(who -> new Act(Kind.GATE, who, 100, 0));
        return Combinators.combine(asking, acts.list().ofMinSize(3).ofMaxSize(12))
                .as((first, more) ->
                        Stream.concat(Stream.of(first), more.stream()).toList());
    }
}
