package dev.spendweir.vectors.author;

/** Spec 10 A91, A92, N14: deadlines, and events in the wrong state. */
final class ApprovalExpiryVectors extends ApprovalDrafts {
    ApprovalExpiryVectors(VectorFile file) {
        super(file);
    }

    void expiry() {
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

    void withoutDeadline() {
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

    void wrongState() {
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
}
