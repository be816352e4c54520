package dev.spendweir.approval;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of op {@code approval.apply}, read and checked (spec 8, 10 A90, A91, A93, A96, N12, N13).
 *
 * @param request the request before the first event
 */
record ApprovalInput(ApprovalRequest request, List<TimedEvent> events) {

    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);

    /**
     * An event with its time as it was written, which is echoed (spec 10 A95).
     */
    record TimedEvent(ApprovalEvent event, String at) {}

    private record Route(
            List<Role> reviewerRoles,
            String permission,
            int approvals,
            @Nullable Integer ttlSeconds) {}

    /**
     * Reads the input.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings
     */
    static ApprovalInput read(JsonObject json) {
        Findings findings = new Findings();
        ApprovalInput input = ObjectReader.document(json, CODES, findings, ApprovalInput::input);
        findings.throwIfAny();
        return input;
    }

    private static ApprovalInput input(ObjectReader in) {
        in.ignoreUnknown();
        Route route = in.field("route").required().object(ApprovalInput::route);
        Instant createdAt = in.field("created_at").parsed(ClockTime::parse);
        ApprovalTerms terms = new ApprovalTerms(
                or(in.field("requester_id").required().text(TextRule.ANY), ""),
                Set.copyOf(texts(in.field("submitted_by"))),
                route.reviewerRoles(),
                route.permission(),
                route.approvals(),
                or(in.field("separation").required().bool(), Boolean.FALSE),
                ttl(in.field("execution_ttl_seconds")));
        Integer ttlSeconds = route.ttlSeconds();
        Instant deadline = createdAt == null || ttlSeconds == null ? null : createdAt.plusSeconds(ttlSeconds);
        return new ApprovalInput(
                ApprovalRequest.pending(terms, deadline),
                or(in.field("events").required().list(event -> event.objectOrNull(ApprovalInput::event)), List.of()));
    }

    private static Route route(ObjectReader in) {
        in.ignoreUnknown();
        return new Route(
                or(
                        in.field("reviewer_roles").required().list(role -> role.word(Role.values(), Role::wireName)),
                        List.of()),
                or(in.field("required_permission").required().text(TextRule.ANY), ""),
                or(in.field("required_approvals").integer(1, ApprovalTerms.MAX_APPROVALS), 1),
                ttl(in.field("ttl_seconds")));
    }

    private static @Nullable Integer ttl(FieldReader field) {
        return field.integer(1, Integer.MAX_VALUE);
    }

    private static @Nullable TimedEvent event(ObjectReader in) {
        in.ignoreUnknown();
        ApprovalEventType type =
                in.field("type").required().word(ApprovalEventType.values(), ApprovalEventType::wireName);
        FieldReader actorField = in.field("actor");
        // An event of an unknown type is not one of the two that may go without.
        if (type == null || type.needsActor()) {
            actorField.required();
        }
        String actor = actorField.text(TextRule.ANY);
        String role = in.field("role").text(TextRule.ANY);
        List<String> permissions = texts(in.field("permissions"));
        FieldReader timeField = in.field("at").required();
        Instant at = timeField.parsed(ClockTime::parse);
        String written = timeField.text(TextRule.ANY);
        if (type == null || at == null || written == null || (actor == null && type.needsActor())) {
            return null;
        }
        ApprovalActor who = actor == null ? null : actor(actor, role, permissions);
        return new TimedEvent(new ApprovalEvent(type, who, at), written);
    }

    private static ApprovalActor actor(String actorId, @Nullable String role, List<String> permissions) {
        Role known = role == null ? null : Role.ofWireName(role).orElse(null);
        return new ApprovalActor(actorId, known, Set.copyOf(permissions));
    }

    private static List<String> texts(FieldReader field) {
        return or(field.list(text -> text.text(TextRule.ANY)), List.of());
    }
}
