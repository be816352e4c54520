package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.List;
import java.util.Map;

/** Spec 2.2: what a token says, for whom and for how long. */
final class TokenVectors extends TokenDrafts {
    private TokenVectors(VectorFile file) {
        super(file);
    }

    static VectorFile claims() {
        TokenVectors vectors = new TokenVectors(new VectorFile("token", "claims", "2.2"));
        vectors.good();
        vectors.missing();
        vectors.wrongTypes();
        vectors.wrongValues();
        vectors.times();
        vectors.bindings();
        vectors.bounds();
        vectors.precedence();
        return vectors.file;
    }

    private void good() {
        ask("good", "The token of the approved change, with everything compared", token())
                .want("claims.approval_id=a-1", "claims.exp=1773223900", "claims.#=22")
                .p0();
        ask(
                        "good_minimal",
                        "Only issuer and tenant have to be expected",
                        Json.object(
                                "token", token().make(),
                                "jwks", Forge.jwks(),
                                "expected", Quoted.object("{'issuer':'https://gate.example','tenant_id':'acme'}"),
                                "clock_time", CLOCK))
                .want("claims.tenant_id=acme")
                .p0();
        ask(
                        "aud_list",
                        "The audience may be a list that holds ours",
                        token().claims("{'aud':['x','spendweir-approval']}"))
                .want("claims.aud.0=x", "claims.aud.#=2")
                .p0();
        ask(
                        "unknown_claim",
                        "A claim that nobody knows is ignored and left out of the answer",
                        token().claims("{'role':'owner','is_admin':true}"))
                .want("claims.#=22")
                .flags("choice");
        ask(
                        "no_plan",
                        "What is no Terraform plan has a null plan digest",
                        token().claims("{'plan_content_sha256':null,'source':'custom'}"),
                        "{'plan_content_sha256':null,'source':'custom'}")
                .want("claims.plan_content_sha256=null");
        ask(
                        "amounts_as_written",
                        "Claims come back as they were written",
                        token().claims("{'max_monthly_delta':'0500.000'}"))
                .want("claims.max_monthly_delta='0500.000'")
                .flags("choice");
        ask(
                        "negative_delta",
                        "An approved saving is a negative bound",
                        token().claims("{'max_monthly_delta':'-20','max_hourly_delta':'-0.02'}"),
                        "{'actual_monthly_delta':'-20','actual_hourly_delta':'-0.03'}")
                .want("claims.max_monthly_delta='-20'");
        ask("unicode", "Claims are any text", token().claim("sub", "j\u00fcrgen \ud83d\ude00"))
                .want("claims.sub='j\u00fcrgen \ud83d\ude00'")
                .flags("unicode");
    }

    private void missing() {
        for (String claim : List.of(
                "iss",
                "aud",
                "sub",
                "jti",
                "iat",
                "nbf",
                "exp",
                "token_type",
                "tenant_id",
                "project_id",
                "environment",
                "source",
                "decision_id",
                "approval_id",
                "fingerprint",
                "scope_fingerprint",
                "binding",
                "currency",
                "resource_reference",
                "plan_content_sha256",
                "max_monthly_delta",
                "max_hourly_delta")) {
            ask("missing_" + claim, "Every claim is required: no " + claim, token().withoutClaim(claim))
                    .fails("TOKEN_CLAIMS_INVALID");
        }
        ask("empty_payload", "A signed payload without claims is no token", token().rawPayload("{}"))
                .fails("TOKEN_CLAIMS_INVALID")
                .p0();
    }

    private void wrongTypes() {
        bad("iss_null", "iss is a text, not null", "{'iss':null}");
        bad("sub_number", "sub is a text", "{'sub':7}");
        bad("jti_list", "jti is a text", "{'jti':['t-1']}");
        bad("tenant_object", "tenant_id is a text", "{'tenant_id':{'acme':true}}");
        bad("exp_text", "exp is a number, not a text of digits", "{'exp':'1773223900'}")
                .p0();
        bad("exp_null", "A token that never expires is none", "{'exp':null}");
        bad("exp_fraction", "Times are whole seconds", "{'exp':1773223900.5}").flags("choice");
        bad("exp_exponent", "Times are written without exponent", "{'exp':1.7732239e9}")
                .flags("choice");
        bad("exp_huge", "A time beyond 2^53-1 is read differently by different readers", "{'exp':9007199254740992}")
                .flags("choice", "boundary");
        bad("iat_true", "iat is a number", "{'iat':true}");
        bad("aud_null", "aud is a text or a list", "{'aud':null}");
        bad("aud_object", "aud is no object", "{'aud':{'spendweir-approval':1}}");
        bad("aud_mixed", "A list of audiences holds texts only", "{'aud':['spendweir-approval',1]}")
                .flags("choice");
        bad("binding_other", "binding is exact or cap", "{'binding':'none'}");
        bad("binding_case", "binding is spelt in small letters", "{'binding':'CAP'}");
        bad("plan_number", "plan_content_sha256 is a text or null", "{'plan_content_sha256':1}");
        bad("monthly_number", "Amounts are texts", "{'max_monthly_delta':500}");
        bad("monthly_blank", "Amounts are never stripped", "{'max_monthly_delta':' 500'}");
        bad("monthly_exponent", "An amount text has no exponent", "{'max_monthly_delta':'1e9'}");
        bad("hourly_infinite", "An amount is a number", "{'max_hourly_delta':'Infinity'}");
        bad("hourly_too_large", "An amount is at most 10^12", "{'max_hourly_delta':'1000000000000.000001'}")
                .flags("boundary");
    }

    private void wrongValues() {
        bad("other_issuer", "Another issuer's token", "{'iss':'https://evil.example'}")
                .p0();
        bad("issuer_slash", "An issuer is compared character by character", "{'iss':'https://gate.example/'}");
        bad("other_audience", "A token for somebody else", "{'aud':'spendweir'}")
                .p0();
        bad("audience_list_without_us", "A list of others", "{'aud':['a','b']}");
        bad("audience_empty", "A list of nobody", "{'aud':[]}");
        bad("token_type", "An access token is no approval", "{'token_type':'access'}")
                .p0();
        ask(
                        "expected_other_issuer",
                        "The issuer is the verifier's word, not the token's",
                        token(),
                        "{'issuer':'https://other.example'}")
                .fails("TOKEN_CLAIMS_INVALID");
    }

    private Draft bad(String slug, String title, String claims) {
        return ask(slug, title, token().claims(claims)).fails("TOKEN_CLAIMS_INVALID");
    }

    private void times() {
        edge("exp_leeway", "One millisecond before exp and the leeway have passed", "2026-03-11T10:12:39.999Z", null)
                .p0();
        edge("exp_over", "exp and the leeway have passed", "2026-03-11T10:12:40Z", "TOKEN_EXPIRED")
                .p0();
        edge("exp_long_ago", "A token of last year", "2027-03-11T10:00:00Z", "TOKEN_EXPIRED");
        edge("nbf_leeway", "nbf is ahead by the leeway", "2026-03-11T09:55:40Z", null)
                .p0();
        edge("nbf_ahead", "nbf is ahead by a millisecond more", "2026-03-11T09:55:39.999Z", "TOKEN_NOT_YET_VALID")
                .p0();
        ask("iat_ahead", "A token from the future", token().claims("{'iat':1773223261}"))
                .fails("TOKEN_NOT_YET_VALID")
                .flags("time_edge");
        ask("iat_leeway", "iat is ahead by the leeway", token().claims("{'iat':1773223260}"))
                .want("claims.iat=1773223260")
                .flags("time_edge");
        ask("nbf_after_exp", "Not yet valid comes before expired", token().claims("{'nbf':1773300000,'exp':1}"))
                .fails("TOKEN_NOT_YET_VALID")
                .flags("precedence");
        ask("exp_zero", "exp at the epoch", token().claims("{'exp':0}")).fails("TOKEN_EXPIRED");
        ask("exp_negative", "exp before the epoch", token().claims("{'exp':-1773223900}"))
                .fails("TOKEN_EXPIRED");
        ask("exp_greatest", "exp at 2^53-1 seconds", token().claims("{'exp':9007199254740991}"))
                .want("claims.exp=9007199254740991")
                .flags("boundary", "overflow");
        ask("nbf_greatest", "nbf at 2^53-1 seconds", token().claims("{'nbf':9007199254740991}"))
                .fails("TOKEN_NOT_YET_VALID")
                .flags("boundary", "overflow");
    }

    private Draft edge(String slug, String title, String clockTime, String code) {
        Draft draft = askAt(slug, title, token(), clockTime).flags("time_edge");
        return code == null ? draft.want("claims.jti=t-1") : draft.fails(code);
    }

    private void bindings() {
        for (String claim : List.of(
                "tenant_id",
                "project_id",
                "environment",
                "source",
                "resource_reference",
                "currency",
                "scope_fingerprint",
                "fingerprint",
                "plan_content_sha256")) {
            ask("other_" + claim, "A token for another " + claim, token(), "{'" + claim + "':'other'}")
                    .fails("TOKEN_BINDING_MISMATCH " + claim)
                    .p0();
        }
        ask("prefix_project", "A project is compared whole", token(), "{'project_id':'payments-api'}")
                .fails("TOKEN_BINDING_MISMATCH project_id");
        ask("case_environment", "Nothing is lower-cased when comparing", token(), "{'environment':'Prod'}")
                .fails("TOKEN_BINDING_MISMATCH environment");
        ask("empty_resource", "An empty text is expected like any other", token(), "{'resource_reference':''}")
                .fails("TOKEN_BINDING_MISMATCH resource_reference");
        ask("plan_null_in_token", "A token without plan is for no plan", token().claims("{'plan_content_sha256':null}"))
                .fails("TOKEN_BINDING_MISMATCH plan_content_sha256");
        ask(
                        "cap_other_plan",
                        "Under cap another plan and fingerprint may come",
                        token().claims("{'binding':'cap'}"),
                        "{'plan_content_sha256':'other','fingerprint':'other'}")
                .want("claims.binding=cap")
                .p0();
        ask(
                        "cap_other_scope",
                        "Under cap the scope stays",
                        token().claims("{'binding':'cap'}"),
                        "{'scope_fingerprint':'x'}")
                .fails("TOKEN_BINDING_MISMATCH scope_fingerprint");
        ask(
                        "cap_other_project",
                        "Under cap the project stays",
                        token().claims("{'binding':'cap'}"),
                        "{'project_id':'x'}")
                .fails("TOKEN_BINDING_MISMATCH project_id");
        ask(
                        "binding_order",
                        "The first claim that differs is named, in the order of the specification",
                        token(),
                        "{'currency':'EUR','environment':'x','scope_fingerprint':'x','fingerprint':'x'}")
                .fails("TOKEN_BINDING_MISMATCH environment")
                .flags("precedence");
        ask("binding_order_tenant", "The tenant comes first of all", token(), "{'tenant_id':'x','project_id':'x'}")
                .fails("TOKEN_BINDING_MISMATCH tenant_id")
                .flags("precedence");
    }

    private void bounds() {
        ask("monthly_over", "One micro-unit more than approved", token(), "{'actual_monthly_delta':'500.000001'}")
                .fails("COST_BOUND_EXCEEDED")
                .flags("boundary")
                .p0();
        ask("hourly_over", "The hourly bound counts by itself", token(), "{'actual_hourly_delta':'0.680001'}")
                .fails("COST_BOUND_EXCEEDED")
                .flags("boundary");
        ask(
                        "below",
                        "A smaller change passes",
                        token(),
                        "{'actual_monthly_delta':'499.999999','actual_hourly_delta':'0'}")
                .want("claims.jti=t-1");
        ask("saving", "A saving passes", token(), "{'actual_monthly_delta':'-1000','actual_hourly_delta':'-1'}")
                .want("claims.jti=t-1");
        ask(
                        "cap_over",
                        "Under cap the bound stays",
                        token().claims("{'binding':'cap'}"),
                        "{'actual_monthly_delta':'500.01'}")
                .fails("COST_BOUND_EXCEEDED");
        ask(
                        "cap_below",
                        "Under cap a cheaper plan passes",
                        token().claims("{'binding':'cap'}"),
                        "{'actual_monthly_delta':'120','fingerprint':'other','plan_content_sha256':'other'}")
                .want("claims.binding=cap");
        ask("cap_at_bound", "Under cap the bound itself passes", token().claims("{'binding':'cap'}"))
                .want("claims.binding=cap")
                .flags("boundary");
        ask("actual_number", "An actual may be a number", token(), "{'actual_monthly_delta':500}")
                .want("claims.jti=t-1");
        ask(
                        "actual_rounds",
                        "An actual is rounded as every amount before it is compared",
                        token(),
                        "{'actual_monthly_delta':'500.0000004'}")
                .want("claims.jti=t-1")
                .flags("rounding");
    }

    private void precedence() {
        ask("claims_before_time", "Claims are checked before times", token().claims("{'exp':1,'sub':null}"))
                .fails("TOKEN_CLAIMS_INVALID")
                .flags("precedence");
        ask("issuer_before_time", "The issuer is checked before times", token().claims("{'exp':1,'iss':'x'}"))
                .fails("TOKEN_CLAIMS_INVALID")
                .flags("precedence");
        ask("time_before_binding", "Times are checked before bindings", token().claims("{'exp':1,'tenant_id':'x'}"))
                .fails("TOKEN_EXPIRED")
                .flags("precedence");
        ask(
                        "binding_before_cost",
                        "Bindings are checked before the cost",
                        token(),
                        "{'currency':'EUR','actual_monthly_delta':'501'}")
                .fails("TOKEN_BINDING_MISMATCH currency")
                .flags("precedence");
        Map<String, Object> clock = Json.object(
                "token", "no token", "jwks", Forge.jwks(), "expected", Quoted.object(EXPECTED), "clock_time", "now");
        ask("bad_clock", "A bad clock is found before a bad token", clock)
                .fails("INVALID_CLOCK_TIME")
                .flags("precedence", "choice");
        ask("bad_expectation", "A bad expectation is found before a bad clock", Quoted.object("{'token':'x','jwks':1}"))
                .fails("INVALID_FIELD /expected", "INVALID_FIELD /jwks")
                .flags("precedence", "choice");
        ask(
                        "expected_types",
                        "An expectation has texts and amounts",
                        token(),
                        "{'issuer':null,'project_id':1,'actual_hourly_delta':'x'}")
                .fails(
                        "INVALID_FIELD /expected/actual_hourly_delta",
                        "INVALID_FIELD /expected/issuer",
                        "INVALID_FIELD /expected/project_id")
                .flags("choice");
    }
}
