package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.hard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.vocabulary.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route an approval takes (spec 1.8). */
class GateEngineRoutingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'source':['terraform'];true",
                "'source':['custom','llm_call'];false",
                "'environment_class':['prod'];true",
                "'environment_class':['nonprod'];false",
                "'project_id':['x','payments'];true",
                "'project_id':['payment'];false",
                "'risk_class':['medium'];true",
                "'risk_class':['low','high','critical'];false",
                "'action_prefix':['vm','terra'];true",
                "'action_prefix':['terraform.apply.'];false",
                "'monthly_delta_min':'10';true",
                "'monthly_delta_min':'10.000001';false",
                "'monthly_delta_max':'10.000001';true",
                "'monthly_delta_max':'10';false",
                "'source':['terraform'],'project_id':['other'];false"
            })
    void routing_ruleMatches_whenEveryGivenConditionHolds(String match, boolean matches) {
        // Production without cost data: 20 + 10 points, medium.
        Decision decision = hard("'approvals':{'routing':[{'id':'one','match':{" + match + "}}]}")
                .decide();
        assertThat(decision.routing().ruleId()).isEqualTo(matches ? "one" : "default");
    }

    @Test
    void routing_takesTheFirstMatch_withItsValues() {
        Decision decision = hard("'approvals':{'default_ttl_seconds':600,'routing':["
                        + "{'id':'never','match':{'source':['custom']}},"
                        + "{'id':'first','reviewer_roles':['member'],'required_permission':'finance.sign',"
                        + "'required_approvals':3,'ttl_seconds':90},{'id':'second'}]}")
                .decide();
        assertThat(decision.routing().ruleId()).isEqualTo("first");
        assertThat(decision.routing().reviewerRoles()).containsExactly(Role.MEMBER);
        assertThat(decision.routing().requiredPermission()).isEqualTo("finance.sign");
        assertThat(decision.routing().requiredApprovals()).isEqualTo(3);
        assertThat(decision.routing().ttlSeconds()).isEqualTo(90);
    }

    @Test
    void routing_defaults_areOwnerAndAdminAndThePermissionOfTheClass() {
        Decision prod = hard("'approvals':{'default_ttl_seconds':600}").decide();
        assertThat(CanonicalJson.text(prod.record().get("routing")))
                .isEqualTo("{\"required_approvals\":1,\"required_permission\":\"approve.prod\","
                        + "\"reviewer_roles\":[\"owner\",\"admin\"],\"rule_id\":\"default\",\"ttl_seconds\":600}");
        Decision nonprod = hard("'approvals':{'required_for':{'nonprod':true},'routing':[{'id':'a'}]}")
                .environment("dev")
                .decide();
        assertThat(nonprod.routing().requiredPermission()).isEqualTo("approve.nonprod");
        assertThat(nonprod.routing().ttlSeconds()).isEqualTo(86_400);
    }

    @Test
    void routing_isThereForDryRuns() {
        Decision decision = hard("'approvals':{}").request(",'dry_run':true").decide();
        assertThat(decision.routing()).isNotNull();
    }
}
