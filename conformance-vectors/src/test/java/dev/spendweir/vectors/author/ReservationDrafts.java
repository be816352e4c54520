package dev.spendweir.vectors.author;

import java.util.Map;

/** What the vectors about holds have in common: a budget of 100 for p, a grant g of 50 that expires in April, an emergency grant e of 30. */
abstract class ReservationDrafts {
    final VectorFile file;

    ReservationDrafts(VectorFile file) {
        this.file = file;
    }

    static final String OP = "reservation.apply";
    static final String BASE = """
            {'budgets':{'p':'100'},'ttl_seconds':3600,'events':[],'grants':[
             {'grant_id':'g','pool':'reserved','remaining':'50','created_at':'2026-01-01T00:00:00Z','expires_at':'2026-04-01T00:00:00Z'},
             {'grant_id':'e','pool':'emergency','remaining':'30','created_at':'2026-01-01T00:00:00Z'}]}""";

    Draft add(String slug, String title, String... events) {
        return patched(slug, title, "{}", events);
    }

    Draft patched(String slug, String title, String patch, String... events) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        input.put("events", Quoted.json("[" + String.join(",", events) + "]"));
        return file.add(slug, OP, title, input);
    }

    static String at(String time) {
        return "'at':'" + (time.contains("T") ? time : "2026-03-11T" + time) + "Z'";
    }

    /** A reserve event for project p; draws as grant=amount, more as JSON members. */
    static String reserve(String id, String time, String allocation, String draws, String uncovered, String more) {
        StringBuilder list = new StringBuilder();
        for (String draw : draws.isEmpty() ? new String[0] : draws.split(",")) {
            String[] part = draw.split("=");
            String pool = part[0].equals("e") ? "emergency" : "reserved";
            list.append(list.length() == 0 ? "" : ",")
                    .append("{'grant_id':'" + part[0] + "','pool':'" + pool + "','amount':'" + part[1] + "'}");
        }
        String project = more.contains("'project_id'") ? "" : "'project_id':'p',";
        return "{'type':'reserve'," + at(time) + "," + project + "'reservation_id':'" + id + "','plan':{'allocation':'"
                + allocation + "','draws':[" + list + "],'uncovered':'" + uncovered + "'}"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    static String on(String type, String id, String time) {
        return "{'type':'" + type + "','reservation_id':'" + id + "'," + at(time) + "}";
    }

    static String settle(String id, String time, String actual) {
        return "{'type':'settle','reservation_id':'" + id + "'," + at(time) + ",'actual_monthly_delta':'" + actual
                + "'}";
    }

    static String all(String type, String time) {
        return "{'type':'" + type + "'," + at(time) + "}";
    }

    static final String CONFIRMED = "'confirmed':true";
    static final String FULL = reserve("r1", "10:00:00", "60", "g=20,e=10", "10", CONFIRMED);
    static final String NONE = "refusals=[]";

    static String refused(int index, String code) {
        return "refusals=[{'index':" + index + ",'code':'" + code + "'}]";
    }

    static String grantG(String remaining, String reserved, String consumed, String writtenOff) {
        return "grants.0={'grant_id':'g','remaining':'" + remaining + "','reserved':'" + reserved + "','consumed':'"
                + consumed + "','written_off':'" + writtenOff + "'}";
    }

    static String grantE(String remaining, String reserved, String consumed) {
        return "grants.1={'grant_id':'e','remaining':'" + remaining + "','reserved':'" + reserved + "','consumed':'"
                + consumed + "','written_off':'0'}";
    }

    static String project(String reserved, String consumed, String overrun) {
        return "projects=[{'project_id':'p','reserved':'" + reserved + "','consumed':'" + consumed + "','overrun':'"
                + overrun + "'}]";
    }

    Draft settled(String slug, String title, String actual) {
        return add("settle_" + slug, title, FULL, settle("r1", "10:01:00", actual))
                .spec("R5");
    }

    static String parts(
            String consumed, String overrun, String drift, String allocation, String draws, String uncovered) {
        return "reservations.0={'reservation_id':'r1','status':'settled','reserved':'0','consumed':'" + consumed
                + "','overrun':'" + overrun + "','drift':'" + drift + "','parts':{'allocation':'" + allocation
                + "','draws':[" + draws + "],'uncovered':'" + uncovered + "'}}";
    }

    static final String G20 = "{'grant_id':'g','amount':'20'}";
    static final String E10 = "{'grant_id':'e','amount':'10'}";

    static String[] overflowing(int count) {
        String[] events = new String[count];
        for (int i = 0; i < count; i++) {
            events[i] = reserve("r" + i, "10:00:00", "1000000000000", "", "0", "");
        }
        return events;
    }

    Draft bad(String slug, String title, String patch, String... pointers) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD " + pointers[i];
        }
        return file.add("error_" + slug, OP, title, input).fails(errors);
    }

    Draft event(String slug, String title, String event, String... pointers) {
        String[] full = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            full[i] = "/events/0" + pointers[i];
        }
        return bad("event_" + slug, title, "{'events':[" + event + "]}", full);
    }
}
