package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static dev.spendweir.plan.PlanFixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.Sha256Hex;
import org.junit.jupiter.api.Test;

class ContentDigestTest {

    private static final String PLAN = """
            {"format_version":"1.2","timestamp":"%s","resource_changes":[
             {"address":"b.x","type":"b","name":"x","mode":"managed","provider_name":"p","change":{
               "actions":["create"],"before":null,"after":{"n":1.50,"s":"geheim","list":[1,{"k":true}]},
               "after_unknown":{"id":true},"before_sensitive":false,"after_sensitive":{"s":true,"list":[false,{}]}}},
             {"address":"a.x","type":"a","name":"x","deposed":"00000001","change":{"actions":["delete"],"before":{},"after":null}},
             {"address":"a.x","type":"a","name":"x","previous_address":"a.old","change":{"actions":["update"],
               "before":{},"after":{},"replace_paths":[["x",0]],"importing":{"id":"i"}}},
             {"address":"c.x","type":"c","name":"x","change":{"actions":["no-op"],"before":{},"after":{}}},
             {"address":"data.d.x","mode":"data","type":"d","name":"x","change":{"actions":["read"],"before":null,"after":{}}}],
             "output_changes":{"z":{"actions":["create"],"after":"geheim"},"y":{"actions":["no-op"]},"a":{"actions":["update"]}}}
            """;

    private static String digest(String plan) {
        return PlanReader.read(utf8(plan), SHEET).contentSha256();
    }

    @Test
    void plan_digested_isTheHashOfItsDefinition() {
        String defined =
                "{\"outputs\":[{\"actions\":[\"update\"],\"name\":\"a\"},{\"actions\":[\"create\"],\"name\":\"z\"}],"
                        + "\"resource_changes\":["
                        + "{\"actions\":[\"update\"],\"address\":\"a.x\",\"after\":{},\"before\":{},\"importing\":{\"id\":\"i\"},"
                        + "\"previous_address\":\"a.old\",\"replace_paths\":[[\"x\",{\"$n\":\"0\"}]]},"
                        + "{\"actions\":[\"delete\"],\"address\":\"a.x\",\"after\":null,\"before\":{},\"deposed\":\"00000001\"},"
                        + "{\"actions\":[\"create\"],\"address\":\"b.x\",\"after\":{\"list\":[{\"$n\":\"1\"},{\"k\":true}],"
                        + "\"n\":{\"$n\":\"1.50\"},\"s\":{\"$sensitive\":true}},\"after_unknown\":{\"id\":true},\"before\":null,"
                        + "\"provider_name\":\"p\"}],"
                        + "\"schema\":\"spendweir.plan_content/v1\"}";
        assertThat(digest(PLAN.formatted("t"))).isEqualTo(Sha256Hex.ofUtf8(defined));
    }

    @Test
    void whatDoesNotCount_changed_leavesTheDigest() {
        String base = digest(PLAN.formatted("1"));
        assertThat(digest(PLAN.formatted("2"))).isEqualTo(base);
        assertThat(digest(PLAN.replace("geheim", "other"))).isEqualTo(base);
        assertThat(digest(PLAN.replace("\"c.x\"", "\"c.y\""))).isEqualTo(base);
    }

    @Test
    void whatCounts_changed_changesTheDigest() {
        String base = digest(PLAN);
        assertThat(digest(PLAN.replace("1.50", "1.5"))).isNotEqualTo(base);
        assertThat(digest(PLAN.replace("\"a.old\"", "\"a.older\""))).isNotEqualTo(base);
        assertThat(digest(PLAN.replace("\"id\":true", "\"id\":true,\"arn\":true")))
                .isNotEqualTo(base);
        assertThat(digest(PLAN.replace("\"z\":{\"actions\":[\"create\"]", "\"z\":{\"actions\":[\"delete\"]")))
                .isNotEqualTo(base);
    }

    @Test
    void emptyPlan_digested_hasNoChangesAndNoOutputs() {
        assertThat(digest("{\"format_version\":\"1.2\",\"planned_values\":{}}"))
                .isEqualTo(Sha256Hex.ofUtf8(
                        "{\"outputs\":[],\"resource_changes\":[],\"schema\":\"spendweir.plan_content/v1\"}"));
    }
}
