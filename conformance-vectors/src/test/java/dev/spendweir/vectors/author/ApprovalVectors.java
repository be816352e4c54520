package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.Map;

/** Spec 2.1 with spec 10 A90-A96, N12-N14: histories of one approval request, created at 10:00 with an hour to be reviewed. */
final class ApprovalVectors {
    private static final String OP = "approval.apply";
    private static final String BASE = """
            {'route':{'reviewer_roles':['owner','admin'],'required_permission':'approve.prod','required_approvals':1,'ttl_seconds':3600},
             'requester_id':'alice','submitted_by':['ci-bot'],'separation':true,'created_at':'2026-03-11T10:00:00Z','execution_ttl_seconds':1800,'events':[]}""";

    private final VectorFile file;

    private ApprovalVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile histories() {
        ApprovalVectors vectors = new ApprovalVectors(new VectorFile("approval", "histories", "2.1, A90-A96, N14"));
        vectors.reviews();
        vectors.authority();
        vectors.cancelling();
        vectors.consuming();
        vectors.expiry();
        vectors.withoutDeadline();
        vectors.wrongState();
        return vectors.file;
    }

    static VectorFile errors() {
        ApprovalVectors vectors = new ApprovalVectors(new VectorFile("approval", "errors", "A90, A91, A96, N12, N13"));
        vectors.badInputs();
        vectors.badEvents();
        return vectors.file;
    }

    private Draft add(String slug, String title, String patch, String... events) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        if (events.length > 0) {
            input.put("events", Quoted.json("[" + String.join(",", events) + "]"));
        }
        return file.add(slug, OP, title, input);
    }

    /** An event at so many minutes and seconds past ten or later, as in 10:30:00. */
    private static String event(String type, String actor, String role, String time) {
        return "{'type':'" + type + "','actor':'" + actor + "','role':'" + role + "','at':'2026-03-11T" + time + "Z'}";
    }

    private static String owner(String type, String actor, String time) {
        return event(type, actor, "owner", time);
    }

    private static String gate(String type, String time) {
        return "{'type':'" + type + "','at':'2026-03-11T" + time + "Z'}";
    }

    private static String refused(int index, String code) {
        return "refusals=[{'index':" + index + ",'code':'" + code + "'}]";
    }

    private static final String NONE = "refusals=[]";
    private static final String APPROVE = owner("approve", "olga", "10:10:00");

    private void reviews() {
        add("no_events", "Without events it is pending", "{}")
                .want("status=pending", "verdicts=[]", NONE)
                .p0();
        add("approved", "One approval of an owner", "{}", APPROVE)
                .want(
                        "status=approved",
                        "verdicts=[{'actor':'olga','verdict':'approve','at':'2026-03-11T10:10:00Z'}]",
                        NONE)
                .p0();
        add(
                        "denied",
                        "One authorised deny ends it",
                        "{'route':{'required_approvals':3}}",
                        owner("deny", "olga", "10:10:00"),
                        owner("approve", "otto", "10:11:00"))
                .want("status=denied", "verdicts.#=1", refused(1, "APPROVAL_NOT_PENDING"))
                .p0();
        add(
                        "two_needed",
                        "Two distinct reviewers",
                        "{'route':{'required_approvals':2}}",
                        APPROVE,
                        owner("approve", "otto", "10:11:00"))
                .want("status=approved", "verdicts.#=2", NONE)
                .p0();
        add(
                        "two_needed_one_given",
                        "One of two approvals leaves it pending",
                        "{'route':{'required_approvals':2}}",
                        APPROVE)
                .want("status=pending", "verdicts.#=1");
        add(
                        "twice_the_same",
                        "One verdict per reviewer",
                        "{'route':{'required_approvals':2}}",
                        APPROVE,
                        owner("approve", "olga", "10:11:00"))
                .want("status=pending", "verdicts.#=1", refused(1, "ALREADY_REVIEWED"))
                .p0();
        add(
                        "approve_then_deny_same",
                        "A reviewer cannot take back an approval by a deny",
                        "{'route':{'required_approvals':2}}",
                        APPROVE,
                        owner("deny", "olga", "10:11:00"))
                .want("status=pending", refused(1, "ALREADY_REVIEWED"));
        add(
                        "approve_then_deny_other",
                        "A deny of another reviewer ends a request that is half approved",
                        "{'route':{'required_approvals':2}}",
                        APPROVE,
                        owner("deny", "otto", "10:11:00"))
                .want("status=denied", "verdicts.1.verdict=deny");
        add(
                        "deny_after_own_approval_late",
                        "After two approvals of three each reviewer has had a say",
                        "{'route':{'required_approvals':3}}",
                        APPROVE,
                        owner("approve", "otto", "10:11:00"),
                        owner("approve", "otto", "10:12:00"),
                        owner("deny", "olga", "10:13:00"))
                .want(
                        "status=pending",
                        "verdicts.#=2",
                        "refusals=[{'index':2,'code':'ALREADY_REVIEWED'},{'index':3,'code':'ALREADY_REVIEWED'}]");
        add(
                        "five_needed",
                        "Five approvals",
                        "{'route':{'required_approvals':5}}",
                        owner("approve", "a", "10:01:00"),
                        owner("approve", "b", "10:02:00"),
                        owner("approve", "c", "10:03:00"),
                        owner("approve", "d", "10:04:00"),
                        owner("approve", "e", "10:05:00"))
                .want("status=approved", "verdicts.#=5");
        add("default_one", "required_approvals is 1 by default", "{'route':{'required_approvals':null}}", APPROVE)
                .spec("A96")
                .want("status=approved");
        add(
                        "refused_may_try_again",
                        "A refused review is no verdict",
                        "{}",
                        event("approve", "mia", "member", "10:05:00"),
                        event("approve", "mia", "owner", "10:06:00"))
                .want("status=approved", refused(0, "REVIEWER_ROLE_NOT_ALLOWED"));
        add("at_echoed", "at is echoed as it was given", "{}", owner("approve", "olga", "10:10:00.1234567"))
                .spec("A95")
                .flags("choice")
                .want("verdicts.0.at='2026-03-11T10:10:00.1234567Z'");
        add(
                        "at_order",
                        "Verdicts need not be in time order",
                        "{'route':{'required_approvals':2}}",
                        owner("approve", "olga", "10:20:00"),
                        owner("approve", "otto", "10:10:00"))
                .spec("A95")
                .want("status=approved", "verdicts.0.actor=olga");
    }

    private void authority() {
        add(
                        "role_not_listed",
                        "A role that is not on the route's list",
                        "{}",
                        event("approve", "mia", "member", "10:10:00"))
                .want("status=pending", refused(0, "REVIEWER_ROLE_NOT_ALLOWED"))
                .p0();
        add(
                        "role_absent",
                        "No role at all",
                        "{}",
                        "{'type':'approve','actor':'mia','role':null,'at':'2026-03-11T10:10:00Z'}")
                .spec("A90")
                .want(refused(0, "REVIEWER_ROLE_NOT_ALLOWED"));
        add("role_unknown", "An unknown role is on no list", "{}", event("approve", "mia", "superuser", "10:10:00"))
                .spec("A90")
                .want(refused(0, "REVIEWER_ROLE_NOT_ALLOWED"));
        add("owner_not_listed", "An owner does not bypass the list", "{'route':{'reviewer_roles':['admin']}}", APPROVE)
                .want(refused(0, "REVIEWER_ROLE_NOT_ALLOWED"))
                .p0();
        add(
                        "role_before_permission",
                        "The role is checked before the permission",
                        "{}",
                        event("deny", "alice", "member", "10:10:00"))
                .spec("A94")
                .flags("precedence")
                .want(refused(0, "REVIEWER_ROLE_NOT_ALLOWED"));
        add(
                        "admin_without_permission",
                        "An admin has not approve.prod by itself",
                        "{}",
                        event("approve", "adam", "admin", "10:10:00"))
                .want(refused(0, "PERMISSION_MISSING"))
                .p0();
        add(
                        "admin_nonprod",
                        "An admin has approve.nonprod",
                        "{'route':{'required_permission':'approve.nonprod'}}",
                        event("approve", "adam", "admin", "10:10:00"))
                .spec("A94")
                .want("status=approved")
                .p0();
        add(
                        "admin_granted",
                        "An admin to whom approve.prod was granted",
                        "{}",
                        "{'type':'approve','actor':'adam','role':'admin','permissions':['approve.prod'],'at':'2026-03-11T10:10:00Z'}")
                .spec("A94")
                .want("status=approved");
        add(
                        "admin_granted_keeps_nonprod",
                        "Granted permissions do not replace approve.nonprod",
                        "{'route':{'required_permission':'approve.nonprod'}}",
                        "{'type':'approve','actor':'adam','role':'admin','permissions':['approve.prod'],'at':'2026-03-11T10:10:00Z'}")
                .spec("A94")
                .want("status=approved");
        add(
                        "member_nonprod",
                        "A member has no permission by itself",
                        "{'route':{'reviewer_roles':['member'],'required_permission':'approve.nonprod'}}",
                        event("approve", "mia", "member", "10:10:00"))
                .want(refused(0, "PERMISSION_MISSING"));
        add(
                        "member_granted",
                        "A member on the list with the permission",
                        "{'route':{'reviewer_roles':['member']}}",
                        "{'type':'approve','actor':'mia','role':'member','permissions':['x','approve.prod'],'at':'2026-03-11T10:10:00Z'}")
                .want("status=approved");
        add(
                        "owner_has_all",
                        "An owner has every permission",
                        "{'route':{'required_permission':'anything.at.all'}}",
                        APPROVE)
                .want("status=approved");
        add("separation_requester", "The requester may not review", "{}", owner("approve", "alice", "10:10:00"))
                .want(refused(0, "SEPARATION_OF_DUTIES"))
                .p0();
        add("separation_submitter", "A submitter may not review", "{}", owner("approve", "ci-bot", "10:10:00"))
                .spec("A94")
                .want(refused(0, "SEPARATION_OF_DUTIES"))
                .p0();
        add("separation_deny", "The requester may not deny either", "{}", owner("deny", "alice", "10:10:00"))
                .want("status=pending", refused(0, "SEPARATION_OF_DUTIES"));
        add(
                        "separation_off",
                        "Without separation the requester may review",
                        "{'separation':false}",
                        owner("approve", "alice", "10:10:00"))
                .want("status=approved")
                .p0();
        add("separation_exact", "Actors compare exactly", "{}", owner("approve", "Alice", "10:10:00"))
                .want("status=approved");
        add(
                        "permission_before_separation",
                        "The permission is checked before separation",
                        "{}",
                        event("approve", "alice", "admin", "10:10:00"))
                .spec("A94")
                .flags("precedence")
                .want(refused(0, "PERMISSION_MISSING"));
        add(
                        "separation_no_submitters",
                        "Without submitted_by only the requester is separated",
                        "{'submitted_by':null}",
                        owner("approve", "ci-bot", "10:10:00"))
                .want("status=approved");
    }

    private void cancelling() {
        add("cancel_requester", "The requester may cancel", "{}", event("cancel", "alice", "member", "10:10:00"))
                .spec("A93")
                .want("status=cancelled", NONE)
                .p0();
        add("cancel_submitter", "A submitter may cancel", "{}", event("cancel", "ci-bot", "member", "10:10:00"))
                .spec("A93")
                .want("status=cancelled");
        add("cancel_admin", "An admin may cancel", "{}", event("cancel", "adam", "admin", "10:10:00"))
                .spec("A93")
                .want("status=cancelled");
        add("cancel_owner", "An owner may cancel", "{}", owner("cancel", "olga", "10:10:00"))
                .spec("A93")
                .want("status=cancelled");
        add("cancel_other", "Nobody else may cancel", "{}", event("cancel", "mia", "member", "10:10:00"))
                .spec("A93")
                .want("status=pending", refused(0, "PERMISSION_MISSING"))
                .p0();
        add("cancel_approved", "Cancel after approval", "{}", APPROVE, event("cancel", "alice", "member", "10:20:00"))
                .spec("A93")
                .want("status=cancelled", NONE)
                .p0();
        add(
                        "cancel_denied",
                        "Nothing to cancel once denied",
                        "{}",
                        owner("deny", "olga", "10:10:00"),
                        owner("cancel", "olga", "10:20:00"))
                .want("status=denied", refused(1, "APPROVAL_NOT_PENDING"));
        add(
                        "cancel_state_before_authority",
                        "State comes before authority",
                        "{}",
                        owner("deny", "olga", "10:10:00"),
                        event("cancel", "mia", "member", "10:20:00"))
                .spec("A92")
                .flags("precedence")
                .want(refused(1, "APPROVAL_NOT_PENDING"));
        add(
                        "supersede_pending",
                        "The gate supersedes a pending request, no authority asked",
                        "{}",
                        gate("supersede", "10:10:00"))
                .spec("A90")
                .want("status=cancelled", NONE)
                .p0();
        add(
                        "supersede_approved",
                        "The gate supersedes an approved request",
                        "{}",
                        APPROVE,
                        gate("supersede", "10:20:00"))
                .spec("A90")
                .want("status=cancelled", NONE);
        add(
                        "supersede_cancelled",
                        "Nothing to supersede once cancelled",
                        "{}",
                        gate("supersede", "10:10:00"),
                        gate("supersede", "10:20:00"))
                .want("status=cancelled", refused(1, "APPROVAL_NOT_PENDING"));
    }

    private void consuming() {
        add(
                        "consume",
                        "An approved request is consumed",
                        "{}",
                        APPROVE,
                        event("consume", "ci-bot", "member", "10:20:00"))
                .want("status=consumed", NONE)
                .p0();
        add(
                        "consume_anyone",
                        "Anyone may consume",
                        "{}",
                        APPROVE,
                        "{'type':'consume','actor':'x','at':'2026-03-11T10:20:00Z'}")
                .spec("A93")
                .want("status=consumed");
        add(
                        "consume_twice",
                        "The second consume is refused",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:20:00"),
                        owner("consume", "a", "10:20:00"))
                .want("status=consumed", refused(2, "TOKEN_ALREADY_CONSUMED"))
                .p0();
        add(
                        "consume_thrice",
                        "Each further consume is refused",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:20:00"),
                        owner("consume", "b", "10:21:00"),
                        owner("consume", "c", "12:00:00"))
                .want(
                        "refusals=[{'index':2,'code':'TOKEN_ALREADY_CONSUMED'},{'index':3,'code':'TOKEN_ALREADY_CONSUMED'}]");
        add(
                        "consume_other_actor",
                        "Another actor's second consume is refused in the same way",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:20:00"),
                        event("consume", "b", "member", "10:20:01"))
                .want("status=consumed", refused(2, "TOKEN_ALREADY_CONSUMED"));
        add("consume_pending", "A pending request cannot be consumed", "{}", owner("consume", "a", "10:20:00"))
                .want("status=pending", refused(0, "APPROVAL_NOT_APPROVED"))
                .p0();
        add(
                        "consume_denied",
                        "A denied request cannot be consumed",
                        "{}",
                        owner("deny", "olga", "10:10:00"),
                        owner("consume", "a", "10:20:00"))
                .want("status=denied", refused(1, "APPROVAL_NOT_APPROVED"));
        add(
                        "consume_cancelled",
                        "A cancelled request cannot be consumed",
                        "{}",
                        owner("cancel", "olga", "10:10:00"),
                        owner("consume", "a", "10:20:00"))
                .want("status=cancelled", refused(1, "APPROVAL_NOT_APPROVED"));
        add(
                        "consumed_is_final",
                        "Nothing happens to a consumed request, not even late",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:20:00"),
                        owner("cancel", "olga", "10:21:00"),
                        gate("expire", "23:00:00"),
                        gate("supersede", "23:00:00"),
                        owner("deny", "otto", "10:22:00"))
                .spec("N14")
                .want(
                        "status=consumed",
                        "refusals=[{'index':2,'code':'APPROVAL_NOT_PENDING'},{'index':3,'code':'APPROVAL_NOT_PENDING'},{'index':4,'code':'APPROVAL_NOT_PENDING'},{'index':5,'code':'APPROVAL_NOT_PENDING'}]");
    }

    private void expiry() {
        add("expire_at_deadline", "Expired exactly at the deadline", "{}", gate("expire", "11:00:00"))
                .spec("A91")
                .flags("time_edge")
                .want("status=expired", NONE)
                .p0();
        add(
                        "expire_too_early",
                        "A millisecond before the deadline it is not expired",
                        "{}",
                        gate("expire", "10:59:59.999"))
                .spec("A92")
                .flags("time_edge")
                .want("status=pending", refused(0, "APPROVAL_NOT_EXPIRED"))
                .p0();
        add(
                        "approve_at_deadline",
                        "An approval at the deadline comes too late and expires the request",
                        "{}",
                        owner("approve", "olga", "11:00:00"))
                .spec("A91")
                .flags("time_edge")
                .want("status=expired", "verdicts=[]", refused(0, "APPROVAL_EXPIRED"))
                .p0();
        add(
                        "approve_before_deadline",
                        "An approval a millisecond before the deadline is in time",
                        "{}",
                        owner("approve", "olga", "10:59:59.999"))
                .flags("time_edge")
                .want("status=approved")
                .p0();
        add(
                        "approve_within_the_ms",
                        "Times are cut to milliseconds: 10:59:59.9999999 is before the deadline",
                        "{}",
                        owner("approve", "olga", "10:59:59.9999999"))
                .spec("A5")
                .flags("time_edge")
                .want("status=approved");
        add(
                        "consume_at_deadline",
                        "After approval there are execution_ttl_seconds: at their end it is expired",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:40:00"))
                .spec("A91")
                .flags("time_edge")
                .want("status=expired", "verdicts.#=1", refused(1, "APPROVAL_EXPIRED"))
                .p0();
        add(
                        "consume_before_deadline",
                        "A millisecond earlier it can be consumed",
                        "{}",
                        APPROVE,
                        owner("consume", "a", "10:39:59.999"))
                .flags("time_edge")
                .want("status=consumed")
                .p0();
        add(
                        "approved_after_first_deadline",
                        "After approval the first deadline plays no part",
                        "{'execution_ttl_seconds':7200}",
                        APPROVE,
                        owner("consume", "a", "11:30:00"))
                .spec("A91")
                .want("status=consumed");
        add(
                        "expire_early_approved",
                        "An approved request is not expired before its new deadline",
                        "{}",
                        APPROVE,
                        gate("expire", "10:39:59"))
                .want("status=approved", refused(1, "APPROVAL_NOT_EXPIRED"));
        add(
                        "expire_twice_too_early",
                        "Each expire before the deadline is refused, the one at it is accepted",
                        "{}",
                        gate("expire", "10:00:00"),
                        gate("expire", "10:30:00"),
                        gate("expire", "11:00:00"))
                .spec("A92")
                .want(
                        "status=expired",
                        "refusals=[{'index':0,'code':'APPROVAL_NOT_EXPIRED'},{'index':1,'code':'APPROVAL_NOT_EXPIRED'}]");
        add(
                        "refused_event_expires",
                        "A late event expires the request even when it is refused itself",
                        "{}",
                        event("cancel", "mia", "member", "11:00:00"),
                        owner("approve", "olga", "10:30:00"))
                .spec("A91")
                .want(
                        "status=expired",
                        "refusals=[{'index':0,'code':'APPROVAL_EXPIRED'},{'index':1,'code':'APPROVAL_EXPIRED'}]")
                .p0();
        add(
                        "first_expire_after_expiry",
                        "The first expire after a late event is accepted, the next is not",
                        "{}",
                        owner("approve", "olga", "11:05:00"),
                        gate("expire", "11:06:00"),
                        gate("expire", "11:07:00"))
                .spec("N14")
                .want(
                        "status=expired",
                        "refusals=[{'index':0,'code':'APPROVAL_EXPIRED'},{'index':2,'code':'APPROVAL_EXPIRED'}]")
                .p0();
        add(
                        "early_expire_after_expiry",
                        "An expire with an earlier time in an expired request is refused, and does not use up the first",
                        "{}",
                        owner("approve", "olga", "11:05:00"),
                        gate("expire", "10:30:00"),
                        gate("expire", "11:00:00"))
                .spec("N14")
                .flags("time_edge")
                .want(
                        "status=expired",
                        "refusals=[{'index':0,'code':'APPROVAL_EXPIRED'},{'index':1,'code':'APPROVAL_EXPIRED'}]");
        add("supersede_late", "A late supersede expires", "{}", gate("supersede", "11:00:00"))
                .want("status=expired", refused(0, "APPROVAL_EXPIRED"));
        add(
                        "list_order_counts",
                        "The order of the list counts, not that of the times",
                        "{}",
                        gate("expire", "11:00:00"),
                        owner("approve", "olga", "10:00:01"))
                .spec("A91")
                .want("status=expired", refused(1, "APPROVAL_EXPIRED"));
        add("before_creation", "An event before created_at is in time", "{}", owner("approve", "olga", "09:00:00"))
                .want("status=approved");
        add(
                        "month_end",
                        "A deadline over the end of a leap February",
                        "{'created_at':'2028-02-29T23:30:00Z'}",
                        "{'type':'approve','actor':'o','role':'owner','at':'2028-03-01T00:29:59.999Z'}",
                        "{'type':'consume','actor':'o','at':'2028-03-01T00:59:59.999Z'}")
                .flags("calendar", "time_edge")
                .want("status=expired", refused(1, "APPROVAL_EXPIRED"));
    }

    private void withoutDeadline() {
        add(
                        "no_ttl",
                        "Without a ttl nothing expires by the clock",
                        "{'route':{'ttl_seconds':null}}",
                        owner("approve", "olga", "23:00:00"))
                .spec("A91")
                .want("status=approved");
        add(
                        "no_created_at",
                        "Without created_at there is no deadline",
                        "{'created_at':null}",
                        owner("approve", "olga", "23:00:00"))
                .spec("A91")
                .want("status=approved");
        add(
                        "no_execution_ttl",
                        "Without execution_ttl_seconds an approved request does not expire",
                        "{'execution_ttl_seconds':null}",
                        APPROVE,
                        owner("consume", "a", "23:00:00"))
                .spec("A91")
                .want("status=consumed");
        add(
                        "expire_without_deadline",
                        "Without a known deadline expire is accepted",
                        "{'created_at':null}",
                        gate("expire", "10:10:00"),
                        gate("expire", "10:20:00"))
                .spec("A92, N14")
                .flags("choice")
                .want("status=expired", refused(1, "APPROVAL_EXPIRED"))
                .p0();
        add(
                        "expire_approved_without_deadline",
                        "The same once approved",
                        "{'execution_ttl_seconds':null}",
                        APPROVE,
                        gate("expire", "10:10:01"))
                .spec("A92")
                .flags("choice")
                .want("status=expired", NONE);
    }

    private void wrongState() {
        String deny = owner("deny", "olga", "10:10:00");
        add(
                        "approve_approved",
                        "An approved request takes no more reviews",
                        "{}",
                        APPROVE,
                        owner("approve", "otto", "10:20:00"),
                        owner("deny", "otto", "10:21:00"))
                .want(
                        "status=approved",
                        "refusals=[{'index':1,'code':'APPROVAL_NOT_PENDING'},{'index':2,'code':'APPROVAL_NOT_PENDING'}]")
                .p0();
        add("expire_denied", "A denied request does not expire", "{}", deny, gate("expire", "12:00:00"))
                .spec("N14")
                .want("status=denied", refused(1, "APPROVAL_NOT_PENDING"));
        add(
                        "expire_cancelled",
                        "A cancelled request does not expire",
                        "{}",
                        owner("cancel", "olga", "10:10:00"),
                        gate("expire", "12:00:00"))
                .spec("N14")
                .want("status=cancelled", refused(1, "APPROVAL_NOT_PENDING"));
        add(
                        "review_cancelled",
                        "A cancelled request is not reviewed",
                        "{}",
                        owner("cancel", "olga", "10:10:00"),
                        owner("approve", "otto", "10:20:00"))
                .want("status=cancelled", refused(1, "APPROVAL_NOT_PENDING"));
        add("supersede_denied", "A denied request is not superseded", "{}", deny, gate("supersede", "10:20:00"))
                .want("status=denied", refused(1, "APPROVAL_NOT_PENDING"));
    }

    private Draft bad(String slug, String title, String patch, String... pointers) {
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD " + pointers[i];
        }
        return add("error_" + slug, title, patch).fails(errors);
    }

    private void badInputs() {
        file.add("error_empty", OP, "What approval.apply needs; a missing member is INVALID_FIELD too", Json.object())
                .flags("choice")
                .fails(
                        "INVALID_FIELD /events",
                        "INVALID_FIELD /requester_id",
                        "INVALID_FIELD /route",
                        "INVALID_FIELD /separation")
                .p0();
        bad("route_text", "A route is an object", "{'route':'x'}", "/route");
        bad(
                        "route_empty",
                        "A route needs roles and a permission",
                        "{'route':{'reviewer_roles':null,'required_permission':null}}",
                        "/route/required_permission",
                        "/route/reviewer_roles")
                .flags("choice")
                .p0();
        bad("roles_text", "Roles are a list", "{'route':{'reviewer_roles':'owner'}}", "/route/reviewer_roles");
        bad("roles_numbers", "Roles are texts", "{'route':{'reviewer_roles':['owner',1]}}", "/route/reviewer_roles/1");
        bad(
                        "roles_unknown",
                        "Roles are owner, admin and member",
                        "{'route':{'reviewer_roles':['owner','superuser']}}",
                        "/route/reviewer_roles/1")
                .flags("choice");
        bad(
                        "permission_number",
                        "required_permission is a text",
                        "{'route':{'required_permission':1}}",
                        "/route/required_permission")
                .spec("A96");
        bad(
                        "approvals_0",
                        "required_approvals is at least 1",
                        "{'route':{'required_approvals':0}}",
                        "/route/required_approvals")
                .flags("boundary");
        bad(
                        "approvals_6",
                        "required_approvals is at most 5, as in a policy",
                        "{'route':{'required_approvals':6}}",
                        "/route/required_approvals")
                .flags("boundary", "choice");
        bad("ttl_0", "A ttl is at least one second", "{'route':{'ttl_seconds':0}}", "/route/ttl_seconds")
                .spec("N12")
                .flags("boundary");
        bad(
                        "execution_ttl_2_31",
                        "A ttl is at most 2^31-1",
                        "{'execution_ttl_seconds':2147483648}",
                        "/execution_ttl_seconds")
                .spec("N12")
                .flags("boundary");
        bad("separation_text", "separation is a boolean", "{'separation':'true'}", "/separation");
        bad("separation_null", "separation is required", "{'separation':null}", "/separation")
                .flags("choice");
        bad("created_at", "created_at is a time", "{'created_at':'2026-03-11'}", "/created_at")
                .spec("N12");
        bad("submitted_by", "submitted_by is a list of texts", "{'submitted_by':['a',null]}", "/submitted_by/1")
                .spec("A93");
        bad("events_object", "events is a list", "{'events':{}}", "/events");
        bad(
                        "all_together",
                        "All bad fields come together",
                        "{'separation':1,'created_at':1,'requester_id':1,'route':{'ttl_seconds':'x'}}",
                        "/created_at",
                        "/requester_id",
                        "/route/ttl_seconds",
                        "/separation")
                .spec("N13")
                .p0();
    }

    private void badEvent(String slug, String title, String event, String... pointers) {
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD /events/1" + pointers[i];
        }
        add("error_event_" + slug, title, "{}", APPROVE, event).fails(errors);
    }

    private void badEvents() {
        badEvent("text", "An event is an object", "'approve'", "");
        badEvent(
                "type",
                "An unknown type refuses the whole op",
                "{'type':'escalate','actor':'a','at':'2026-03-11T10:00:00Z'}",
                "/type");
        badEvent("no_type", "An event needs a type, an actor and a time", "{}", "/actor", "/at", "/type");
        badEvent(
                "no_actor",
                "An approval needs an actor",
                "{'type':'approve','role':'owner','at':'2026-03-11T10:00:00Z'}",
                "/actor");
        badEvent(
                "consume_no_actor",
                "A consume needs an actor",
                "{'type':'consume','at':'2026-03-11T10:00:00Z'}",
                "/actor");
        badEvent("at", "at is a time", "{'type':'expire','at':'11:00'}", "/at");
        badEvent(
                "role",
                "A role is a text",
                "{'type':'cancel','actor':'a','role':['owner'],'at':'2026-03-11T10:00:00Z'}",
                "/role");
        badEvent(
                "permissions",
                "Permissions are texts",
                "{'type':'approve','actor':'a','permissions':['x',{}],'at':'2026-03-11T10:00:00Z'}",
                "/permissions/1");
        badEvent(
                "gate_actor",
                "An actor that need not be given is a text when it is",
                "{'type':'expire','actor':7,'at':'2026-03-11T10:00:00Z'}",
                "/actor");
        add(
                        "error_event_unknown_member",
                        "Unknown members of events are ignored",
                        "{}",
                        "{'type':'approve','actor':'o','role':'owner','comment':7,'at':'2026-03-11T10:00:00Z'}")
                .flags("choice")
                .want("status=approved");
    }
}
