package dev.spendweir.server.store.approvals;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.Verdict;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.server.approval.ApprovalAsk;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.NewestDecision;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of an approval that are stored as JSON. What was not written by us does not read. Pure functions. */
final class ApprovalJson {
    private ApprovalJson() {}

    static JsonObject ask(ApprovalAsk ask) {
        return JsonObject.builder()
                .put("action", ask.action())
                .put("destructive", ask.destructive())
                .put("rule_id", ask.ruleId())
                .put("routing_trace", ask.routingTrace())
                .put("binding", ask.binding().wireName())
                .put("fingerprint", ask.fingerprint())
                .put("scope_fingerprint", ask.scopeFingerprint())
                .put("monthly_delta", Amount.toJson(ask.monthlyDelta()))
                .put("hourly_delta", Amount.toJson(ask.hourlyDelta()))
                .put("currency", ask.currency())
                .put("unpriced_resources", ask.unpricedResources())
                .put("uncovered", Amount.toJson(ask.uncovered()))
                .put("reasons", ask.reasons())
                .put("holds_on_approval", ask.holdsOnApproval())
                .build();
    }

    /** @param columns what is stored beside the JSON */
    static ApprovalAsk ask(String json, AskColumns columns) {
        JsonObject whole = (JsonObject) JsonReader.read(json);
        JsonValue trace = Objects.requireNonNull(whole.get("routing_trace"), "routing_trace");
        return read(whole, in -> {
            in.field("routing_trace");
            return new ApprovalAsk(
                    columns.decisionId(),
                    columns.createdAt(),
                    columns.environmentClass(),
                    text(in, "action"),
                    or(in.field("destructive").required().bool(), false),
                    columns.submitterId(),
                    text(in, "rule_id"),
                    (JsonArray) trace,
                    or(
                            in.field("binding").required().word(TokenBinding.values(), TokenBinding::wireName),
                            TokenBinding.EXACT),
                    text(in, "fingerprint"),
                    text(in, "scope_fingerprint"),
                    columns.planContentSha256(),
                    amount(in, "monthly_delta"),
                    amount(in, "hourly_delta"),
                    text(in, "currency"),
                    or(in.field("unpriced_resources").required().integer(0, Integer.MAX_VALUE), 0),
                    amount(in, "uncovered"),
                    or(in.field("reasons").required().list(reason -> reason.text(TextRule.ANY)), List.of()),
                    or(in.field("holds_on_approval").required().bool(), false));
        });
    }

    /** The parts of an ask that have a column of their own. */
    record AskColumns(
            String decisionId,
            Instant createdAt,
            EnvironmentClass environmentClass,
            String submitterId,
            @Nullable String planContentSha256) {}

    static JsonObject newest(NewestDecision newest) {
        return JsonObject.builder()
                .put("decision_id", newest.decisionId())
                .put("fingerprint", newest.fingerprint())
                .put("plan_content_sha256", newest.planContentSha256())
                .put("monthly_delta", Amount.toJson(newest.monthlyDelta()))
                .put("hourly_delta", Amount.toJson(newest.hourlyDelta()))
                .put("moved_on", newest.movedOn())
                .build();
    }

    static NewestDecision newest(String json) {
        return read(
                (JsonObject) JsonReader.read(json),
                in -> new NewestDecision(
                        text(in, "decision_id"),
                        text(in, "fingerprint"),
                        in.field("plan_content_sha256").text(TextRule.ANY),
                        amount(in, "monthly_delta"),
                        amount(in, "hourly_delta"),
                        or(in.field("moved_on").required().bool(), false)));
    }

    static JsonArray verdicts(ApprovalRecord approval) {
        return JsonArray.of(approval.request().verdicts().stream()
                .map(verdict -> JsonObject.builder()
                        .put("actor", verdict.actorId())
                        .put("approves", verdict.approves())
                        .put("comment", approval.comments().get(verdict.actorId()))
                        .put("at", ClockTime.format(verdict.at()))
                        .build()));
    }

    /** Verdicts and, by actor, what was written with them. */
    record Reviews(List<Verdict> verdicts, Map<String, String> comments) {}

    static Reviews verdicts(String json) {
        Map<String, String> comments = new LinkedHashMap<>();
        JsonArray array = (JsonArray) JsonReader.read(json);
        List<Verdict> verdicts = array.elements().stream()
                .map(element -> read((JsonObject) element, in -> {
                    String actor = text(in, "actor");
                    String comment = in.field("comment").text(TextRule.ANY);
                    if (comment != null) {
                        comments.put(actor, comment);
                    }
                    return new Verdict(
                            actor,
                            or(in.field("approves").required().bool(), false),
                            or(in.field("at").required().parsed(ClockTime::parse), Instant.EPOCH));
                }))
                .toList();
        return new Reviews(verdicts, comments);
    }

    private static <T> T read(JsonObject json, Function<ObjectReader, T> shape) {
        Findings findings = new Findings();
        T value = ObjectReader.document(json, ReadingCodes.uniform(ErrorCode.INTERNAL_ERROR), findings, shape);
        findings.throwIfAny();
        return value;
    }

    private static String text(ObjectReader in, String name) {
        return or(in.field(name).required().text(TextRule.ANY), "");
    }

    private static Amount amount(ObjectReader in, String name) {
        FieldReader field = in.field(name).required();
        return or(field.amount(), Amount.ZERO);
    }
}
