package dev.spendweir.vectors.author;

/** Spec 3.3: entry hashes and hash chains. */
final class LedgerVectors extends LedgerDrafts {
    LedgerVectors(VectorFile file) {
        super(file);
    }

    static VectorFile hashes() {
        VectorFile file = new VectorFile("ledger", "hashes", "3.3, A97, A98, N15");
        LedgerVectors ledger = new LedgerVectors(file);
        ledger.entries();
        ledger.chains();
        ledger.tampering();
        return file;
    }

    private static final String FULL =
            "{'actor_id':'alice','approval_id':null,'approval_status':null,'chain':'decisions','config_sha256':null,'entry_id':'0195f3a0-0000-7000-8000-000000000001',"
                    + "'entry_type':'decision','event_time':'2026-03-11T12:00:00.000Z','payload_sha256':'aa','policy_sha256':'bb','policy_version':1,'request_id':'r',"
                    + "'schema':'spendweir.ledger.entry/v1','sequence':1,'subject_id':'d','tenant_id':'acme','trace_id':null}";

    void entries() {
        entry("empty", "The empty object is hashed as it is", "{}", "{}").p0();
        entry("full", "An entry with all its fields", FULL, FULL).p0();
        entry(
                        "order",
                        "The order of the members does not count",
                        "{'b':1,'a':{'d':2,'c':3}}",
                        "{'a':{'c':3,'d':2},'b':1}")
                .flags("determinism")
                .p0();
        entry("numbers", "Numbers go through JCS", "{'sequence':1.0,'x':1e2}", "{'sequence':1,'x':100}")
                .spec("A98");
        entry(
                        "beyond_2_53",
                        "A sequence beyond 2^53 loses digits, as JCS has it",
                        "{'sequence':9007199254740993}",
                        "{'sequence':9007199254740992}")
                .spec("A98")
                .flags("double");
        entry(
                "any_object",
                "No field is required and none is unknown",
                "{'hello':'world','null':null}",
                "{'hello':'world','null':null}");
        entry(
                        "unicode",
                        "Texts are hashed as UTF-8, not composed",
                        "{'a':'\u00e9e\u0301\ud83d\ude00'}",
                        "{'a':'\u00e9e\u0301\ud83d\ude00'}")
                .flags("unicode");
        entry("nested_lists", "Lists keep their order", "{'a':[3,[2,1],{}]}", "{'a':[3,[2,1],{}]}");
        add("entry_absent", "ledger.entry_hash", "An absent entry", "{}")
                .fails("INVALID_FIELD /entry")
                .p0();
        add("entry_null", "ledger.entry_hash", "A null entry", "{'entry':null}").fails("INVALID_FIELD /entry");
        add("entry_list", "ledger.entry_hash", "An entry is an object", "{'entry':[]}")
                .fails("INVALID_FIELD /entry");
        add(
                        "entry_surrogate",
                        "ledger.entry_hash",
                        "An entry that JCS refuses: a lone surrogate",
                        "{'entry':{'a':'\\ud800'}}")
                .fails("INVALID_JSON")
                .flags("unicode")
                .p0();
        add(
                        "entry_infinite",
                        "ledger.entry_hash",
                        "An entry that JCS refuses: a number beyond double",
                        "{'entry':{'a':1e400}}")
                .fails("INVALID_JSON")
                .flags("double");
    }

    void chains() {
        chain("empty", "A chain without entries").p0();
        chain("one", "The first entry follows 32 zero bytes", "{'sequence':1}").p0();
        chain("three", "Each chain hash takes the one before", "{'sequence':1}", "{'sequence':2}", "{'sequence':3}")
                .p0();
        chain("equal_entries", "Equal entries have equal entry hashes and different chain hashes", "{}", "{}");
        chain(
                "no_checks",
                "Sequences and tenants are not checked",
                "{'sequence':5,'tenant_id':'a'}",
                "{'sequence':2,'tenant_id':'b'}");
        add("chain_absent", "ledger.chain", "Absent entries", "{}")
                .fails("INVALID_FIELD /entries")
                .p0();
        add("chain_object", "ledger.chain", "Entries are a list", "{'entries':{}}")
                .fails("INVALID_FIELD /entries");
        add("chain_bad_entry", "ledger.chain", "The first bad entry only is reported", "{'entries':[{},1,{},2]}")
                .spec("N15")
                .fails("INVALID_FIELD /entries/1")
                .p0();
        add("chain_null_entry", "ledger.chain", "null is no entry", "{'entries':[null]}")
                .spec("N15")
                .fails("INVALID_FIELD /entries/0");
        add(
                        "chain_bad_json_first",
                        "ledger.chain",
                        "An entry that JCS refuses before one that is no object",
                        "{'entries':[{'a':'\\udc00'},1]}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_JSON");
        add(
                        "chain_bad_json_second",
                        "ledger.chain",
                        "One that is no object before an entry that JCS refuses",
                        "{'entries':[1,{'a':'\\udc00'}]}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_FIELD /entries/0");
    }

    void tampering() {
        chain(
                "tamper_base",
                "A chain of two entries, to be compared with the three that follow it",
                "{'amount':'1'}",
                "{'amount':'2'}");
        chain("tamper_first", "Another first entry changes every later chain hash", "{'amount':'9'}", "{'amount':'2'}");
        chain("tamper_swap", "Swapped entries give other chain hashes", "{'amount':'2'}", "{'amount':'1'}");
        chain("tamper_cut", "A cut tail leaves the hashes before it: a chain alone cannot show it", "{'amount':'1'}");
    }
}
