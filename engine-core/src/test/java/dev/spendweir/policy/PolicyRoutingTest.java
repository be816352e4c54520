package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRoutingTest {

    private static Policy policy(String routes) {
        return PolicyReader.read(Json.value("{'approvals':{'routing':[" + routes + "]}}"));
    }

    private static List<String> refusals(String routes) {
        return Refusals.of(() -> policy(routes)).stream()
                .map(finding -> finding.replace("/approvals/routing", ""))
                .toList();
    }

    private static List<String> warnings(String... matches) {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < matches.length; i++) {
            routes.append(i == 0 ? "" : ",")
                    .append("{'id':'r")
                    .append(i)
                    .append("','match':")
                    .append(matches[i])
                    .append("}");
        }
        return policy(routes.toString()).warnings().stream()
                .map(warning -> warning.code() + " " + warning.pointer())
                .toList();
    }

    @Test
    void route_withAnIdAlone_isFilledUp() {
        assertThat(CanonicalJson.text(Json.at(policy("{'id':'a'}").canonicalJson(), "/approvals/routing/0")))
                .isEqualTo("{\"id\":\"a\",\"match\":{\"action_prefix\":null,\"environment_class\":null,"
                        + "\"monthly_delta_max\":null,\"monthly_delta_min\":null,\"project_id\":null,"
                        + "\"risk_class\":null,\"source\":null},\"required_approvals\":1,\"required_permission\":null,"
                        + "\"reviewer_roles\":[\"owner\",\"admin\"],\"ttl_seconds\":null}");
    }

    @Test
    void route_withEverything_keepsTheOrderOfLists() {
        String route = "{'id':'Big.1-x_','match':{'source':['custom','terraform'],'environment_class':['nonprod'],"
                + "'project_id':['Pay','\u00e4 b'],'risk_class':['critical','low'],'action_prefix':['vm.','db'],"
                + "'monthly_delta_min':1.50,'monthly_delta_max':'2'},'reviewer_roles':['member','owner'],"
                + "'required_permission':'Approve Big','required_approvals':5,'ttl_seconds':60}";
        assertThat(CanonicalJson.text(Json.at(policy(route).canonicalJson(), "/approvals/routing/0")))
                .isEqualTo("{\"id\":\"Big.1-x_\",\"match\":{\"action_prefix\":[\"vm.\",\"db\"],"
                        + "\"environment_class\":[\"nonprod\"],\"monthly_delta_max\":\"2\",\"monthly_delta_min\":\"1.5\","
                        + "\"project_id\":[\"Pay\",\"\u00e4 b\"],\"risk_class\":[\"critical\",\"low\"],"
                        + "\"source\":[\"custom\",\"terraform\"]},\"required_approvals\":5,"
                        + "\"required_permission\":\"Approve Big\",\"reviewer_roles\":[\"member\",\"owner\"],"
                        + "\"ttl_seconds\":60}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'default'", "''", "'-a'", "'.a'", "'a b'", "' a'", "'\u00e4'", "5", "['a']"})
    void route_badId_isInvalid(String id) {
        assertThat(refusals("{'id':" + id + "}")).containsExactly("POLICY_INVALID /0/id");
    }

    @Test
    void route_idOf64Characters_isTakenAndOf65Refused() {
        assertThat(refusals("{'id':'" + "a".repeat(64) + "'}")).isEmpty();
        assertThat(refusals("{'id':'" + "a".repeat(65) + "'}")).containsExactly("POLICY_INVALID /0/id");
    }

    @Test
    void route_missingId_isInvalidAtTheMissingMember() {
        assertThat(refusals("{}")).containsExactly("POLICY_INVALID /0/id");
    }

    @Test
    void route_equalIds_areInvalidFromTheSecondOn() {
        assertThat(refusals("{'id':'a'},{'id':'A'},{'id':'a'},{'id':'a'}"))
                .containsExactly("POLICY_INVALID /2/id", "POLICY_INVALID /3/id");
    }

    @Test
    void route_equalButInvalidIds_areNotAlsoDuplicates() {
        assertThat(refusals("{'id':'a b'},{'id':'a b'}"))
                .containsExactly("POLICY_INVALID /0/id", "POLICY_INVALID /1/id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'reviewer_roles':[]                     | POLICY_INVALID /0/reviewer_roles
            'reviewer_roles':['boss']               | POLICY_INVALID /0/reviewer_roles/0
            'reviewer_roles':['owner',null]         | POLICY_INVALID /0/reviewer_roles/1
            'reviewer_roles':'owner'                | POLICY_INVALID /0/reviewer_roles
            'required_permission':''                | POLICY_INVALID /0/required_permission
            'required_permission':' x'              | POLICY_INVALID /0/required_permission
            'required_permission':7                 | POLICY_INVALID /0/required_permission
            'required_approvals':0                  | POLICY_INVALID /0/required_approvals
            'required_approvals':6                  | POLICY_INVALID /0/required_approvals
            'ttl_seconds':59                        | POLICY_INVALID /0/ttl_seconds
            'ttl_seconds':2592001                   | POLICY_INVALID /0/ttl_seconds
            'roles':null                            | POLICY_UNKNOWN_FIELD /0/roles
            'match':[]                              | POLICY_INVALID /0/match
            'match':{'environment':null}            | POLICY_UNKNOWN_FIELD /0/match/environment
            'match':{'source':[]}                   | POLICY_INVALID /0/match/source
            'match':{'source':'terraform'}          | POLICY_INVALID /0/match/source
            'match':{'source':['tf']}               | POLICY_INVALID /0/match/source/0
            'match':{'environment_class':[]}        | POLICY_INVALID /0/match/environment_class
            'match':{'environment_class':['PROD']}  | POLICY_INVALID /0/match/environment_class/0
            'match':{'risk_class':[]}               | POLICY_INVALID /0/match/risk_class
            'match':{'risk_class':['none']}         | POLICY_INVALID /0/match/risk_class/0
            'match':{'project_id':[]}               | POLICY_INVALID /0/match/project_id
            'match':{'project_id':['a',' b']}       | POLICY_INVALID /0/match/project_id/1
            'match':{'action_prefix':[]}            | POLICY_INVALID /0/match/action_prefix
            'match':{'action_prefix':['VM']}        | POLICY_INVALID /0/match/action_prefix/0
            'match':{'monthly_delta_min':'-1'}      | POLICY_INVALID /0/match/monthly_delta_min
            'match':{'monthly_delta_max':'-1'}      | POLICY_INVALID /0/match/monthly_delta_max
            'match':{'monthly_delta_min':'2','monthly_delta_max':'1'} | POLICY_INVALID /0/match/monthly_delta_min
            'match':{'monthly_delta_min':'2','monthly_delta_max':'x'} | POLICY_INVALID /0/match/monthly_delta_max
            """)
    void route_badMember_isInvalidAtIt(String member, String finding) {
        assertThat(refusals("{'id':'a'," + member + "}")).containsExactly(finding);
    }

    @Test
    void lint_routeBehindOneThatMatchesAll_isUnreachable() {
        assertThat(warnings("{}", "{'source':['custom']}", "null"))
                .containsExactly("route_unreachable /approvals/routing/1", "route_unreachable /approvals/routing/2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'source':['custom','terraform']}        | {'source':['terraform']}                     | true
            {'source':['terraform']}                 | {'source':['terraform','custom']}            | false
            {'source':['terraform']}                 | {}                                           | false
            {'environment_class':['prod','nonprod']} | {}                                           | true
            {'environment_class':['prod','prod']}    | {}                                           | false
            {'risk_class':['low','medium','high','critical']} | {'project_id':['a']}                | true
            {'source':['terraform','k8s_admission','cloud_event','llm_call','custom']} | {}          | true
            {'source':['custom']}                    | {'source':['terraform','k8s_admission','cloud_event','llm_call','custom']} | false
            {'project_id':['a','b']}                 | {'project_id':['b','b'],'source':['custom']} | true
            {'project_id':['a']}                     | {'project_id':['A']}                         | false
            {'action_prefix':['vm']}                 | {'action_prefix':['vm.create','vmx']}        | true
            {'action_prefix':['vm','db']}            | {'action_prefix':['vm.create','db']}         | true
            {'action_prefix':['vm']}                 | {'action_prefix':['vm.create','db']}         | false
            {'action_prefix':['vm.create']}          | {'action_prefix':['vm']}                     | false
            {'monthly_delta_min':'5'}                | {'monthly_delta_min':'5'}                    | true
            {'monthly_delta_min':'5'}                | {'monthly_delta_min':'4.999999'}             | false
            {'monthly_delta_min':'0'}                | {}                                           | false
            {'monthly_delta_max':'5'}                | {'monthly_delta_max':'5'}                    | true
            {'monthly_delta_max':'5'}                | {'monthly_delta_max':'6'}                    | false
            {'monthly_delta_max':'5'}                | {'monthly_delta_min':'1'}                    | false
            {'monthly_delta_min':'1','monthly_delta_max':'9'} | {'monthly_delta_min':'2','monthly_delta_max':'3'} | true
            {'monthly_delta_min':'1'}                | {'monthly_delta_min':'3','monthly_delta_max':'3'} | true
            {'source':['custom'],'risk_class':['low']} | {'source':['custom']}                      | false
            """)
    void lint_secondRoute_isUnreachableWhenTheFirstCoversIt(String first, String second, boolean unreachable) {
        assertThat(warnings(first, second).isEmpty()).isEqualTo(!unreachable);
    }

    @Test
    void lint_routeCoveredOnlyByTwoEarlierOnesTogether_isNotReported() {
        assertThat(warnings("{'source':['terraform']}", "{'source':['custom']}", "{'source':['terraform','custom']}"))
                .isEmpty();
    }

    @Test
    void lint_order_isByPointerText() {
        String[] matches = new String[12];
        Arrays.fill(matches, "{}");
        assertThat(warnings(matches))
                .startsWith(
                        "route_unreachable /approvals/routing/1",
                        "route_unreachable /approvals/routing/10",
                        "route_unreachable /approvals/routing/11",
                        "route_unreachable /approvals/routing/2");
    }
}
