package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.Map;

/** Spec 1.2: what normalisation makes of good requests, their class and their fingerprints. */
final class RequestVectors {
    static final String OP = "request.normalize";

    private final VectorFile file = new VectorFile("request", "normalize", "1.2");

    static VectorFile normalize() {
        RequestVectors vectors = new RequestVectors();
        vectors.defaults();
        vectors.texts();
        vectors.numbers();
        vectors.metadata();
        vectors.environmentClass();
        vectors.fingerprints();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.only("policy", "request"));
    }

    private Draft patched(String slug, String title, String patch) {
        return add(slug, title, Ask.plain().request(patch));
    }

    private void defaults() {
        add("defaults", "Absent optional fields get their defaults: policy currency, 0, false, 0, {}", Ask.plain())
                .want(
                        "request.currency='USD'",
                        "request.estimated_hourly_delta='0'",
                        "request.dry_run=false",
                        "request.unpriced_resources=0",
                        "request.metadata={}",
                        "request.#=14")
                .p0();
        patched(
                        "null_is_absent",
                        "null in an optional field is the same as absent",
                        "{'currency':null,'estimated_hourly_delta':null,'dry_run':null,'unpriced_resources':null,'metadata':null}")
                .spec("A17")
                .want("request.currency='USD'", "request.metadata={}", "request.unpriced_resources=0")
                .p0();
        add(
                        "currency_of_policy",
                        "The default currency is the policy's",
                        Ask.plain().policy("{'currency':'EUR'}"))
                .want("request.currency='EUR'")
                .p0();
        add(
                        "currency_same",
                        "The policy's own currency may be given",
                        Ask.plain().policy("{'currency':'XTS'}").request("{'currency':'XTS'}"))
                .spec("A23")
                .want("request.currency='XTS'");
        add("currency_stripped", "The currency is stripped", Ask.plain().request("{'currency':' USD '}"))
                .spec("A18")
                .want("request.currency='USD'");
    }

    private void texts() {
        patched(
                        "strip_ascii",
                        "ASCII white space goes from both ends",
                        "{'tenant_id':' acme\\t','project_id':'\\n payments \\r','requester_id':'\\u000balice\\u000c'}")
                .spec("A18")
                .want("request.tenant_id=acme", "request.project_id=payments", "request.requester_id=alice")
                .p0();
        patched("strip_source", "source is stripped too", "{'source':' terraform '}")
                .spec("A18")
                .want("request.source=terraform");
        patched("inner_space_stays", "White space inside stays", "{'project_id':'two  words'}")
                .want("request.project_id='two  words'");
        patched("nbsp_is_content", "Other white space is content", "{'project_id':'\\u00a0p\\u2003'}")
                .spec("A18")
                .flags("unicode")
                .want("request.project_id='\\u00a0p\\u2003'");
        patched("environment_lowered", "The environment is lower-cased", "{'environment':'PreProd'}")
                .want("request.environment=preprod")
                .p0();
        patched("action_lowered", "The action is lower-cased", "{'action':'Terraform.APPLY'}")
                .want("request.action=terraform.apply");
        patched("project_case_kept", "project_id keeps its case", "{'project_id':'PayMents'}")
                .want("request.project_id=PayMents");
        patched("resource_case_kept", "resource_reference keeps its case", "{'resource_reference':'Infra@Main'}")
                .want("request.resource_reference=Infra@Main");
        patched("lower_ascii_only", "Only A-Z are lower-cased", "{'environment':'\\u00c4\\u0130X'}")
                .spec("A21")
                .flags("unicode")
                .want("request.environment='\\u00c4\\u0130x'")
                .p0();
        patched(
                        "composed_and_decomposed",
                        "No Unicode normalisation: a decomposed spelling stays as it is",
                        "{'project_id':'e\\u0301'}")
                .spec("A26c")
                .flags("unicode")
                .want("request.project_id='e\\u0301'");
        patched(
                        "length_in_code_points",
                        "64 code points outside the BMP are 64 characters",
                        "{'environment':'" + "\ud83d\ude00".repeat(64) + "'}")
                .spec("A19")
                .flags("unicode", "boundary")
                .want("environment_class=nonprod");
        patched("length_after_strip", "Length counts after stripping", "{'tenant_id':'  " + "a".repeat(64) + "  '}")
                .spec("A19")
                .flags("boundary")
                .want("request.tenant_id=" + "a".repeat(64));
        patched("idempotency_key_min", "Four characters of idempotency_key are enough", "{'idempotency_key':'abcd'}")
                .flags("boundary")
                .want("request.idempotency_key=abcd");
        patched(
                        "idempotency_key_max",
                        "255 characters of idempotency_key are accepted",
                        "{'idempotency_key':'" + "k".repeat(255) + "'}")
                .flags("boundary")
                .want("request.idempotency_key=" + "k".repeat(255));
        patched(
                        "resource_reference_max",
                        "512 characters of resource_reference are accepted",
                        "{'resource_reference':'" + "r".repeat(512) + "'}")
                .flags("boundary")
                .want("request.resource_reference=" + "r".repeat(512));
        patched(
                        "tenant_pattern",
                        "tenant_id may have dots, dashes and underscores after its first character",
                        "{'tenant_id':'9a._-Z'}")
                .want("request.tenant_id=9a._-Z");
        patched("action_one_segment", "An action may be one segment", "{'action':'apply'}")
                .want("request.action=apply");
        patched("action_dash_later", "A dash is allowed after the first dot", "{'action':'k8s.roll-out_2'}")
                .want("request.action=k8s.roll-out_2");
        for (String source : new String[] {"terraform", "k8s_admission", "cloud_event", "llm_call", "custom"}) {
            patched("source_" + source, "Source " + source + " is known", "{'source':'" + source + "'}")
                    .want("request.source=" + source);
        }
    }

    private void numbers() {
        patched("delta_number", "A delta may be a JSON number", "{'estimated_monthly_delta':12.50}")
                .want("request.estimated_monthly_delta='12.5'")
                .p0();
        patched(
                        "delta_negative",
                        "A delta may be negative: a saving",
                        "{'estimated_monthly_delta':'-5','estimated_hourly_delta':'-0.01'}")
                .want("request.estimated_monthly_delta='-5'", "request.estimated_hourly_delta='-0.01'");
        patched("delta_rounded", "A delta is rounded before it is hashed", "{'estimated_monthly_delta':'1.0000005'}")
                .flags("rounding")
                .want("request.estimated_monthly_delta='1'");
        patched("unpriced_max", "2^31-1 unpriced resources are accepted", "{'unpriced_resources':2147483647}")
                .spec("A24")
                .flags("boundary")
                .want("request.unpriced_resources=2147483647");
        patched("unpriced_minus_zero", "-0 is the integer 0", "{'unpriced_resources':-0}")
                .spec("A24")
                .want("request.unpriced_resources=0");
        patched("dry_run_true", "dry_run is kept", "{'dry_run':true}").want("request.dry_run=true");
    }

    private void metadata() {
        patched("metadata_kept", "Metadata is kept as it is, null members too", "{'metadata':{'b':null,'a':[1,true]}}")
                .want("request.metadata={'a':[1,true],'b':null}");
        patched("metadata_not_stripped", "Texts in metadata are not stripped", "{'metadata':{'a':' x '}}")
                .spec("A18")
                .want("request.metadata.a=' x '");
        patched(
                        "metadata_max_integer",
                        "+-(2^53-1) are accepted",
                        "{'metadata':{'a':9007199254740991,'b':-9007199254740991}}")
                .spec("A26")
                .flags("boundary")
                .want("request.metadata.a=9007199254740991");
        patched(
                        "metadata_by_value",
                        "9007199254740991.4 is a double within the bound",
                        "{'metadata':{'a':9007199254740991.4}}")
                .spec("A26")
                .flags("boundary", "double")
                .want("request.metadata.a=9007199254740991");
        patched(
                        "metadata_controls",
                        "Control characters and noncharacters are accepted in metadata",
                        "{'metadata':{'a':'\\u0001\\u009f\\uffff'}}")
                .spec("A26")
                .flags("unicode")
                .want("request.metadata.a='\\u0001\\u009f\\uffff'");
        patched("metadata_depth_16", "16 nested containers are accepted", "{'metadata':" + nested(16) + "}")
                .spec("A25")
                .flags("boundary")
                .want("request.metadata=" + nested(16));
        patched(
                        "metadata_16384_bytes",
                        "16384 bytes of canonical form are accepted",
                        "{'metadata':{'a':'" + "x".repeat(16384 - 8) + "'}}")
                .spec("A25")
                .flags("boundary")
                .want("environment_class=nonprod");
        patched(
                        "metadata_bytes_canonical",
                        "White space and escapes of the input do not count towards the 16384 bytes",
                        "{'metadata':{'a':  '" + "\\u0078".repeat(3000) + "'}}")
                .spec("A25")
                .want("environment_class=nonprod");
    }

    /** An object that holds so many containers, itself included. */
    static String nested(int depth) {
        return "{'a':" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    private void environmentClass() {
        String[][] cases = {
            {"prod", "prod", "prod"},
            {"prod_caps", "PROD", "prod"},
            {"production", "production", "prod"},
            {"prd", "prd", "prod"},
            {"live", "live", "prod"},
            {"prod_dash", "prod-eu", "prod"},
            {"prod_underscore", "prod_eu", "prod"},
            {"prod_dot", "prod.eu", "prod"},
            {"prod_slash", "prod/eu", "prod"},
            {"prod_dash_alone", "prod-", "prod"},
            {"prod_no_separator", "prodeu", "nonprod"},
            {"prod_colon", "prod:eu", "nonprod"},
            {"prod_suffix", "eu-prod", "nonprod"},
            {"staging", "staging", "nonprod"},
            {"preprod", "pre-prod", "nonprod"},
            {"liveness", "liveness", "nonprod"},
        };
        for (String[] c : cases) {
            patched(
                            "class_" + c[0],
                            "Environment " + c[1] + " is " + c[2] + " by the default aliases",
                            "{'environment':'" + c[1] + "'}")
                    .want("environment_class=" + c[2]);
        }
        String listed = "{'environments':{'nonprod_aliases':['dev','staging']}}";
        add(
                        "class_listed_nonprod",
                        "A listed non-production environment is nonprod",
                        Ask.plain().policy(listed))
                .want("environment_class=nonprod")
                .p0();
        add(
                        "class_listed_prefix",
                        "A listed name may be followed by a separator",
                        Ask.plain().policy(listed).request("{'environment':'dev/alice'}"))
                .want("environment_class=nonprod");
        add(
                        "class_unlisted_is_prod",
                        "With a list of non-production names an unknown one is prod",
                        Ask.plain().policy(listed).request("{'environment':'qa'}"))
                .want("environment_class=prod")
                .p0();
        add(
                        "class_prod_wins",
                        "A name on both lists is prod",
                        Ask.plain()
                                .policy("{'environments':{'prod_aliases':['x'],'nonprod_aliases':['x']}}")
                                .request("{'environment':'x'}"))
                .flags("precedence")
                .want("environment_class=prod");
        add(
                        "class_empty_nonprod",
                        "An empty list of non-production names makes everything prod",
                        Ask.plain().policy("{'environments':{'nonprod_aliases':[]}}"))
                .want("environment_class=prod");
        add(
                        "class_empty_prod",
                        "An empty list of production names makes nothing prod",
                        Ask.plain()
                                .policy("{'environments':{'prod_aliases':[]}}")
                                .request("{'environment':'prod'}"))
                .spec("A28")
                .want("environment_class=nonprod");
        add(
                        "class_exact_code_points",
                        "Aliases compare by code points, composed and decomposed differ",
                        Ask.plain()
                                .policy("{'environments':{'prod_aliases':['\\u00e9']}}")
                                .request("{'environment':'e\\u0301'}"))
                .spec("A28")
                .flags("unicode")
                .want("environment_class=nonprod");
    }

    private void fingerprints() {
        String plain = "fingerprint='" + FINGERPRINT + "'";
        String scope = "scope_fingerprint='" + SCOPE + "'";
        add("fingerprint_plain", "The fingerprint of the plain request", Ask.plain())
                .want(plain, scope)
                .p0();
        patched(
                        "fingerprint_excludes",
                        "requester_id, idempotency_key, dry_run and currency are no part of the fingerprint",
                        "{'requester_id':'bob','idempotency_key':'run-2','dry_run':true,'currency':'USD'}")
                .want(plain, scope)
                .p0();
        patched(
                        "fingerprint_spelling",
                        "Spellings that normalise alike have one fingerprint",
                        "{'tenant_id':' acme ','environment':'STAGING','action':'TERRAFORM.apply','estimated_monthly_delta':1.00e2,'metadata':null}")
                .flags("determinism")
                .want(plain, scope)
                .p0();
        patched(
                        "scope_without_money",
                        "The scope fingerprint leaves out the amounts, metadata and unpriced resources",
                        "{'estimated_monthly_delta':'7','estimated_hourly_delta':'1','metadata':{'a':1},'unpriced_resources':3}")
                .want(scope)
                .p0();
        String[][] included = {
            {"tenant_id", "{'tenant_id':'acme2'}"},
            {"source", "{'source':'custom'}"},
            {"project_id", "{'project_id':'Payments'}"},
            {"environment", "{'environment':'staging2'}"},
            {"action", "{'action':'terraform.applyx'}"},
            {"resource_reference", "{'resource_reference':'infra@other'}"},
        };
        for (String[] field : included) {
            patched(
                            "fingerprint_of_" + field[0],
                            "Another " + field[0] + " gives another fingerprint and another scope",
                            field[1])
                    .want(
                            "fingerprint='" + hash(field[1], true) + "'",
                            "scope_fingerprint='" + hash(field[1], false) + "'");
        }
        for (String patch : new String[] {
            "{'estimated_monthly_delta':'100.000001'}",
            "{'estimated_hourly_delta':'0.1'}",
            "{'metadata':{'a':1}}",
            "{'unpriced_resources':1}"
        }) {
            String field = patch.substring(2, patch.indexOf('\'', 2));
            patched(
                            "fingerprint_of_" + field,
                            "Another " + field + " gives another fingerprint in the same scope",
                            patch)
                    .want("fingerprint='" + hash(patch, true) + "'", scope);
        }
    }

    private static final String FINGERPRINT = hash("{}", true);
    private static final String SCOPE = hash("{}", false);

    /** The hash made by hand from the sorted text that spec 1.2 spells out; the patches name normalised values only. */
    private static String hash(String patch, boolean withMoney) {
        Map<String, Object> request = Json.asObject(Quoted.merged(
                Quoted.object("{'estimated_hourly_delta':'0','metadata':{},'unpriced_resources':0}"),
                Json.asObject(Ask.plain().request(patch).input().get("request"))));
        StringBuilder text = new StringBuilder("{\"action\":").append(Json.write(request.get("action")));
        text.append(",\"environment\":").append(Json.write(request.get("environment")));
        if (withMoney) {
            text.append(",\"estimated_hourly_delta\":").append(Json.write(request.get("estimated_hourly_delta")));
            text.append(",\"estimated_monthly_delta\":").append(Json.write(request.get("estimated_monthly_delta")));
            text.append(",\"metadata\":").append(Json.write(request.get("metadata")));
        }
        text.append(",\"project_id\":").append(Json.write(request.get("project_id")));
        text.append(",\"resource_reference\":").append(Json.write(request.get("resource_reference")));
        text.append(",\"schema\":\"spendweir.")
                .append(withMoney ? "fingerprint" : "scope")
                .append("/v1\"");
        text.append(",\"source\":").append(Json.write(request.get("source")));
        text.append(",\"tenant_id\":").append(Json.write(request.get("tenant_id")));
        if (withMoney) {
            text.append(",\"unpriced_resources\":").append(Json.write(request.get("unpriced_resources")));
        }
        return Hashes.sha256(text.append('}').toString());
    }
}
