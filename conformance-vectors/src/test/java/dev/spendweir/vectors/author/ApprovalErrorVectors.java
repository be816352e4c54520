package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 10 A90, A91, A96, N12, N13: malformed histories of an approval. */
final class ApprovalErrorVectors extends ApprovalDrafts {
    ApprovalErrorVectors(VectorFile file) {
        super(file);
    }

    void badInputs() {
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

    void badEvents() {
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
