package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    /** Written by hand from the table of spec 1.3; its hash comes from sha256sum. */
    private static final String DEFAULTS = """
            {"actions":{"lease_ttl_seconds":300,"max_attempts":3,"retry_backoff_seconds":30},
            "approvals":{"default_ttl_seconds":86400,"execution_ttl_seconds":86400,
            "required_for":{"nonprod":false,"prod":true},"routing":[],
            "separation_of_duties":{"nonprod":false,"prod":true},"token_binding":"exact"},
            "budgets":{"basis":"commitments","missing":"allow"},
            "ceilings":{"basis":"commitments","enterprise_monthly":null,"plan_monthly":null},
            "context":{"anomaly":{"mad_multiplier":"4","min_delta":"10","min_percent":"30"},
            "baseline_days":28,"forecast_method":"robust_weekday"},
            "credits":{"emergency_requires_approval":false},"currency":"USD",
            "data_quality":{"stale":"require_approval","stale_after_days":7,
            "unavailable":"require_approval","unpriced":"require_approval"},
            "environments":{"nonprod_aliases":null,"prod_aliases":["prod","production","prd","live"]},
            "modes":{"cloud_event":{"default":null,"nonprod":null,"prod":null},
            "custom":{"default":null,"nonprod":null,"prod":null},"default":"soft",
            "k8s_admission":{"default":null,"nonprod":null,"prod":null},
            "llm_call":{"default":null,"nonprod":null,"prod":null},
            "terraform":{"default":null,"nonprod":null,"prod":null}},
            "reservations":{"ttl_seconds":604800},
            "risk":{"classes":{"critical":75,"high":50,"medium":25},
            "delta_bands":[{"min":"100","points":5},{"min":"500","points":10},{"min":"1000","points":20},
            {"min":"5000","points":30},{"min":"10000","points":40}],
            "destructive_verbs":["destroy","delete","replace","terminate","drop"],
            "points":{"anomaly_spike":15,"cost_data_missing":10,"destructive_action":15,"env_prod":20,
            "forecast_over_plan":20}},
            "rules":[],"schema":"spendweir.policy/v1",
            "thresholds":{"auto_approve_up_to":"0","hard_deny_above":null}}""".replace("\n", "");

    private static final String DEFAULTS_SHA256 = "e9c4ff9377133938b3d7d811e2578268951ea851fe13d63ce007fcba81683c31";

    private static List<String> refusals(String document) {
        return Refusals.of(() -> PolicyReader.read(Json.value(document)));
    }

    private static List<String> refusalsWith(String pointer, String value) {
        JsonObject document = Json.with(JsonObject.EMPTY, pointer, Json.value(value));
        return Refusals.of(() -> PolicyReader.read(document));
    }

    @Test
    void defaults_areThoseOfTheSpecification() {
        Policy defaults = PolicyReader.defaults();
        assertThat(new String(defaults.canonicalBytes(), StandardCharsets.UTF_8))
                .isEqualTo(DEFAULTS);
        assertThat(defaults.sha256()).isEqualTo(DEFAULTS_SHA256);
        assertThat(defaults.warnings()).isEmpty();
    }

    @Test
    void read_everythingNull_isTheDefaultPolicy() {
        JsonObject document = JsonObject.EMPTY;
        for (String name : PolicyReader.defaults().canonicalJson().names()) {
            document = document.with(name, JsonNull.NULL);
        }
        assertThat(PolicyReader.read(document).sha256()).isEqualTo(DEFAULTS_SHA256);
    }

    @Test
    void read_everyMemberOfEverySectionNull_isTheDefaultPolicy() {
        JsonObject document = JsonObject.EMPTY;
        JsonObject defaults = PolicyReader.defaults().canonicalJson();
        for (String section : defaults.names()) {
            if (defaults.get(section) instanceof JsonObject members) {
                for (String name : members.names()) {
                    document = Json.with(document, "/" + section + "/" + name, JsonNull.NULL);
                }
            }
        }
        assertThat(PolicyReader.read(document).sha256()).isEqualTo(DEFAULTS_SHA256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "'x'", "1", "true"})
    void read_documentThatIsNoObject_isInvalidAtTheRoot(String document) {
        assertThat(refusals(document)).containsExactly("POLICY_INVALID");
    }

    @Test
    void read_absentDocument_isInvalidAtTheRoot() {
        assertThat(Refusals.of(() -> PolicyReader.read(null))).containsExactly("POLICY_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'spendweir.policy/v2'", "1", "{}", "'spendweir.policy/v1 '"})
    void read_anotherSchema_isTheOnlyFinding(String schema) {
        assertThat(refusals("{'schema':" + schema + ",'colour':1,'currency':'x'}"))
                .containsExactly("POLICY_SCHEMA_UNSUPPORTED /schema");
    }

    /** Pointer, then two good values at the edges of what is allowed, then values just beyond or of another type. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /currency                              | 'EUR'          | 'XXX'            | 'eur' ; 'EU' ; 'EURO' ; 'EU1' ; ' EUR' ; 5 ; []
            /environments/prod_aliases             | []             | ['a','a']        | 'prod' ; {} ; true
            /environments/nonprod_aliases          | []             | ['dev']          | 'dev' ; {} ; 1
            /modes/default                         | 'shadow'       | 'hard'           | 'SOFT' ; 'off' ; '' ; 1 ; {}
            /modes/terraform                       | {}             | {'prod':null}    | 'hard' ; [] ; 1
            /modes/terraform/prod                  | 'hard'         | 'soft'           | 'x' ; {} ; true
            /modes/k8s_admission/nonprod           | 'shadow'       | 'hard'           | 'x' ; {} ; true
            /modes/llm_call/default                | 'shadow'       | 'hard'           | 'x' ; {} ; true
            /modes/cloud_event/default             | 'shadow'       | 'hard'           | 'x' ; {} ; true
            /modes/custom/default                  | 'shadow'       | 'hard'           | 'x' ; {} ; true
            /thresholds                            | {}             | {}               | [] ; '1' ; false
            /thresholds/auto_approve_up_to         | '0'            | 1000000000000    | '-0.000001' ; -1 ; 'x' ; '1000000000000.000001' ; 1e13 ; ' 1' ; true
            /thresholds/hard_deny_above            | '0'            | '12.3456789'     | '-1' ; 'x' ; [] ; 1e13
            /ceilings/plan_monthly                 | '0'            | 1e12             | '-1' ; 'x' ; {} ; '1e3'
            /ceilings/enterprise_monthly           | '0'            | 0.5              | '-1' ; 'x' ; {}
            /ceilings/basis                        | 'forecast'     | 'forecast_upper' | 'spend' ; 1
            /budgets/basis                         | 'forecast'     | 'commitments'    | 'spend' ; 1
            /budgets/missing                       | 'deny'         | 'allow'          | 'warn' ; false
            /data_quality/unpriced                 | 'deny'         | 'allow'          | 'warn' ; 0
            /data_quality/stale                    | 'deny'         | 'allow'          | 'warn' ; 0
            /data_quality/unavailable              | 'deny'         | 'allow'          | 'warn' ; 0
            /data_quality/stale_after_days         | 1              | 60               | 0 ; 61 ; -1 ; 7.0 ; 7e0 ; '7' ; 99999999999999999999
            /credits/emergency_requires_approval   | true           | false            | 'true' ; 1 ; 0
            /approvals/required_for/prod           | false          | true             | 'no' ; 0
            /approvals/required_for/nonprod        | false          | true             | 'no' ; 0
            /approvals/separation_of_duties/prod   | false          | true             | 'no' ; 0
            /approvals/separation_of_duties/nonprod| false          | true             | 'no' ; 0
            /approvals/default_ttl_seconds         | 60             | 2592000          | 59 ; 2592001 ; '60' ; 60.0
            /approvals/execution_ttl_seconds       | 60             | 2592000          | 59 ; 2592001 ; '60' ; 60.0
            /approvals/token_binding               | 'cap'          | 'exact'          | 'any' ; 1
            /approvals/routing                     | []             | []               | {} ; 'x'
            /context/forecast_method               | 'run_rate'     | 'robust_weekday' | 'magic' ; 1
            /context/baseline_days                 | 7              | 90               | 6 ; 91 ; 28.5
            /context/anomaly                       | {}             | {}               | [] ; 1
            /context/anomaly/min_percent           | 0              | '33.333333'      | '-1' ; '30%'
            /context/anomaly/min_delta             | 0              | '10'             | '-1' ; null1
            /context/anomaly/mad_multiplier        | 0              | '1.5'            | '-1' ; {}
            /risk/points/env_prod                  | 0              | 100              | -1 ; 101 ; 5.5 ; '5'
            /risk/points/forecast_over_plan        | 0              | 100              | -1 ; 101
            /risk/points/anomaly_spike             | -0             | 100              | -1 ; 101
            /risk/points/destructive_action        | 0              | 100              | -1 ; 101
            /risk/points/cost_data_missing         | 0              | 100              | -1 ; 101
            /risk/delta_bands                      | []             | [{'min':0,'points':0}] | {} ; 'x'
            /risk/classes/medium                   | 0              | 49               | -1 ; 101 ; '25'
            /risk/classes/high                     | 26             | 74               | -1 ; 101
            /risk/classes/critical                 | 51             | 100              | -1 ; 101
            /risk/destructive_verbs                | []             | ['wipe']         | 'wipe' ; {}
            /rules                                 | []             | []               | {} ; 'x' ; 1
            /reservations/ttl_seconds              | 1              | 2147483647       | 0 ; 2147483648 ; 1.0
            /actions/max_attempts                  | 1              | 2147483647       | 0 ; 2147483648
            /actions/retry_backoff_seconds         | 0              | 2147483647       | -1 ; 2147483648
            /actions/lease_ttl_seconds             | 1              | 2147483647       | 0 ; 2147483648
            """, quoteCharacter = '"')
    void read_eachField_takesTheEdgesAndRefusesWhatIsBeyond(String pointer, String low, String high, String beyond) {
        assertThat(refusalsWith(pointer, low)).isEmpty();
        assertThat(refusalsWith(pointer, high)).isEmpty();
        for (String value : beyond.split(" ; ")) {
            String json = value.equals("null1") ? "[null]" : value;
            assertThat(refusalsWith(pointer, json)).as(json).containsExactly("POLICY_INVALID " + pointer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/colour",
                "/environments/x",
                "/modes/x",
                "/modes/terraform/x",
                "/thresholds/x",
                "/ceilings/x",
                "/budgets/x",
                "/data_quality/x",
                "/credits/x",
                "/approvals/x",
                "/approvals/required_for/x",
                "/approvals/separation_of_duties/x",
                "/context/x",
                "/context/anomaly/x",
                "/risk/x",
                "/risk/points/x",
                "/risk/points/delta_band",
                "/risk/classes/low",
                "/reservations/x",
                "/actions/x"
            })
    void read_memberThatTheSchemaDoesNotHave_isUnknownEvenWhenNull(String pointer) {
        assertThat(refusalsWith(pointer, "1")).containsExactly("POLICY_UNKNOWN_FIELD " + pointer);
        assertThat(refusalsWith(pointer, "null")).containsExactly("POLICY_UNKNOWN_FIELD " + pointer);
    }

    @Test
    void read_unknownName_isEscapedInThePointer() {
        assertThat(refusals("{'a/b~c':1}")).containsExactly("POLICY_UNKNOWN_FIELD /a~1b~0c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/environments/prod_aliases", "/environments/nonprod_aliases", "/risk/destructive_verbs"})
    void read_words_mustBeStrippedLowerCaseAndWithoutControls(String pointer) {
        int max = pointer.startsWith("/risk") ? 128 : 64;
        assertThat(refusalsWith(pointer, "['a','" + "\ud83d\ude00".repeat(max) + "','a b','\u00c4']"))
                .isEmpty();
        JsonValue bad = Json.value("['A','','" + "x".repeat(max + 1) + "',' a','a\\t','a\\u0000','a\\u007f','a\\u0085',"
                + "'\\ud800',null,5,['a'],'ok']");
        JsonObject document = Json.with(JsonObject.EMPTY, pointer, bad);
        assertThat(Refusals.of(() -> PolicyReader.read(document)))
                .containsExactlyInAnyOrder(IntStream.range(0, 12)
                        .mapToObj(i -> "POLICY_INVALID " + pointer + "/" + i)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'thresholds':{'auto_approve_up_to':'10.000001','hard_deny_above':'10'}}       | /thresholds/auto_approve_up_to
            {'ceilings':{'plan_monthly':'10','enterprise_monthly':'9.999999'}}             | /ceilings/enterprise_monthly
            {'risk':{'classes':{'medium':50}}}                                             | /risk/classes
            {'risk':{'classes':{'critical':50}}}                                           | /risk/classes
            {'risk':{'delta_bands':[{'min':'1','points':1},{'min':'1.0','points':2}]}}     | /risk/delta_bands
            {'risk':{'delta_bands':[{'min':'2','points':1},{'min':'1','points':2}]}}       | /risk/delta_bands
            """)
    void read_contradiction_isInvalidAtItsPointer(String document, String pointer) {
        assertThat(refusals(document)).containsExactly("POLICY_INVALID " + pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'thresholds':{'auto_approve_up_to':'10','hard_deny_above':'10.0'}}",
                "{'ceilings':{'plan_monthly':'10','enterprise_monthly':'10'}}",
                "{'ceilings':{'enterprise_monthly':'1'}}",
                "{'thresholds':{'hard_deny_above':'0'}}",
                "{'risk':{'classes':{'medium':0,'high':1,'critical':2}}}",
                "{'approvals':{'routing':[{'id':'a','match':{'monthly_delta_min':'5','monthly_delta_max':5}}]}}",
            })
    void read_equalBounds_areNoContradiction(String document) {
        assertThat(refusals(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'thresholds':{'auto_approve_up_to':'x','hard_deny_above':'0'}}                     | /thresholds/auto_approve_up_to
            {'thresholds':{'auto_approve_up_to':'5','hard_deny_above':'-1'}}                    | /thresholds/hard_deny_above
            {'ceilings':{'plan_monthly':'x','enterprise_monthly':'1'}}                          | /ceilings/plan_monthly
            {'risk':{'classes':{'medium':'x','high':1}}}                                        | /risk/classes/medium
            {'risk':{'delta_bands':[{'min':'5','points':1},{'min':'x','points':2},{'min':'1','points':3}]}} | /risk/delta_bands/1/min
            {'risk':{'delta_bands':[{'min':'5','points':1},7]}}                                 | /risk/delta_bands/1
            """)
    void read_contradictionWithAnInvalidSide_isSkipped(String document, String pointer) {
        assertThat(refusals(document)).containsExactly("POLICY_INVALID " + pointer);
    }

    @Test
    void read_bandWithBadPointsOutOfOrder_isBoth() {
        assertThat(refusals("{'risk':{'delta_bands':[{'min':'5','points':1},{'min':'1','points':101}]}}"))
                .containsExactly("POLICY_INVALID /risk/delta_bands", "POLICY_INVALID /risk/delta_bands/1/points");
    }

    @Test
    void read_bandsMembers_areRequiredAndClosed() {
        assertThat(refusals(
                        "{'risk':{'delta_bands':[{},{'min':null,'points':5},{'min':'3','points':5,'x':null},null]}}"))
                .containsExactly(
                        "POLICY_INVALID /risk/delta_bands/0/min",
                        "POLICY_INVALID /risk/delta_bands/0/points",
                        "POLICY_INVALID /risk/delta_bands/1/min",
                        "POLICY_UNKNOWN_FIELD /risk/delta_bands/2/x",
                        "POLICY_INVALID /risk/delta_bands/3");
    }

    @Test
    void read_manyMistakes_areAllReportedInOrder() {
        assertThat(refusals(
                        "{'thresholds':{'hard_deny_above':'x'},'zebra':1,'budgets':{'missing':'x','Z':null},'actions':7,"
                                + "'rules':[{'id':'A'}],'approvals':{'routing':[{'id':'default'},5]}}"))
                .containsExactly(
                        "POLICY_INVALID /actions",
                        "POLICY_INVALID /approvals/routing/0/id",
                        "POLICY_INVALID /approvals/routing/1",
                        "POLICY_UNKNOWN_FIELD /budgets/Z",
                        "POLICY_INVALID /budgets/missing",
                        "POLICY_INVALID /rules/0/effect",
                        "POLICY_INVALID /rules/0/id",
                        "POLICY_INVALID /rules/0/when",
                        "POLICY_INVALID /thresholds/hard_deny_above",
                        "POLICY_UNKNOWN_FIELD /zebra");
    }

    @Test
    void read_detail_namesLimitAndActualValue() {
        try {
            PolicyReader.read(Json.value("{'data_quality':{'stale_after_days':61}}"));
        } catch (RejectedException e) {
            assertThat(e.findings().get(0).detail()).contains("1", "60", "61");
            return;
        }
        throw new AssertionError("61 days must be refused");
    }

    @Test
    void read_partialPointsAndClasses_areMergedOverTheDefaults() {
        PolicyDocument policy = PolicyReader.read(
                        Json.value("{'risk':{'points':{'env_prod':1},'classes':{'high':60}}}"))
                .document();
        assertThat(policy.risk().points()).isEqualTo(new PolicyDocument.RiskPoints(1, 20, 15, 15, 10));
        assertThat(policy.risk().classes()).isEqualTo(new PolicyDocument.RiskClasses(25, 60, 75));
    }

    @Test
    void read_modesOfASourceAndVerbs_areKeptInTheCanonicalForm() {
        JsonObject canonical = PolicyReader.read(Json.value(
                        "{'modes':{'default':'hard','terraform':{'prod':'hard','nonprod':'shadow'},'custom':{'default':'soft'}},"
                                + "'risk':{'destructive_verbs':['rm','wipe']}}"))
                .canonicalJson();
        assertThat(CanonicalJson.text(Json.at(canonical, "/modes/terraform")))
                .isEqualTo("{\"default\":null,\"nonprod\":\"shadow\",\"prod\":\"hard\"}");
        assertThat(CanonicalJson.text(Json.at(canonical, "/modes/custom")))
                .isEqualTo("{\"default\":\"soft\",\"nonprod\":null,\"prod\":null}");
        assertThat(CanonicalJson.text(Json.at(canonical, "/risk/destructive_verbs")))
                .isEqualTo("[\"rm\",\"wipe\"]");
    }

    @Test
    void read_amounts_areWrittenInWireForm() {
        JsonObject canonical = PolicyReader.read(
                        Json.value(
                                "{'thresholds':{'auto_approve_up_to':-0,'hard_deny_above':1.50e2},'ceilings':{'plan_monthly':'007.10'}}"))
                .canonicalJson();
        assertThat(CanonicalJson.text(Json.at(canonical, "/thresholds")))
                .isEqualTo("{\"auto_approve_up_to\":\"0\",\"hard_deny_above\":\"150\"}");
        assertThat(CanonicalJson.text(Json.at(canonical, "/ceilings/plan_monthly")))
                .isEqualTo("\"7.1\"");
    }

    @Test
    void readStored_olderCanonicalBytes_keepTheirHash() {
        // As if written by a version that knew fewer fields: not what this version would write.
        byte[] stored = "{\"currency\":\"EUR\"}".getBytes(StandardCharsets.UTF_8);
        Policy policy = PolicyReader.readStored(stored);
        assertThat(policy.sha256()).isEqualTo("f2fd0a823b2e34bd89358f390fa1c4661c8d60815084c2b3a63f210e7affde28");
        assertThat(policy.canonicalBytes()).isEqualTo(stored);
        assertThat(policy.document().currency()).isEqualTo("EUR");
        assertThat(policy.document().dataQuality().staleAfterDays()).isEqualTo(7);
    }

    @Test
    void readStored_damagedBytes_areRefused() {
        assertThat(Refusals.of(() -> PolicyReader.readStored(new byte[] {'{'}))).containsExactly("POLICY_INVALID");
        assertThat(Refusals.of(() -> PolicyReader.readStored("[]".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("POLICY_INVALID");
    }

    @Test
    void canonicalBytes_areACopy() {
        PolicyReader.defaults().canonicalBytes()[0] = 'x';
        assertThat(PolicyReader.defaults().canonicalBytes()[0]).isEqualTo((byte) '{');
    }
}
