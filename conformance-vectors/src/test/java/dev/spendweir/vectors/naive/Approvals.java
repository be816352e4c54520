package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** approval.apply: the state machine of an approval request over a list of events (spec 2.1, spec 10 A90-A96, N12-N14). */
final class Approvals {
    private static final Set<String> EVENT_TYPES =
            Set.of("approve", "deny", "cancel", "supersede", "expire", "consume");
    private static final Set<String> ACTORLESS = Set.of("expire", "supersede");
    private static final Set<String> ROLES = Set.of("owner", "admin", "member");
    private static final long MAX_TTL = Integer.MAX_VALUE;

    private record Event(String type, String actor, String role, List<Object> permissions, long at, Object atText) {}

    private final List<Event> events = new ArrayList<>();
    private final List<Object> verdicts = new ArrayList<>();
    private final List<Object> refusals = new ArrayList<>();
    private List<Object> reviewerRoles;
    private String requiredPermission;
    private long requiredApprovals;
    private List<Object> submitters;
    private String requester;
    private boolean separation;
    private Long executionTtl;
    private Long deadline;
    private String status = "pending";
    private boolean expiryAccepted;

    private Approvals() {}

    static Map<String, Object> apply(Map<String, Object> input) {
        Approvals approval = new Approvals();
        approval.read(input);
        for (int i = 0; i < approval.events.size(); i++) {
            String refusal = approval.apply(approval.events.get(i));
            if (refusal != null) {
                approval.refusals.add(Json.object("index", JsonNumber.of(i), "code", refusal));
            }
        }
        return Json.object("status", approval.status, "verdicts", approval.verdicts, "refusals", approval.refusals);
    }

    private void read(Map<String, Object> input) {
        Findings findings = new Findings();
        Members in = new Members(findings, Members.Codes.OPEN, "", input);
        in.required("route", "requester_id", "separation", "events");
        Long ttl = null;
        if (in.isGiven("route")) {
            Members route = in.object("route").required("reviewer_roles", "required_permission");
            reviewerRoles = texts(findings, route, "reviewer_roles", ROLES::contains);
            requiredPermission = route.text("required_permission", t -> true, null);
            Long approvals = route.integer("required_approvals", 1L, 1, 5);
            requiredApprovals = approvals == null ? 1 : approvals;
            ttl = route.integer("ttl_seconds", null, 1, MAX_TTL);
        }
        requester = in.text("requester_id", t -> true, null);
        separation = Boolean.TRUE.equals(in.bool("separation", null));
        submitters = texts(findings, in, "submitted_by", t -> true);
        Long createdAt = in.time("created_at");
        executionTtl = in.integer("execution_ttl_seconds", null, 1, MAX_TTL);
        List<Object> given = in.list("events");
        for (int i = 0; given != null && i < given.size(); i++) {
            events.add(event(findings, new Members(findings, Members.Codes.OPEN, "/events/" + i, given.get(i))));
        }
        findings.throwIfAny();
        deadline = createdAt == null || ttl == null ? null : createdAt + ttl * 1000;
    }

    private static Event event(Findings findings, Members in) {
        in.required("type", "at");
        String type = in.text("type", EVENT_TYPES::contains, null);
        if (type == null || !ACTORLESS.contains(type)) {
            in.required("actor");
        }
        String actor = in.text("actor", t -> true, null);
        String role = in.text("role", t -> true, null);
        List<Object> permissions = texts(findings, in, "permissions", t -> true);
        Long at = in.time("at");
        return new Event(type, actor, role, permissions, at == null ? 0 : at, in.raw("at"));
    }

    /** A list of texts, empty when absent; findings are at the elements. */
    private static List<Object> texts(Findings findings, Members in, String key, Predicate<String> rule) {
        List<Object> given = in.list(key);
        for (int i = 0; given != null && i < given.size(); i++) {
            if (!(given.get(i) instanceof String text) || !rule.test(text)) {
                findings.add(in.pointer(key) + "/" + i, "INVALID_FIELD");
            }
        }
        return given == null ? List.of() : given;
    }

    /** The refusal's code, or null when the event was accepted. */
    private String apply(Event event) {
        boolean live = status.equals("pending") || status.equals("approved");
        boolean late = deadline != null && event.at() >= deadline;
        if (live && late) {
            status = "expired";
        }
        if (status.equals("expired")) {
            return inExpired(event, late);
        }
        return switch (event.type()) {
            case "approve", "deny" -> review(event);
            case "cancel" -> live ? cancel(event) : "APPROVAL_NOT_PENDING";
            case "supersede" -> live ? moveTo("cancelled") : "APPROVAL_NOT_PENDING";
            case "consume" -> consume();
            default -> live ? expire() : "APPROVAL_NOT_PENDING";
        };
    }

    private String moveTo(String next) {
        status = next;
        return null;
    }

    private String inExpired(Event event, boolean late) {
        if (event.type().equals("expire") && late && !expiryAccepted) {
            expiryAccepted = true;
            return null;
        }
        return "APPROVAL_EXPIRED";
    }

    /** Before a known deadline it is too early; without one it is the sweeper's word that counts. */
    private String expire() {
        if (deadline != null) {
            return "APPROVAL_NOT_EXPIRED";
        }
        expiryAccepted = true;
        return moveTo("expired");
    }

    private String consume() {
        return switch (status) {
            case "approved" -> moveTo("consumed");
            case "consumed" -> "TOKEN_ALREADY_CONSUMED";
            default -> "APPROVAL_NOT_APPROVED";
        };
    }

    private String cancel(Event event) {
        boolean may = isParty(event.actor()) || "admin".equals(event.role()) || "owner".equals(event.role());
        return may ? moveTo("cancelled") : "PERMISSION_MISSING";
    }

    private boolean isParty(String actor) {
        return actor.equals(requester) || submitters.contains(actor);
    }

    private String review(Event event) {
        if (!status.equals("pending")) {
            return "APPROVAL_NOT_PENDING";
        }
        if (event.role() == null || !reviewerRoles.contains(event.role())) {
            return "REVIEWER_ROLE_NOT_ALLOWED";
        }
        if (!holdsPermission(event)) {
            return "PERMISSION_MISSING";
        }
        if (separation && isParty(event.actor())) {
            return "SEPARATION_OF_DUTIES";
        }
        if (verdicts.stream().anyMatch(verdict -> event.actor().equals(Json.at(verdict, "actor")))) {
            return "ALREADY_REVIEWED";
        }
        verdicts.add(Json.object("actor", event.actor(), "verdict", event.type(), "at", event.atText()));
        if (event.type().equals("deny")) {
            return moveTo("denied");
        }
        // A deny ends the request, so every verdict so far is an approval of another reviewer.
        if (verdicts.size() >= requiredApprovals) {
            deadline = executionTtl == null ? null : event.at() + executionTtl * 1000;
            status = "approved";
        }
        return null;
    }

    private boolean holdsPermission(Event event) {
        return event.role().equals("owner")
                || event.permissions().contains(requiredPermission)
                || event.role().equals("admin") && requiredPermission.equals("approve.nonprod");
    }
}
