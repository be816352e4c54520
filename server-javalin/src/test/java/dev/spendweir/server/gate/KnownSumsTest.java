package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.SetClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.review.Party;
import dev.spendweir.server.store.ingest.IngestScope;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of holds that are known are only taken where summing up all holds would give the same. */
class KnownSumsTest {
    private static final Set<String> PROJECTS = Set.of("payments");

    /** What the sums that are given say too much, to tell whether they were taken. */
    private static final Amount TOO_MUCH = Amount.parse("1000000");

    private static final String ASKING = """
            {"modes": {"default": "hard"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true}}}
            """;

    private static final Party OLIVE = new Party("olive", Set.of(), Role.OWNER, Set.of());

    private final SetClock clock = new SetClock();
    private final TestStore test = TestStore.open(clock);
    private final BareGateStore bare = new BareGateStore(test);

    @BeforeEach
    void oneHold() {
        test.policy("{}");
        test.budget("payments", "1000");
        test.gate(request("10"));
    }

    @AfterEach
    void close() {
        bare.close();
        test.close();
    }

    @Test
    void takenWhereNothingHasHappened() {
        assertThat(reservedWith(known())).isEqualTo(TOO_MUCH.plus(Amount.parse("10")));
    }

    @Test
    void takenWithTheHoldsOfDecisionsSince_ofThisServerOrAnother() {
        KnownSums known = known();
        test.gate(request("20"));
        test.gate(terraform("30"), "pr-1", Stage.POST_PLAN);
        test.gate(request("40").with("project_id", new JsonString("another")));

        Money money = read(known).money();

        assertThat(money.usage("payments").tenantReserved()).isEqualTo(TOO_MUCH.plus(Amount.parse("100")));
        // The other one has no budget: its hold takes nothing of one.
        assertThat(money.usage("payments").projectReserved())
                .isEqualTo(read(null).money().usage("payments").projectReserved())
                .isEqualTo(Amount.parse("60"));
    }

    @Test
    void takenWhereADecisionWasRefusedOrHeldNothing() {
        KnownSums known = known();
        test.gate(request("5000"));
        test.gate(request("-3"));

        assertThat(reservedWith(known)).isEqualTo(TOO_MUCH.plus(reserved()));
    }

    @Test
    void neverCountsAHoldTwice_whenDecisionsGoOnWithIt() {
        test.gate(terraform("30"), "pr-1", Stage.POST_PLAN);
        KnownSums known = known();
        test.gate(terraform("30"), "pr-1", Stage.POST_PLAN);
        test.gate(terraform("30"), "pr-1", Stage.PRE_APPLY);

        assertThat(reserved()).isEqualTo(Amount.parse("40"));
        // It goes on with an entry of its own, so all are summed up.
        assertThat(reservedWith(known)).isEqualTo(reserved());
    }

    @Test
    void takenWithTheHoldOfADecisionThatAsksPeople_andNotOnceTheyHaveRefused() {
        test.policy(ASKING);
        KnownSums known = known();
        GateAnswer asked = test.gate(terraform("30"), "pr-1", Stage.POST_PLAN);
        assertThat(asked.approvalId()).isNotNull();

        assertThat(reservedWith(known)).isEqualTo(TOO_MUCH.plus(Amount.parse("40")));

        KnownSums asking = known();
        test.store.approvals().deny(TestStore.caller(), OLIVE, asked.approvalId(), "no");

        assertThat(test.decisionEntries()).contains("approval.requested", "approval.denied");
        assertThat(reservedWith(asking)).isEqualTo(reserved()).isEqualTo(Amount.parse("10"));
    }

    @Test
    void notTakenOnceAHoldWasGivenBack_thoughDecisionsFollow() {
        String hold = test.gate(request("20")).reservationId();
        KnownSums known = known();
        test.gate(request("1"));
        test.store.holds().release(TestStore.caller(), hold, any -> {});
        test.gate(request("2"));

        assertThat(reservedWith(known)).isEqualTo(reserved()).isEqualTo(Amount.parse("13"));
    }

    @Test
    void notTakenOnceAHoldWasSettled() {
        String hold = test.gate(request("20")).reservationId();
        KnownSums known = known();
        test.store
                .gate()
                .settleApplied(new AppliedCall(
                        TestStore.caller(), hold, null, null, null, null, Amount.parse("5"), "settle-1"));

        Money money = read(known).money();

        assertThat(money.usage("payments").tenantReserved()).isEqualTo(Amount.parse("10"));
        assertThat(money.usage("payments").tenantConsumed()).isEqualTo(Amount.parse("5"));
    }

    @Test
    void notTakenOfAChainThatIsNoMore() {
        KnownSums known = known();
        test.gate(request("20"));
        byte[] hash = known.head().chainHash();
        hash[0] ^= 1;

        assertThat(reservedWith(at(known, HashChain.at(known.head().sequence(), hash))))
                .isEqualTo(reserved());
    }

    @Test
    void notTakenOnceTheChainWasInQuarantine() {
        KnownSums known = known();
        test.sql("SELECT 1", "SET LOCAL session_replication_role = replica", "UPDATE ledger_head SET anchors = 1");

        assertThat(reservedWith(known)).isEqualTo(reserved());
    }

    @Test
    void notTakenOfAPlaceThatTheChainHasNotReached() {
        KnownSums known = known();

        KnownSums ahead =
                at(known, HashChain.at(known.head().sequence() + 7, known.head().chainHash()));
        assertThat(reservedWith(ahead)).isEqualTo(reserved());
    }

    @Test
    void notTakenForAnotherDay() {
        KnownSums known = known();

        assertThat(reservedWith(new KnownSums(
                        known.head(),
                        known.day().minusDays(1),
                        known.completeThrough(),
                        known.tenant(),
                        known.projects())))
                .isEqualTo(reserved());
    }

    @Test
    void notTakenForAnotherWatermark() {
        KnownSums known = known();
        watermark(1, "w-1");

        assertThat(reservedWith(known)).isEqualTo(reserved());
    }

    @Test
    void notTakenWhereTheyDoNotSayAnythingOfAProject() {
        KnownSums known = known();

        assertThat(reservedWith(
                        new KnownSums(known.head(), known.day(), known.completeThrough(), known.tenant(), Map.of())))
                .isEqualTo(reserved());
    }

    @Test
    void notTakenWhereVeryMuchHasHappened() {
        KnownSums known = known();
        List<CompletableFuture<GateAnswer>> open = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            open.add(test.store.gate().decideAsync(test.call(request("0.01")).build()));
            if (open.size() == 200) {
                open.forEach(CompletableFuture::join);
                open.clear();
            }
        }
        open.forEach(CompletableFuture::join);

        assertThat(reservedWith(known)).isEqualTo(reserved()).isEqualTo(Amount.parse("30.01"));
    }

    /** A rehearsal sums up all holds; the decision that follows goes by what is known, and must be the same. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void decisionsOfTwoServers_readWhatARehearsalHadRead(long seed) {
        Random random = new Random(seed);
        test.policy("{\"modes\":{\"default\":\"hard\"}}");
        test.store
                .credits()
                .create(
                        TestStore.caller(),
                        new NewCredit(CreditPool.RESERVED, null, Amount.parse("300"), 100, null, null),
                        null);
        List<String> holds = new ArrayList<>();
        try (TestStore other = TestStore.open(test.target, clock, TestStore.PATIENCE)) {
            for (int step = 0; step < 150; step++) {
                TestStore server = random.nextBoolean() ? test : other;
                switch (random.nextInt(12)) {
                    case 0 -> settle(server, random, holds, "settle-" + seed + "-" + step);
                    case 1 -> release(server, random, holds);
                    case 2 -> server.budget("project-" + random.nextInt(3), String.valueOf(200 + random.nextInt(400)));
                    case 3 -> watermark(1 + random.nextInt(9), "w-" + seed + "-" + step);
                    default -> gate(server, random, holds, "seed " + seed + ", step " + step);
                }
            }
        }
        assertThat(test.ledgerIsValid()).as("seed " + seed).isTrue();
    }

    private static void gate(TestStore server, Random random, List<String> holds, String where) {
        boolean isChange = random.nextInt(3) > 0;
        String delta = (random.nextInt(100) - 5) + "." + random.nextInt(1_000_000);
        JsonObject request = (isChange ? terraform(delta) : request(delta))
                .with("project_id", new JsonString("project-" + random.nextInt(3)));
        String change = isChange ? "pr-" + random.nextInt(12) : null;
        Stage stage = isChange && random.nextInt(3) == 0 ? Stage.PRE_APPLY : Stage.POST_PLAN;

        GateAnswer said = server.gate(request.with("dry_run", JsonBoolean.TRUE), change, stage);
        GateAnswer answer = server.gate(request, change, stage);

        assertThat(snapshot(answer)).as(where).hasSize(64);
        assertThat(snapshot(answer)).as(where).isEqualTo(snapshot(said));
        if (answer.reservationId() != null) {
            holds.add(answer.reservationId());
        }
    }

    private static String snapshot(GateAnswer answer) {
        return TestStore.text(TestStore.body(answer), "snapshot_sha256");
    }

    private static void settle(TestStore server, Random random, List<String> holds, String key) {
        if (holds.isEmpty()) {
            return;
        }
        try {
            server.store
                    .gate()
                    .settleApplied(new AppliedCall(
                            TestStore.caller(),
                            holds.get(random.nextInt(holds.size())),
                            null,
                            null,
                            null,
                            null,
                            Amount.ofMicros(random.nextInt(120_000_000)),
                            key));
        } catch (RejectedException e) {
            // Not confirmed, or closed already: refused, and nothing has changed.
        }
    }

    private static void release(TestStore server, Random random, List<String> holds) {
        if (holds.isEmpty()) {
            return;
        }
        try {
            server.store.holds().release(TestStore.caller(), holds.get(random.nextInt(holds.size())), any -> {});
        } catch (RejectedException e) {
            // Closed already: refused, and nothing has changed.
        }
    }

    private void watermark(int daysAgo, String event) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(daysAgo);
        test.store.ingest().accept(TestStore.caller(), IngestScope.ALL, (JsonObject)
                JsonReader.read("{\"tenant_id\":\"acme\",\"event_id\":\"" + event
                        + "\",\"trace_id\":\"t\",\"agent_id\":\"a\",\"schema_version\":\"1.0\","
                        + "\"created_at\":\"" + Instant.now() + "\",\"source\":\"aws\","
                        + "\"type\":\"cost.watermark\",\"payload\":{\"complete_through\":\"" + day + "\"}}"));
    }

    /** What the store says now, and too much of it. */
    private KnownSums known() {
        return inTransaction(session -> {
            HashChain head = session.lockHead();
            GateState state = session.read(List.of(), PROJECTS, clock.instant(), null);
            LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            return KnownSums.of(state.money(), PROJECTS, head, day, state.completeThrough())
                    .with(TOO_MUCH, Map.of());
        });
    }

    private static KnownSums at(KnownSums known, HashChain head) {
        return new KnownSums(head, known.day(), known.completeThrough(), known.tenant(), known.projects());
    }

    private Amount reserved() {
        return read(null).money().usage("payments").tenantReserved();
    }

    private Amount reservedWith(KnownSums known) {
        return read(known).money().usage("payments").tenantReserved();
    }

    private GateState read(@Nullable KnownSums known) {
        return inTransaction(session -> {
            session.lockHead();
            return session.read(List.of(), PROJECTS, clock.instant(), known);
        });
    }

    private <T> T inTransaction(Function<GateSession, T> work) {
        return bare.store.inTransaction(
                TENANT, TestStore.PATIENCE, clock.instant().plusSeconds(60), work);
    }
}
