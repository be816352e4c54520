package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.engine.Decision;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.policy.Policy;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.reservation.HoldEvents;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one step writes: entries of both chains, cost histories, holds, the answer. Nothing is written before
 * {@link #commit}. Not thread-safe.
 */
final class LocalRecord {

    /** As a server writes it: what a decision means by the same inputs. */
    private static final String ENGINE_VERSION = "spendweir.engine/v1";

    /** Where an entry is in its chain. */
    record Place(Chain chain, long sequence, String chainHash) {}

    private final StateDirectory directory;
    private final LocalState before;
    private final Policy policy;
    private final Instant clockTime;
    private final String requestId;
    private final LocalLedger decisions;
    private final LocalLedger governance;
    private final Journal journal = new Journal();
    private Map<String, Amount> budgets;
    private Map<String, String> credits;

    /** As people have written them for this step. */
    private List<LocalCredit> granted = List.of();

    LocalRecord(
            StateDirectory directory,
            LocalState before,
            Policy policy,
            Instant clockTime,
            String requestId,
            UuidV7 ids) {
        this.directory = directory;
        this.before = before;
        this.policy = policy;
        this.clockTime = clockTime;
        this.requestId = requestId;
        this.budgets = before.budgets();
        this.credits = before.credits();
        String tenant = LocalRequest.TENANT;
        this.decisions =
                new LocalLedger(directory, StateFile.DECISIONS, Chain.DECISIONS, tenant, before.decisions(), ids);
        this.governance =
                new LocalLedger(directory, StateFile.GOVERNANCE, Chain.GOVERNANCE, tenant, before.governance(), ids);
    }

    /** Who acts: the user of this process. */
    String actor() {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return "local:" + (user.isEmpty() ? "unknown" : user);
    }

    /** The version that the policy has here. */
    long policyVersion() {
        return before.policySha256().equals(policy.sha256()) ? before.policyVersion() : before.policyVersion() + 1;
    }

    /** Records what people have changed since the last step. */
    void inputs(LocalInputs inputs) {
        if (policyVersion() != before.policyVersion()) {
            governed(EntryType.POLICY_CHANGED, Long.toString(policyVersion()), policyPayload());
        }
        TreeSet<String> projects = new TreeSet<>(before.budgets().keySet());
        projects.addAll(inputs.budgets().keySet());
        for (String project : projects) {
            budget(project, before.budgets().get(project), inputs.budgets().get(project));
        }
        Map<String, String> seen = new TreeMap<>(before.credits());
        for (LocalCredit credit : inputs.credits()) {
            String hash = CanonicalJson.sha256(credit.toJson());
            if (!hash.equals(seen.put(credit.grantId(), hash))) {
                governed(
                        EntryType.CREDIT_GRANTED,
                        credit.grantId(),
                        JsonObject.builder().put("credit", credit.toJson()).build());
            }
        }
        budgets = inputs.budgets();
        credits = seen;
        granted = inputs.credits();
    }

    private JsonObject policyPayload() {
        return JsonObject.builder()
                .put("version", policyVersion())
                .put("policy_sha256", policy.sha256())
                .put("previous_version", before.policyVersion())
                .put("previous_policy_sha256", before.policySha256().isEmpty() ? null : before.policySha256())
                .put("document", policy.canonicalJson())
                .build();
    }

    private void budget(String project, @Nullable Amount former, @Nullable Amount now) {
        if (!Objects.equals(former, now)) {
            governed(
                    EntryType.BUDGET_CHANGED,
                    project,
                    JsonObject.builder()
                            .put("project_id", project)
                            .put("previous_monthly_limit", Amount.toJson(former))
                            .put("monthly_limit", Amount.toJson(now))
                            .build());
        }
    }

    private void governed(EntryType type, String subject, JsonObject payload) {
        governance.append(event(type, subject, payload));
    }

    /**
     * Records how holds ended.
     *
     * @param decisionId the decision that ended them; null: none did
     */
    void moves(List<HoldBook.Move> moves, @Nullable String decisionId) {
        for (HoldBook.Move move : moves) {
            decisions.append(event(move.type(), move.hold().reservationId(), ending(move, decisionId)));
        }
    }

    private JsonObject ending(HoldBook.Move move, @Nullable String decisionId) {
        LocalHold hold = move.hold();
        Settlement settlement = move.settlement();
        Predicate<String> expired = grantId ->
                granted.stream().anyMatch(credit -> credit.grantId().equals(grantId) && credit.isExpired(clockTime));
        JsonObject payload = HoldEvents.closed(
                hold.reservationId(),
                hold.held(),
                Objects.requireNonNull(hold.closeReason(), "a hold that ended says why")
                        .wireName(),
                decisionId,
                hold.successor(),
                settlement,
                settlement == null ? GrantUse.released(hold.held(), expired) : GrantUse.of(settlement, expired));
        // Nobody can write a note here; where a decision settled it there is no place for one.
        return settlement == null || decisionId != null ? payload : payload.with("notes", JsonNull.NULL);
    }

    /**
     * Records a decision with all that is needed to make it again.
     *
     * @param planFileSha256 hash of the binary plan, lower-case hex; null without one
     * @param made the hold made with it, which has no entry of its own; null: none
     */
    Place decision(
            Decision decision,
            String decisionId,
            GateSubject subject,
            @Nullable String planFileSha256,
            @Nullable LocalHold made) {
        Snapshot snapshot = Objects.requireNonNull(decision.snapshot(), "a recorded decision has a snapshot");
        history(snapshot.costHistory());
        history(snapshot.projectCostHistory());
        JsonObject payload = JsonObject.builder()
                .put("decision_id", decisionId)
                .put("clock_time", ClockTime.format(clockTime))
                .put("engine_version", ENGINE_VERSION)
                .put("stage", subject.stage().wireName())
                .put("change_id", subject.changeId().orElse(null))
                .put("submitter_id", actor())
                .put("plan_file_sha256", planFileSha256)
                .put("approval_id", JsonNull.NULL)
                .put("reservation_id", made == null ? null : made.reservationId())
                .put("reservation_status", made == null ? null : made.status().wireName())
                .put("request", decision.request().toJson())
                .put("snapshot", snapshot.hashedJson())
                .put("record", decision.record())
                .build();
        LedgerAppender.Appended appended = decisions.append(event(EntryType.DECISION, decisionId, payload));
        return new Place(
                Chain.DECISIONS,
                appended.entry().sequence(),
                HexFormat.of().formatHex(appended.stored().chainHash()));
    }

    /** A history is kept once, by its hash. */
    private void history(@Nullable CostHistory history) {
        if (history == null) {
            return;
        }
        String name = "histories/" + history.sha256() + ".json";
        byte[] bytes = history.canonicalBytes();
        if (directory
                .read(name)
                .map(Sha256Hex::of)
                .filter(history.sha256()::equals)
                .isEmpty()) {
            journal.replace(name, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private LedgerEvent event(EntryType type, String subject, JsonObject payload) {
        return new LedgerEvent(
                type, clockTime, actor(), subject, policyVersion(), policy.sha256(), null, requestId, null, payload);
    }

    /** Makes all of it happen, or none. */
    void commit(List<LocalHold> holds, StoredAnswer answer) {
        decisions.addTo(journal);
        governance.addTo(journal);
        answer.addTo(journal);
        LocalState after = new LocalState(
                policyVersion(), policy.sha256(), budgets, credits, decisions.head(), governance.head(), holds);
        journal.replace(StateFile.STATE.fileName(), after.text());
        directory.commit(journal);
    }
}
