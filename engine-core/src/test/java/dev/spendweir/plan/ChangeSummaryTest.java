package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static dev.spendweir.plan.PlanFixtures.change;
import static dev.spendweir.plan.PlanFixtures.planOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.Sha256Hex;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeSummaryTest {

    private static JsonObject metadata(byte[] json, JsonObject labels) {
        TerraformPlan plan = PlanReader.read(json, SHEET);
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD");
        return ChangeSummary.of(plan).metadata(priced, labels);
    }

    @Test
    void smallPlan_summarised_hasExactlyTheseMembers() {
        byte[] plan = planOf(
                change("random_id.b", "create", "null", "{}"),
                change("random_id.a", "create", "null", "{}"),
                change("null_resource.c", "delete,create", "{}", "{}"),
                change("null_resource.d", "no-op", "{}", "{}"),
                change("strange_thing.e", "create", "null", "{}"));
        JsonObject metadata =
                metadata(plan, JsonObject.builder().put("team", "web").build());
        String addresses = "[\"null_resource.c\",\"random_id.a\",\"random_id.b\",\"strange_thing.e\"]";
        String expected = "{\"actions\":{\"create\":3,\"replace\":1},\"addresses\":" + addresses
                + ",\"addresses_sha256\":\"" + Sha256Hex.ofUtf8(addresses)
                + "\",\"addresses_total\":4,\"labels\":{\"team\":\"web\"},\"plan_content_sha256\":\""
                + PlanReader.read(plan, SHEET).contentSha256()
                + "\",\"price_basis\":{\"assumed\":0,\"free\":3,\"infracost\":0,\"sheet\":0,\"unknown\":1},"
                + "\"types\":{\"null_resource\":1,\"random_id\":2,\"strange_thing\":1}}";
        assertThat(CanonicalJson.text(metadata)).isEqualTo(expected);
    }

    @Test
    void manyAddresses_summarised_areCutFromTheEndToUnder12KiB() {
        String[] changes = IntStream.range(0, 1000)
                .mapToObj(i -> change(String.format("random_id.number[%04d]", i), "create", "null", "{}"))
                .toArray(String[]::new);
        JsonObject metadata = metadata(planOf(changes), JsonObject.EMPTY);
        int size = CanonicalJson.bytes(metadata).length;
        assertThat(size).isLessThan(ChangeSummary.MAX_METADATA_BYTES).isGreaterThan(12 * 1024 - 40);
        JsonArray kept = (JsonArray) metadata.get("addresses");
        assertThat(kept.elements().get(0)).isEqualTo(new JsonString("random_id.number[0000]"));
        assertThat(kept.elements().get(kept.size() - 1))
                .isEqualTo(new JsonString(String.format("random_id.number[%04d]", kept.size() - 1)));
        assertThat(metadata.get("addresses_total")).isEqualTo(JsonReader.read("1000"));
        assertThat(metadata.get("types")).isEqualTo(JsonReader.read("{\"random_id\":1000}"));
    }

    @Test
    void manyTypes_summarised_loseTheRareOnesAndAllAddresses() {
        String[] changes = IntStream.range(0, 1000)
                .mapToObj(i -> change(
                        String.format("random_%04d_%s.x", i / 2 * 2 == i && i < 4 ? 0 : i, "y".repeat(20)),
                        "create",
                        "null",
                        "{}"))
                .toArray(String[]::new);
        JsonObject metadata = metadata(planOf(changes), JsonObject.EMPTY);
        assertThat(CanonicalJson.bytes(metadata).length).isLessThan(ChangeSummary.MAX_METADATA_BYTES);
        assertThat(((JsonArray) metadata.get("addresses")).size()).isZero();
        JsonObject types = (JsonObject) metadata.get("types");
        assertThat(types.names())
                .contains("random_0000_" + "y".repeat(20))
                .doesNotContain("random_0999_" + "y".repeat(20));
        assertThat(types.size()).isGreaterThan(200);
    }
}
