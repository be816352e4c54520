package dev.spendweir.vectors.author;

/** Spec 2.1 with spec 10 A90-A95: reviews, authority, cancelling and consuming; all files about approvals. */
final class ApprovalVectors extends ApprovalDrafts {
    ApprovalVectors(VectorFile file) {
        super(file);
    }

    static VectorFile histories() {
        VectorFile file = new VectorFile("approval", "histories", "2.1, A90-A96, N14");
        ApprovalVectors approval = new ApprovalVectors(file);
        ApprovalExpiryVectors approvalExpiry = new ApprovalExpiryVectors(file);
        approval.reviews();
        approval.authority();
        approval.cancelling();
        approval.consuming();
        approvalExpiry.expiry();
        approvalExpiry.withoutDeadline();
        approvalExpiry.wrongState();
        return file;
    }

    static VectorFile errors() {
        VectorFile file = new VectorFile("approval", "errors", "A90, A91, A96, N12, N13");
        ApprovalErrorVectors approvalError = new ApprovalErrorVectors(file);
        approvalError.badInputs();
        approvalError.badEvents();
        return file;
    }

    void reviews() {
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

    void authority() {
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

    void cancelling() {
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

    void consuming() {
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
}
