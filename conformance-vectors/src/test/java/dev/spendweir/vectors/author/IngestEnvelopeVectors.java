package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 5.4: the envelope of ingest.accept, its required members, version, times and hash. */
final class IngestEnvelopeVectors extends IngestDrafts {
    private static final String[] REQUIRED = {
        "tenant_id", "event_id", "trace_id", "agent_id", "schema_version", "created_at", "source"
    };

    IngestEnvelopeVectors(VectorFile file) {
        super(file);
    }

    static VectorFile accept() {
        VectorFile file = new VectorFile("ingest", "accept", "5.4");
        IngestEnvelopeVectors envelope = new IngestEnvelopeVectors(file);
        envelope.good();
        envelope.requiredMembers();
        envelope.names();
        envelope.tenants();
        envelope.versions();
        envelope.times();
        envelope.hashes();
        envelope.settings();
        new IngestPayloadVectors(file).all();
        return file;
    }

    private void good() {
        add("plain", "The example of spec 11 is taken, its amount and time in wire form", plain())
                .spec("5.4, 11")
                .p0()
                .want(
                        "event.payload.amount='312.4'",
                        "event.created_at='2026-03-02T01:00:00.000Z'",
                        "event.payload.project_id='payments'",
                        "event.payload.final=true",
                        "event.#=9");
        add(
                        "nulls",
                        "A null is an absent member: no project means the whole tenant, and not final",
                        Quoted.merged(
                                payload("{'project_id':null,'final':null}"),
                                Quoted.object("{'integrity':null,'envelope':{'integrity_hash':null}}")))
                .p0()
                .flags("choice")
                .want("event.payload.project_id=null", "event.payload.final=false", "event.#=9");
        add("not_object", "An envelope is an object", Quoted.merged(plain(), Quoted.object("{'envelope':'e-1'}")))
                .fails("INVALID_FIELD ");
        add(
                        "no_envelope",
                        "An absent envelope is no object either",
                        Quoted.merged(plain(), Quoted.object("{'envelope':null}")))
                .fails("INVALID_FIELD ");
        add(
                        "empty",
                        "Everything that an envelope must have, missing at once, sorted by pointer",
                        Json.object(
                                "tenant_id",
                                "acme",
                                "currency",
                                "USD",
                                "clock_time",
                                "2026-03-02T12:00:00Z",
                                "envelope",
                                Json.object()))
                .p0()
                .flags("precedence", "choice")
                .fails(
                        "AGENT_ID_REQUIRED /agent_id",
                        "CREATED_AT_REQUIRED /created_at",
                        "EVENT_ID_REQUIRED /event_id",
                        "FIELD_REQUIRED /payload",
                        "SCHEMA_VERSION_REQUIRED /schema_version",
                        "SOURCE_REQUIRED /source",
                        "TENANT_ID_REQUIRED /tenant_id",
                        "TRACE_ID_REQUIRED /trace_id",
                        "FIELD_REQUIRED /type");
        add("unknown", "An unknown member, also when it is null", envelope("{'region':null}"))
                .spec("5.4, N3")
                .fails("UNKNOWN_FIELD /region");
    }

    private void requiredMembers() {
        for (String name : REQUIRED) {
            String code = name.toUpperCase(java.util.Locale.ROOT) + "_REQUIRED";
            add("missing_" + name, "An envelope without " + name, without(name))
                    .p0()
                    .fails(code + " /" + name);
            add("null_" + name, "A null " + name + " is a missing one", envelope("{'" + name + "':null}"))
                    .fails(code + " /" + name);
            if (!name.equals("schema_version")) {
                add("number_" + name, "A number as " + name, envelope("{'" + name + "':1}"))
                        .fails("INVALID_FIELD /" + name);
            }
        }
        add("missing_type", "An envelope without type", without("type")).fails("FIELD_REQUIRED /type");
        add("missing_payload", "An envelope without payload", without("payload"))
                .fails("FIELD_REQUIRED /payload");
        add(
                        "several",
                        "All findings of envelope and payload come together",
                        envelope("{'event_id':'','source':null,'payload':{'date':'2026-02-29','amount':'x'}}"))
                .p0()
                .flags("precedence")
                .fails(
                        "INVALID_FIELD /event_id",
                        "INVALID_AMOUNT /payload/amount",
                        "INVALID_FIELD /payload/date",
                        "SOURCE_REQUIRED /source");
    }

    private void names() {
        name("256", "Names have up to 256 code points", "x".repeat(256), true);
        name("257", "A name of 257 code points", "x".repeat(257), false);
        name("256_pairs", "Lengths are code points: 256 of two UTF-16 units each", "\ud83d\ude00".repeat(256), true)
                .flags("unicode");
        name("empty", "An empty name", "", false);
        name("blank_end", "Names are never stripped: a blank at the end", "e-1 ", false);
        name("control", "A control character in a name", "e\u0085", false).flags("unicode");
        name("nbsp", "A no-break space at the end is no white space", "e\u00a0", true)
                .flags("unicode", "choice");
        add("name_surrogate", "A lone surrogate in a name", putEnvelope(plain(), "trace_id", "t\ud800"))
                .flags("unicode")
                .fails("INVALID_FIELD /trace_id");
    }

    private Draft name(String slug, String title, String name, boolean good) {
        Draft draft = add("name_" + slug, title, putEnvelope(plain(), "event_id", name))
                .flags("boundary");
        return good ? draft.want("event.event_id=" + name) : draft.fails("INVALID_FIELD /event_id");
    }

    private void tenants() {
        add(
                        "tenant_other",
                        "Another tenant's event is refused for that alone",
                        envelope("{'tenant_id':'globex','event_id':null,'schema_version':'2.0'}"))
                .p0()
                .spec("5.4, 4.3")
                .flags("precedence", "choice")
                .fails("TENANT_MISMATCH /tenant_id");
        add("tenant_case", "Tenants are compared exactly", envelope("{'tenant_id':'Acme'}"))
                .fails("TENANT_MISMATCH /tenant_id");
        add("tenant_blank", "A blank beside the tenant's name makes another one", envelope("{'tenant_id':' acme'}"))
                .flags("choice")
                .fails("TENANT_MISMATCH /tenant_id");
    }

    private void versions() {
        add(
                        "version_minor",
                        "A later minor version is taken, and members that it may have brought are ignored",
                        envelope("{'schema_version':'1.1','region':'eu','payload':{'account':{'id':1}}}"))
                .p0()
                .want("event.schema_version='1.1'", "event.#=9", "event.payload.#=5");
        add(
                        "version_minor_bad",
                        "What is known is checked in a later minor version too",
                        envelope("{'schema_version':'1.1','payload':{'final':'yes'}}"))
                .fails("INVALID_FIELD /payload/final");
        add("version_9999", "Minor versions have up to four digits", envelope("{'schema_version':'1.9999'}"))
                .flags("boundary", "choice")
                .want("event.schema_version='1.9999'");
        String[][] unsupported = {
            {"10000", "A minor version of five digits", "'1.10000'"},
            {"00", "A minor version has no leading zeros", "'1.00'"},
            {"2", "Another major version", "'2.0'"},
            {"0", "Major version 0", "'0.9'"},
            {"major_alone", "A version without a minor", "'1'"},
            {"blank", "A version is never stripped", "'1.0 '"},
            {"text", "A version that is no version", "'one'"},
            {"number", "A number is no version", "1.0"},
            {"digits", "Digits of a version are ASCII", "'1.\u0661'"},
        };
        for (String[] c : unsupported) {
            add("version_" + c[0], c[1] + " is refused", envelope("{'schema_version':" + c[2] + "}"))
                    .flags("choice")
                    .fails("SCHEMA_VERSION_UNSUPPORTED /schema_version");
        }
        add(
                        "version_alone",
                        "Another major version is refused for that alone: nobody knows its members",
                        envelope("{'schema_version':'2.0','event_id':null,'surprise':1}"))
                .p0()
                .flags("precedence", "choice")
                .fails("SCHEMA_VERSION_UNSUPPORTED /schema_version");
        add(
                        "version_missing_unknown",
                        "Without a version nobody knows which members are unknown",
                        envelope("{'schema_version':null,'surprise':1}"))
                .flags("choice")
                .fails("SCHEMA_VERSION_REQUIRED /schema_version");
    }

    private void times() {
        add(
                        "created_5_minutes",
                        "created_at may be exactly 5 minutes ahead",
                        envelope("{'created_at':'2026-03-02T12:05:00Z'}"))
                .p0()
                .flags("time_edge")
                .want("event.created_at='2026-03-02T12:05:00.000Z'");
        add(
                        "created_5_minutes_cut",
                        "Ahead is judged after the cut to milliseconds",
                        envelope("{'created_at':'2026-03-02T12:05:00.000999999Z'}"))
                .spec("5.4, A5")
                .flags("time_edge")
                .want("event.created_at='2026-03-02T12:05:00.000Z'");
        add(
                        "created_beyond",
                        "created_at 5 minutes and a millisecond ahead",
                        envelope("{'created_at':'2026-03-02T12:05:00.001Z'}"))
                .p0()
                .flags("time_edge")
                .fails("CREATED_AT_IN_FUTURE /created_at");
        add("created_year", "created_at far in the future", envelope("{'created_at':'9999-12-31T23:59:59.999Z'}"))
                .fails("CREATED_AT_IN_FUTURE /created_at");
        add(
                        "created_and_more",
                        "A time in the future beside another finding",
                        envelope("{'created_at':'2026-03-03T00:00:00Z','source':''}"))
                .flags("precedence")
                .fails("CREATED_AT_IN_FUTURE /created_at", "INVALID_FIELD /source");
        add("created_old", "created_at may be as old as it likes", envelope("{'created_at':'0001-01-01T00:00:00Z'}"))
                .want("event.created_at='0001-01-01T00:00:00.000Z'");
        String[][] bad = {
            {"date", "A date alone", "2026-03-02"},
            {"offset", "A time with an offset", "2026-03-02T01:00:00+00:00"},
            {"lower", "Lower-case letters in a time", "2026-03-02t01:00:00z"},
            {"leap", "A leap second", "2026-03-02T01:00:60Z"},
            {"day", "29 February of a common year", "2026-02-29T01:00:00Z"},
        };
        for (String[] c : bad) {
            add("created_" + c[0], c[1] + " is no created_at", envelope("{'created_at':'" + c[2] + "'}"))
                    .spec("5.4, A5")
                    .fails("INVALID_FIELD /created_at");
        }
    }

    private void hashes() {
        add("hash_right", "The hash of the payload as it was sent", envelope("{'integrity_hash':'" + PLAIN_HASH + "'}"))
                .p0()
                .want("event.payload.amount='312.4'");
        add(
                        "hash_order",
                        "The hash does not depend on the order of members",
                        putEnvelope(
                                envelope("{'integrity_hash':'" + PLAIN_HASH + "'}"),
                                "payload",
                                Quoted.json("{'final':true,'project_id':'payments','currency':'USD','amount':'312.40',"
                                        + "'date':'2026-03-01'}")))
                .flags("determinism")
                .want("event.payload.final=true");
        add(
                        "hash_wrong",
                        "The hash of another payload",
                        envelope("{'integrity_hash':'" + PLAIN_HASH + "','payload':{'amount':'312.4'}}"))
                .p0()
                .fails("INTEGRITY_HASH_MISMATCH /integrity_hash");
        add(
                        "hash_upper",
                        "The hash is lower-case hex",
                        envelope("{'integrity_hash':'" + PLAIN_HASH.toUpperCase(java.util.Locale.ROOT) + "'}"))
                .flags("choice")
                .fails("INTEGRITY_HASH_MISMATCH /integrity_hash");
        add("hash_empty", "An empty hash is a wrong one", envelope("{'integrity_hash':''}"))
                .fails("INTEGRITY_HASH_MISMATCH /integrity_hash");
        add("hash_number", "A number is no hash", envelope("{'integrity_hash':7}"))
                .fails("INVALID_FIELD /integrity_hash");
        add(
                        "hash_off",
                        "A hash is checked also when none is asked for",
                        Quoted.merged(envelope("{'integrity_hash':'00'}"), Quoted.object("{'integrity':false}")))
                .flags("choice")
                .fails("INTEGRITY_HASH_MISMATCH /integrity_hash");
        required("missing", "Integrity mode asks for a hash", plain())
                .p0()
                .fails("INTEGRITY_HASH_REQUIRED /integrity_hash");
        required("null", "Integrity mode takes no null for a hash", envelope("{'integrity_hash':null}"))
                .fails("INTEGRITY_HASH_REQUIRED /integrity_hash");
        required("right", "Integrity mode takes the right hash", envelope("{'integrity_hash':'" + PLAIN_HASH + "'}"))
                .want("event.event_id='e-1'");
        required("with_others", "A missing hash beside other findings", envelope("{'payload':{'date':null}}"))
                .flags("precedence")
                .fails("INTEGRITY_HASH_REQUIRED /integrity_hash", "FIELD_REQUIRED /payload/date");
        add(
                        "hash_no_payload",
                        "Without a payload there is nothing to compare a hash with",
                        envelope("{'payload':null,'integrity_hash':'00'}"))
                .fails("FIELD_REQUIRED /payload");
        add(
                        "hash_beyond_double",
                        "A payload that has no canonical form cannot be compared with a hash",
                        putEnvelope(
                                envelope("{'integrity_hash':'00'}"),
                                "payload",
                                Draft.raw("{\"date\":\"2026-03-01\",\"amount\":1e400,\"currency\":\"USD\"}")))
                .flags("choice", "double")
                .fails("INVALID_FIELD /payload", "AMOUNT_OUT_OF_RANGE /payload/amount");
        add(
                        "hash_later_member",
                        "Members that a later minor version brought are part of the hash",
                        putEnvelope(
                                envelope("{'schema_version':'1.2','integrity_hash':'"
                                        + Hashes.sha256("{\"complete_through\":\"2026-03-01\",\"x\":1}") + "','type':"
                                        + "'cost.watermark'}"),
                                "payload",
                                Quoted.json("{'complete_through':'2026-03-01','x':1}")))
                .want("event.payload={'complete_through':'2026-03-01'}");
    }

    private Draft required(String slug, String title, java.util.Map<String, Object> input) {
        return add("integrity_" + slug, title, Quoted.merged(input, Quoted.object("{'integrity':true}")));
    }

    private void settings() {
        setting(
                        "no_tenant",
                        "The op needs the caller's tenant and the policy's currency",
                        "{'tenant_id':null,'currency':null}")
                .fails("INVALID_FIELD /currency", "INVALID_FIELD /tenant_id");
        setting(
                        "integrity_text",
                        "integrity is a boolean; settings come before the clock and the envelope",
                        "{'integrity':'true','clock_time':'x','envelope':{'event_id':null}}")
                .flags("precedence")
                .fails("INVALID_FIELD /integrity");
        setting(
                        "clock",
                        "A bad clock_time comes before the envelope",
                        "{'clock_time':'2026-03-02','envelope':{'event_id':null}}")
                .flags("precedence")
                .fails("INVALID_CLOCK_TIME");
        setting("no_clock", "An absent clock_time", "{'clock_time':null}").fails("INVALID_CLOCK_TIME");
    }

    private Draft setting(String slug, String title, String patch) {
        return add("setting_" + slug, title, Quoted.merged(plain(), Quoted.object(patch)));
    }
}
