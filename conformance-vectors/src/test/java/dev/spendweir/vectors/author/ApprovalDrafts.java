package dev.spendweir.vectors.author;

import java.util.Map;

/** What the vectors about approvals have in common: one request, created at 10:00 with an hour to be reviewed. */
abstract class ApprovalDrafts {
    final VectorFile file;

    ApprovalDrafts(VectorFile file) {
        this.file = file;
    }

    static final String OP = "approval.apply";
    static final String BASE = """
            {'route':{'reviewer_roles':['owner','admin'],'required_permission':'approve.prod','required_approvals':1,'ttl_seconds':3600},
             'requester_id':'alice','submitted_by':['ci-bot'],'separation':true,'created_at':'2026-03-11T10:00:00Z','execution_ttl_seconds':1800,'events':[]}""";

    Draft add(String slug, String title, String patch, String... events) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        if (events.length > 0) {
            input.put("events", Quoted.json("[" + String.join(",", events) + "]"));
        }
        return file.add(slug, OP, title, input);
    }

    /** An event at so many minutes and seconds past ten or later, as in 10:30:00. */
    static String event(String type, String actor, String role, String time) {
        return "{'type':'" + type + "','actor':'" + actor + "','role':'" + role + "','at':'2026-03-11T" + time + "Z'}";
    }

    static String owner(String type, String actor, String time) {
        return event(type, actor, "owner", time);
    }

    static String gate(String type, String time) {
        return "{'type':'" + type + "','at':'2026-03-11T" + time + "Z'}";
    }

    static String refused(int index, String code) {
        return "refusals=[{'index':" + index + ",'code':'" + code + "'}]";
    }

    static final String NONE = "refusals=[]";
    static final String APPROVE = owner("approve", "olga", "10:10:00");

    Draft bad(String slug, String title, String patch, String... pointers) {
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD " + pointers[i];
        }
        return add("error_" + slug, title, patch).fails(errors);
    }

    void badEvent(String slug, String title, String event, String... pointers) {
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD /events/1" + pointers[i];
        }
        add("error_event_" + slug, title, "{}", APPROVE, event).fails(errors);
    }
}
