package dev.spendweir.vectors.author;

/** Spec 1.2: every way in which a request is refused. */
final class RequestErrorVectors {
    private static final String INVALID = "INVALID_FIELD /";

    private final VectorFile file = new VectorFile("request", "errors", "1.2");

    static VectorFile errors() {
        RequestErrorVectors vectors = new RequestErrorVectors();
        vectors.required();
        vectors.texts();
        vectors.values();
        vectors.metadata();
        vectors.documents();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, RequestVectors.OP, title, ask.only("policy", "request"));
    }

    private Draft patched(String slug, String title, String patch) {
        return add(slug, title, Ask.plain().request(patch));
    }

    private void required() {
        String[] fields = {
            "tenant_id",
            "source",
            "project_id",
            "environment",
            "action",
            "resource_reference",
            "estimated_monthly_delta",
            "requester_id",
            "idempotency_key"
        };
        for (String field : fields) {
            add("missing_" + field, field + " is required", Ask.plain().without("request", field))
                    .spec("A16")
                    .fails("FIELD_REQUIRED /" + field);
        }
        patched(
                        "null_is_missing",
                        "null in a required field is FIELD_REQUIRED",
                        "{'requester_id':null,'estimated_monthly_delta':null}")
                .spec("A17")
                .fails("FIELD_REQUIRED /estimated_monthly_delta", "FIELD_REQUIRED /requester_id")
                .p0();
    }

    private void invalid(String slug, String field, String value, String title) {
        patched("invalid_" + slug, title, "{'" + field + "':" + value + "}").fails(INVALID + field);
    }

    private void texts() {
        invalid("tenant_empty", "tenant_id", "''", "An empty text is invalid, not missing");
        invalid("tenant_blank", "tenant_id", "' \\t '", "A text of white space is empty after stripping");
        invalid("tenant_65", "tenant_id", "'" + "a".repeat(65) + "'", "65 characters of tenant_id are too many");
        invalid("tenant_first", "tenant_id", "'-acme'", "tenant_id begins with a letter or digit");
        invalid("tenant_slash", "tenant_id", "'ac/me'", "A slash is not in tenant_id's pattern");
        invalid("tenant_number", "tenant_id", "7", "A number is no text");
        invalid("source_unknown", "source", "'jenkins'", "An unknown source is invalid");
        invalid("source_capitals", "source", "'Terraform'", "source is not lower-cased");
        invalid("source_list", "source", "['terraform']", "A list is no source");
        invalid("project_129", "project_id", "'" + "p".repeat(129) + "'", "129 characters of project_id are too many");
        invalid("project_control", "project_id", "'a\\u0001b'", "A C0 control is refused");
        invalid("project_tab_inside", "project_id", "'a\\tb'", "A tab inside is a control and is refused");
        invalid("project_del", "project_id", "'a\\u007fb'", "U+007F is a control");
        invalid("project_c1", "project_id", "'a\\u0085b'", "A C1 control is refused");
        invalid("project_lone_surrogate", "project_id", "'a\\ud800'", "A lone surrogate is refused");
        invalid(
                "environment_65",
                "environment",
                "'" + "\ud83d\ude00".repeat(65) + "'",
                "65 code points are too many, whatever their UTF-16 length");
        invalid("action_empty_segment", "action", "'terraform..apply'", "An action has no empty segment");
        invalid("action_leading_dot", "action", "'.apply'", "An action does not begin with a dot");
        invalid("action_trailing_dot", "action", "'apply.'", "An action does not end with a dot");
        invalid("action_dash_first", "action", "'roll-out.now'", "A dash is not allowed in the first segment");
        invalid("action_space", "action", "'terraform apply'", "An action has no space");
        invalid("action_kelvin", "action", "'\\u212a8s.create'", "U+212A is not lower-cased to k");
        invalid("action_129", "action", "'" + "a".repeat(129) + "'", "129 characters of action are too many");
        invalid(
                "resource_513",
                "resource_reference",
                "'" + "r".repeat(513) + "'",
                "513 characters of resource_reference are too many");
        invalid(
                "requester_129",
                "requester_id",
                "'" + "r".repeat(129) + "'",
                "129 characters of requester_id are too many");
        invalid("key_3", "idempotency_key", "'abc'", "Three characters of idempotency_key are too few");
        invalid("key_3_stripped", "idempotency_key", "' abc '", "Three characters between blanks are too few");
        invalid(
                "key_256",
                "idempotency_key",
                "'" + "k".repeat(256) + "'",
                "256 characters of idempotency_key are too many");
    }

    private void values() {
        invalid("dry_run_text", "dry_run", "'true'", "A text is no boolean");
        invalid("dry_run_number", "dry_run", "1", "A number is no boolean");
        invalid("unpriced_negative", "unpriced_resources", "-1", "unpriced_resources is not negative");
        invalid("unpriced_fraction", "unpriced_resources", "1.0", "1.0 is no integer literal");
        invalid("unpriced_exponent", "unpriced_resources", "1e0", "1e0 is no integer literal");
        invalid("unpriced_2_31", "unpriced_resources", "2147483648", "2^31 unpriced resources are too many");
        invalid("unpriced_text", "unpriced_resources", "'1'", "A text is no integer");
        invalid(
                "unpriced_huge",
                "unpriced_resources",
                "99999999999999999999999999",
                "An integer beyond 64 bits is refused");
        patched("amount_invalid", "A bad amount keeps its own code", "{'estimated_monthly_delta':'1e3'}")
                .spec("A22")
                .fails("INVALID_AMOUNT /estimated_monthly_delta")
                .p0();
        patched("amount_blank", "An amount is not stripped", "{'estimated_monthly_delta':' 12.5'}")
                .spec("A15")
                .fails("INVALID_AMOUNT /estimated_monthly_delta");
        patched(
                        "amount_range",
                        "An amount out of range keeps its own code",
                        "{'estimated_hourly_delta':'1000000000000.000001'}")
                .spec("A22")
                .flags("boundary")
                .fails("AMOUNT_OUT_OF_RANGE /estimated_hourly_delta")
                .p0();
        patched("amount_boolean", "A boolean is no amount", "{'estimated_hourly_delta':false}")
                .fails("INVALID_AMOUNT /estimated_hourly_delta");
        patched("currency_other", "Another currency than the policy's is a mismatch", "{'currency':'EUR'}")
                .fails("CURRENCY_MISMATCH /currency")
                .p0();
        add(
                        "currency_other_policy",
                        "USD is a mismatch where the policy says EUR",
                        Ask.plain().policy("{'currency':'EUR'}").request("{'currency':'USD'}"))
                .fails("CURRENCY_MISMATCH /currency");
        patched("currency_number", "A number is no currency", "{'currency':840}")
                .fails(INVALID + "currency");
        patched(
                        "currency_lower_case",
                        "The shape is checked first: usd is INVALID_FIELD, it is not upper-cased",
                        "{'currency':'usd'}")
                .spec("A22, A23")
                .flags("choice", "precedence")
                .fails(INVALID + "currency");
        patched("currency_four", "Four letters are no currency", "{'currency':'USDT'}")
                .spec("A23")
                .flags("choice")
                .fails(INVALID + "currency");
    }

    private void metadata() {
        invalid("metadata_list", "metadata", "[]", "metadata is an object");
        invalid("metadata_text", "metadata", "'{}'", "A text is no metadata");
        invalid("metadata_depth_17", "metadata", RequestVectors.nested(17), "17 nested containers are too deep");
        invalid(
                "metadata_16385",
                "metadata",
                "{'a':'" + "x".repeat(16384 - 7) + "'}",
                "16385 bytes of canonical form are too many");
        invalid(
                "metadata_bytes_not_chars",
                "metadata",
                "{'a':'" + "\u00e9".repeat(8189) + "'}",
                "Bytes of UTF-8 count, not characters");
        invalid("metadata_2_53", "metadata", "{'a':9007199254740992}", "2^53 is beyond the safe integers");
        invalid(
                "metadata_minus_2_53",
                "metadata",
                "{'a':[-9007199254740992]}",
                "-2^53 is beyond the safe integers, at any depth");
        invalid("metadata_1e20", "metadata", "{'a':1e20}", "1e20 is judged by its value");
        invalid("metadata_tie", "metadata", "{'a':9007199254740991.5}", "9007199254740991.5 is the double 2^53");
        invalid("metadata_infinite", "metadata", "{'a':1e400}", "A number beyond double is not finite");
        invalid("metadata_nul_key", "metadata", "{'a\\u0000':1}", "U+0000 in a key is refused");
        invalid("metadata_nul_text", "metadata", "{'a':['\\u0000']}", "U+0000 in a text is refused at any depth");
        invalid("metadata_surrogate", "metadata", "{'a':'\\udc00'}", "A lone surrogate in metadata is refused");
        invalid(
                "metadata_surrogate_key",
                "metadata",
                "{'\\ud800':1}",
                "A lone surrogate in a key of metadata is refused");
    }

    private void documents() {
        patched("unknown", "An unknown field is refused", "{'region':'eu'}")
                .fails("UNKNOWN_FIELD /region")
                .p0();
        patched("unknown_null", "An unknown field is unknown even when it is null", "{'region':null}")
                .spec("N3")
                .fails("UNKNOWN_FIELD /region");
        patched("unknown_escaped", "A pointer escapes ~ and /", "{'a/b~c':1}")
                .spec("A4")
                .fails("UNKNOWN_FIELD /a~1b~0c");
        patched("unknown_case", "Field names are exact", "{'Tenant_id':'x'}").fails("UNKNOWN_FIELD /Tenant_id");
        patched("unknown_empty", "The empty name has the pointer /", "{'':1}").fails("UNKNOWN_FIELD /");
        patched(
                        "all_together",
                        "All violations are reported together, sorted by pointer",
                        "{'tenant_id':'','currency':'EUR','zzz':1,'estimated_monthly_delta':'x','action':null,'Region':1}")
                .spec("1.2, A4")
                .fails(
                        "UNKNOWN_FIELD /Region",
                        "FIELD_REQUIRED /action",
                        "CURRENCY_MISMATCH /currency",
                        "INVALID_AMOUNT /estimated_monthly_delta",
                        "INVALID_FIELD /tenant_id",
                        "UNKNOWN_FIELD /zzz")
                .p0();
        patched("sorted_utf16", "Pointers sort by UTF-16 units: U+1F600 before U+FF61", "{'\uff61':1,'\ud83d\ude00':1}")
                .spec("A4")
                .flags("unicode")
                .fails("UNKNOWN_FIELD /\ud83d\ude00", "UNKNOWN_FIELD /\uff61");
        add(
                        "not_an_object",
                        "A request that is no object is INVALID_FIELD at the root",
                        Ask.plain().replace("request", "x"))
                .spec("N2")
                .fails("INVALID_FIELD ")
                .p0();
        add(
                        "absent",
                        "An absent request is INVALID_FIELD at the root",
                        Ask.plain().replace("request", null))
                .spec("N2")
                .fails("INVALID_FIELD ");
        file.add(
                        "no_input",
                        RequestVectors.OP,
                        "Without any input the policy is what is wrong first",
                        Quoted.object("{}"))
                .spec("A8, A34")
                .flags("precedence")
                .fails("POLICY_INVALID ");
        add(
                        "policy_first",
                        "A bad policy comes before a bad request",
                        Ask.plain().policy("{'currency':'usd'}").request("{'tenant_id':''}"))
                .spec("A8")
                .flags("precedence")
                .fails("POLICY_INVALID /currency")
                .p0();
        add(
                        "empty_object",
                        "All nine required fields of an empty request",
                        Ask.plain().replace("request", Quoted.object("{}")))
                .spec("A16")
                .fails(
                        "FIELD_REQUIRED /action",
                        "FIELD_REQUIRED /environment",
                        "FIELD_REQUIRED /estimated_monthly_delta",
                        "FIELD_REQUIRED /idempotency_key",
                        "FIELD_REQUIRED /project_id",
                        "FIELD_REQUIRED /requester_id",
                        "FIELD_REQUIRED /resource_reference",
                        "FIELD_REQUIRED /source",
                        "FIELD_REQUIRED /tenant_id");
    }
}
