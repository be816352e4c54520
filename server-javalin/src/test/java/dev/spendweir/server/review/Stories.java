package dev.spendweir.server.review;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.PassingClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.keys.FixedKeys;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Faults;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.token.ApprovalToken;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A pipeline, its reviewers and a clock of their own; the money can be asked after each step. */
final class Stories implements AutoCloseable {
    static final String POLICY = """
            {"modes": {"default": "hard"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true},
                           "default_ttl_seconds": 3600, "execution_ttl_seconds": 7200, "token_binding": "%s"}}
            """;

    static final TokenKeys KEYS = FixedKeys.ephemeral(TokenAlgorithm.EDDSA);
    static final Party OLIVE = new Party("olive", Set.of(), Role.OWNER, Set.of());
    static final Party ANN = new Party("ann", Set.of("ann@acme.example"), Role.OWNER, Set.of());
    static final Party MIA = new Party("mia", Set.of(), Role.MEMBER, Set.of());

    final PassingClock clock;
    final TestStore test;
    private final TokenService tokens;
    private int keys;

    private Stories(PassingClock clock, TestStore test) {
        this.clock = clock;
        this.test = test;
        this.tokens = test.store.tokens(KEYS, "https://gate.example");
    }

    private Stories(PassingClock clock) {
        this(clock, TestStore.open(clock));
    }

    /** The same story as another server of its database sees it; closed with that one. */
    Stories on(TestStore another) {
        return new Stories(clock, another);
    }

    Stories(String binding) {
        this(new PassingClock());
        test.policy(POLICY.formatted(binding));
        test.budget("payments", "1000");
    }

    /** Whose round trips to the database are counted. */
    static Stories counting(Faults trips) {
        PassingClock clock = new PassingClock();
        Stories story = new Stories(clock, TestStore.open(clock, trips));
        story.test.policy(POLICY.formatted("exact"));
        story.test.budget("payments", "1000");
        return story;
    }

    /** Of the shortest deadlines there are: the ledger takes no entry that is more than five minutes off the real time. */
    static Stories shortLived() {
        Stories story = new Stories("exact");
        story.test.policy(POLICY.formatted("exact").replace("3600", "60").replace("7200", "60"));
        return story;
    }

    /** One run of the pipeline of a change with a plan. */
    GateAnswer run(String changeId, String plan, String delta, String runId, Stage stage) {
        return runAs(TestStore.caller(), changeId, plan, delta, runId, stage);
    }

    GateAnswer runAs(Caller caller, String changeId, String plan, String delta, String runId, Stage stage) {
        JsonObject request = terraform(delta)
                .with("requester_id", new JsonString(caller.actorId()))
                .with("idempotency_key", new JsonString("story-" + keys++))
                .with("metadata", JsonReader.read("{\"plan_content_sha256\":\"" + plan + "\"}"));
        return test.store
                .gate()
                .decide(GateCall.builder(caller, request)
                        .changeId(changeId)
                        .stage(stage)
                        .runId(runId)
                        .receivedAt(clock.instant())
                        .deadline(TestStore.PATIENCE)
                        .build());
    }

    /** The same, which must have to wait for people. */
    GateAnswer waits(String changeId, String plan, String delta, String runId) {
        GateAnswer answer = run(changeId, plan, delta, runId, Stage.POST_PLAN);
        assertThat(answer.outcome()).isEqualTo(Outcome.REQUIRE_APPROVAL);
        assertThat(answer.approvalId()).isNotNull();
        return answer;
    }

    ApprovalRecord approve(GateAnswer answer, Party reviewer) {
        return test.store.approvals().approve(caller(reviewer), reviewer, id(answer), null);
    }

    ApprovalRecord deny(GateAnswer answer, Party reviewer) {
        return test.store.approvals().deny(caller(reviewer), reviewer, id(answer), "no");
    }

    ApprovalRecord cancel(GateAnswer answer, Party by) {
        return test.store.approvals().cancel(caller(by), by, id(answer), null);
    }

    MintedToken mint(GateAnswer answer, Party by) {
        return tokens.mint(record(answer), by, ApprovalToken.DEFAULT_TTL_SECONDS, TENANT);
    }

    /** Carries out what an answer was about. */
    JsonObject consume(String token, GateAnswer what, String plan, String runId) {
        return consume(TestStore.caller(), token, what, plan, runId, null);
    }

    JsonObject consume(Caller caller, String token, GateAnswer what, String plan, String runId, String key) {
        return consume(call(caller, token, what, plan, runId, key, null));
    }

    /** As the others, saying which plan file is applied. */
    JsonObject consumeFile(String token, GateAnswer what, String plan, String runId, String planFile) {
        return consume(call(TestStore.caller(), token, what, plan, runId, null, planFile));
    }

    private JsonObject consume(ConsumeCall call) {
        return (JsonObject) JsonReader.read(tokens.consume(call, tokens.verify(call)));
    }

    private static ConsumeCall call(
            Caller caller,
            String token,
            GateAnswer what,
            String plan,
            String runId,
            @Nullable String key,
            @Nullable String planFile) {
        return new ConsumeCall(
                caller,
                token,
                what.fingerprint(),
                what.scopeFingerprint(),
                plan,
                "payments",
                "dev",
                "terraform",
                "eu/web",
                null,
                null,
                runId,
                key,
                planFile);
    }

    ApprovalRecord record(GateAnswer answer) {
        return test.store.approvalQueries().get(TENANT, id(answer)).orElseThrow();
    }

    ApprovalStatus status(GateAnswer answer) {
        return record(answer).statusAt(clock.instant());
    }

    private static String id(GateAnswer answer) {
        return String.valueOf(answer.approvalId());
    }

    static Caller caller(Party party) {
        return new Caller(TENANT, party.actorId(), "req-2", null);
    }

    /** What the budget says is promised. */
    String reserved() {
        return budget().reserved().toString();
    }

    String consumed() {
        return budget().consumed().toString();
    }

    private BudgetView budget() {
        return test.store.budgets().get(TENANT, "payments").orElseThrow();
    }

    /** A reserved credit for every project; older ones are drawn on first. */
    void credit(String amount) {
        NewCredit credit = new NewCredit(CreditPool.RESERVED, null, amount(amount), 100, null, null);
        test.store.credits().create(TestStore.caller(), credit, null);
    }

    /** What is left of each credit, oldest first. */
    List<String> creditsLeft() {
        return test.sql("SELECT remaining_micros / 1000000 FROM credit_grant ORDER BY created_at, grant_id");
    }

    ReservationView hold(GateAnswer answer) {
        return test.store
                .reservations()
                .get(TENANT, String.valueOf(answer.reservationId()))
                .orElseThrow();
    }

    static ErrorCode refusal(ThrowingCallable step) {
        Throwable thrown = catchThrowable(step);
        assertThat(thrown).isInstanceOf(RejectedException.class);
        return ((RejectedException) thrown).code();
    }

    static Amount amount(String text) {
        return Amount.parse(text);
    }

    /** The books must be right whatever the story was. */
    @Override
    public void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        assertThat(test.sql("SELECT count(*) FROM reservation r JOIN approval a USING (tenant_id, approval_id)"
                        + " WHERE r.status = 'tentative' AND a.status NOT IN ('pending', 'approved')"))
                .containsExactly("0");
        test.close();
    }
}
