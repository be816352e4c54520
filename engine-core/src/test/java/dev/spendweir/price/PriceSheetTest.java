package dev.spendweir.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceSheetTest {

    private static final String FRAME = """
            {"schema":"spendweir.price_sheet/v1","name":"n","currency":"USD",
             "sources":{"s":{"text":"t","as_of":"2025-01"}},
             "tables":{"t":{"source":"s","fold_case":true,"prices":{"Small|x":"1","Big|x":"2"}},
                       "steps":{"source":"s","steps":[{"up_to":"32","price":"1.5"},{"up_to":"64","price":"3"}]}},
             "regions":{"r":{"from":["zone","location"],"listed":["us-east-1","eastus"],"factors":{"eu-west-1":"1.1"}}},
             "free":["gratis","none_*"],"resources":{"x":%s}}
            """;

    private static Price price(String entry, String values, String unknown) {
        PriceSheet sheet = PriceSheetReader.read(FRAME.formatted(entry).getBytes(StandardCharsets.UTF_8))
                .sheet();
        JsonValue marks = unknown.isEmpty() ? JsonNull.NULL : JsonReader.read(unknown);
        return sheet.price("x", new ResourceAttributes((JsonObject) JsonReader.read(values), marks));
    }

    private static Price.Priced priced(String entry, String values, String unknown) {
        return (Price.Priced) price(entry, values, unknown);
    }

    private static String component(String rest) {
        return "{\"components\":[{\"name\":\"c\",\"per\":\"month\"," + rest + "}]}";
    }

    @Test
    void keyTable_priced_joinsAttributesAndFoldsCase() {
        String entry = component(
                "\"price\":{\"table\":\"t\",\"key\":[\"size\",{\"attribute\":\"k\",\"default\":{\"value\":\"x\"}}]}");
        assertThat(priced(entry, "{\"size\":\"BIG\"}", "").monthly()).isEqualByComparingTo("2");
        assertThat(price(entry, "{\"size\":\"huge\"}", ""))
                .isEqualTo(new Price.Unknown("table t has no price for this size and k"));
        assertThat(price(entry, "{}", "")).isEqualTo(new Price.Unknown("size is not set"));
        assertThat(price(entry, "{}", "{\"size\":true}"))
                .isEqualTo(new Price.Unknown("size is not known before the apply"));
        assertThat(price(entry, "{\"size\":{\"$sensitive\":true}}", "")).isInstanceOf(Price.Unknown.class);
        assertThat(price(entry, "{\"size\":[1]}", "")).isInstanceOf(Price.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"1,1.5", "32,1.5", "32.5,3", "64,3"})
    void stepTable_priced_takesTheSmallestStepThatCovers(String size, BigDecimal expected) {
        String entry = component("\"price\":{\"table\":\"steps\",\"by\":\"gb\"}");
        assertThat(priced(entry, "{\"gb\":" + size + "}", "").monthly()).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"65", "-1", "1e2", "\"12a\"", "\"\""})
    void stepTable_pricedForOtherSizes_isUnknown(String size) {
        String entry = component("\"price\":{\"table\":\"steps\",\"by\":\"gb\"}");
        assertThat(price(entry, "{\"gb\":" + size + "}", "")).isInstanceOf(Price.Unknown.class);
    }

    @Test
    void hourlyComponent_priced_countsForBoth() {
        Price.Priced price = priced(
                "{\"components\":[{\"name\":\"h\",\"per\":\"hour\",\"price\":\"0.1\",\"source\":\"s\"},"
                        + "{\"name\":\"m\",\"per\":\"month\",\"price\":\"5\",\"source\":\"s\"}]}",
                "{}",
                "");
        assertThat(price.monthly()).isEqualByComparingTo("78");
        assertThat(price.hourly()).isEqualByComparingTo("0.1");
        assertThat(price.sources()).containsExactly("s");
        assertThat(price.assumed()).isFalse();
    }

    @Test
    void quantities_priced_multiplyAndAreReadOnlyWhileTheyMatter() {
        String entry = component(
                "\"price\":\"2\",\"source\":\"s\",\"quantity\":[\"3\",{\"attribute\":\"on\",\"map\":{\"true\":\"1\",\"*\":\"0\"}},"
                        + "{\"attribute\":\"iops\",\"above\":\"10\"}]");
        assertThat(priced(entry, "{\"on\":true,\"iops\":15}", "").monthly()).isEqualByComparingTo("30");
        assertThat(priced(entry, "{\"on\":true,\"iops\":5}", "").monthly()).isEqualByComparingTo("0");
        assertThat(priced(entry, "{\"on\":false}", "{\"iops\":true}").monthly()).isEqualByComparingTo("0");
        assertThat(price(entry, "{\"on\":true}", "{\"iops\":true}")).isInstanceOf(Price.Unknown.class);
    }

    @Test
    void standIns_priced_makeThePriceAssumedWhenTheySaySo() {
        String entry = component("\"price\":\"2\",\"source\":\"s\",\"quantity\":[{\"attribute\":[\"a\",\"b\"],"
                + "\"default\":{\"value\":\"1\"},\"unknown\":{\"value\":\"4\",\"assume\":\"four\"}}]");
        assertThat(priced(entry, "{\"b\":3}", "{\"a\":true}").monthly()).isEqualByComparingTo("6");
        assertThat(priced(entry, "{}", "").assumed()).isFalse();
        assertThat(priced(entry, "{}", "{\"b\":true}").assumptions()).containsExactly("four");
    }

    @Test
    void blocks_priced_areSummedAndMayBeStoodInFor() {
        String entry = component(
                        "\"each\":\"disk\",\"if_none\":{\"attributes\":{\"gb\":\"8\"},\"assume\":\"eight\"},"
                                + "\"price\":\"1\",\"source\":\"s\",\"quantity\":[\"gb\"],\"outer\":[{\"attribute\":\"nodes\"}]")
                .replace("[\"gb\"]", "[{\"attribute\":\"gb\"}]");
        assertThat(priced(entry, "{\"nodes\":2,\"disk\":[{\"gb\":5},{\"gb\":7}]}", "")
                        .monthly())
                .isEqualByComparingTo("24");
        assertThat(priced(entry, "{\"nodes\":2,\"disk\":[]}", "").assumptions()).containsExactly("eight");
        assertThat(priced(entry, "{\"nodes\":2}", "{\"disk\":true}").monthly()).isEqualByComparingTo("16");
        assertThat(price(entry, "{\"nodes\":2,\"disk\":[{}]}", "{\"disk\":[{\"gb\":true}]}"))
                .isInstanceOf(Price.Unknown.class);
    }

    @Test
    void unknownBlocks_priced_areUnknownUnlessAssumedAway() {
        String each = "\"each\":\"disk\",\"price\":\"1\",\"source\":\"s\"";
        assertThat(price(component(each), "{}", "{\"disk\":true}")).isInstanceOf(Price.Unknown.class);
        assertThat(priced(component(each + ",\"none_if_unknown\":\"no disks\""), "{}", "{\"disk\":true}")
                        .assumptions())
                .containsExactly("no disks");
        assertThat(priced(component(each), "{\"disk\":[]}", "").monthly()).isEqualByComparingTo("0");
    }

    @Test
    void parts_priced_areCutOutOfATier() {
        String entry =
                component("\"price\":\"1\",\"source\":\"s\",\"quantity\":[{\"attribute\":\"tier\",\"after_last\":\"/\","
                        + "\"part\":{\"separator\":\"-\",\"index\":2}},{\"attribute\":\"zones\",\"count\":true}]");
        assertThat(priced(entry, "{\"tier\":\"a/b/db-custom-4-15360\",\"zones\":[1,2]}", "")
                        .monthly())
                .isEqualByComparingTo("8");
        assertThat(price(entry, "{\"tier\":\"db-x\",\"zones\":[1]}", "")).isInstanceOf(Price.Unknown.class);
    }

    @Test
    void conditions_priced_decideWhatApplies() {
        String entry = "{\"free_when\":[{\"attribute\":\"kind\",\"in\":[\"Internal\"]}],"
                + "\"unknown_when\":[{\"attribute\":\"kind\",\"prefixes\":[\"spot\"],\"if_unknown\":false}],"
                + "\"components\":[{\"name\":\"c\",\"per\":\"month\",\"price\":\"1\",\"source\":\"s\","
                + "\"when\":[{\"attribute\":\"kind\",\"in\":[\"plain\"],\"if_absent\":true}]}]}";
        assertThat(price(entry, "{\"kind\":\"INTERNAL\"}", "")).isEqualTo(new Price.Free());
        assertThat(price(entry, "{\"kind\":\"spot-2\"}", "")).isInstanceOf(Price.Unknown.class);
        assertThat(priced(entry, "{\"kind\":\"plain\"}", "").monthly()).isEqualByComparingTo("1");
        assertThat(priced(entry, "{}", "").monthly()).isEqualByComparingTo("1");
        assertThat(price(entry, "{}", "{\"kind\":true}")).isInstanceOf(Price.Unknown.class);
        assertThat(price(entry, "{\"kind\":\"other\"}", ""))
                .as("an entry of which nothing applies is unknown, not 0")
                .isInstanceOf(Price.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'',10,false",
        "us-east-1,10,false",
        "us-east-1b,10,false",
        "East US,10,false",
        "eu-west-1a,11,true",
        "eastus2,10,true",
        "ap-south-1,10,true"
    })
    void regions_priced_applyTheirFactorOrSayThatTheyDoNot(String zone, String expected, boolean assumed) {
        String entry = component("\"price\":\"10\",\"source\":\"s\"")
                .replace("{\"components\"", "{\"region\":\"r\",\"components\"");
        Price.Priced price = priced(entry, zone.isEmpty() ? "{}" : "{\"zone\":\"" + zone + "\"}", "");
        assertThat(price.monthly()).isEqualByComparingTo(expected);
        assertThat(price.assumed()).isEqualTo(assumed);
    }

    @Test
    void freeTypes_priced_areByNameOrBeginning() {
        PriceSheet sheet = PriceSheetReader.read(FRAME.formatted(component("\"price\":\"1\",\"source\":\"s\""))
                        .getBytes(StandardCharsets.UTF_8))
                .sheet();
        ResourceAttributes none = ResourceAttributes.known(JsonObject.EMPTY);
        assertThat(sheet.price("gratis", none)).isEqualTo(new Price.Free());
        assertThat(sheet.price("none_at_all", none)).isEqualTo(new Price.Free());
        assertThat(sheet.price("gratis_not", none)).isInstanceOf(Price.Unknown.class);
    }

    @Test
    void filter_cut_keepsWhatIsReadAndNothingElse() {
        String entry =
                "{\"region\":\"r\",\"components\":[{\"name\":\"c\",\"per\":\"month\",\"each\":\"disk\",\"price\":\"1\",\"source\":\"s\","
                        + "\"quantity\":[{\"attribute\":\"spec.0.gb\"}]}]}";
        PriceSheet sheet = PriceSheetReader.read(FRAME.formatted(entry).getBytes(StandardCharsets.UTF_8))
                .sheet();
        AttributeFilter filter = sheet.filter("x");
        assertThat(filter.paths()).containsExactly("disk.*.spec.0.gb", "location", "zone");
        assertThat(filter.keep(JsonReader.read(
                        "{\"zone\":\"z\",\"secret\":1,\"disk\":[{\"name\":\"d\",\"spec\":[{\"gb\":5,\"x\":1}]}]}")))
                .isEqualTo(JsonReader.read("{\"zone\":\"z\",\"disk\":[{\"spec\":[{\"gb\":5}]}]}"));
        assertThat(sheet.filter("gratis").keepObject((JsonObject) JsonReader.read("{\"a\":1}")))
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void ownSheet_laidOverAnother_winsTypeByType() {
        PriceSheet base = PriceSheetReader.read(FRAME.formatted(component("\"price\":\"1\",\"source\":\"s\""))
                        .getBytes(StandardCharsets.UTF_8))
                .sheet();
        String own =
                "{\"schema\":\"spendweir.price_sheet/v1\",\"name\":\"own\",\"currency\":\"%s\",\"standalone\":%s,\"free\":[\"x\"],"
                        + "\"sources\":{\"o\":{\"text\":\"o\",\"as_of\":\"2026-01-01\"}},"
                        + "\"resources\":{\"gratis\":{\"components\":[{\"name\":\"c\",\"per\":\"month\",\"price\":\"9\",\"source\":\"o\"}]}}}";
        ResourceAttributes none = ResourceAttributes.known(JsonObject.EMPTY);
        PriceSheet over = read(own.formatted("USD", "false")).over(base);
        assertThat(over.price("x", none)).isEqualTo(new Price.Free());
        assertThat(((Price.Priced) over.price("gratis", none)).monthly()).isEqualByComparingTo("9");
        assertThat(over.price("none_y", none)).isEqualTo(new Price.Free());
        assertThat(over.sources()).containsOnlyKeys("s", "o");
        assertThat(read(own.formatted("USD", "true")).over(base).price("none_y", none))
                .isInstanceOf(Price.Unknown.class);
        assertThatThrownBy(() -> read(own.formatted("EUR", "false")).over(base)).hasMessageContaining("/currency");
    }

    private static PriceSheet read(String json) {
        return PriceSheetReader.read(json.getBytes(StandardCharsets.UTF_8)).sheet();
    }

    @Test
    void badSheet_read_reportsEverythingAtOnce() {
        RejectedException e = catchThrowableOfType(RejectedException.class, () -> read("""
                        {"schema":"spendweir.price_sheet/v1","name":"n","currency":"usd","extra":1,
                         "sources":{"s":{"text":"t","as_of":"yesterday"}},
                         "tables":{"t":{"source":"zz","prices":{"a":1}},"e":{"source":"s"},
                                   "st":{"source":"s","steps":[{"up_to":"2","price":"1"},{"up_to":"2","price":"1"}]}},
                         "free":["UPPER case"],
                         "resources":{
                          "a":{"components":[]},
                          "b":{"region":"nowhere","components":[{"name":"c","per":"week","price":"-1","source":"none"}]},
                          "c":{"components":[{"name":"c","per":"hour","price":{"table":"lost","key":["k"]}}]},
                          "d":{"components":[{"name":"c","per":"hour","price":{"table":"t"}}]},
                          "e":{"components":[{"name":"c","per":"hour","price":"1","source":"s","quantity":[{"attribute":"a..b"}]}]},
                          "f":{"components":[{"name":"c","per":"hour","price":"1","source":"s",
                               "quantity":[{"attribute":"a","unknown":{"value":"1"}}],"if_none":{"attributes":{}}}]}}}
                        """));
        assertThat(e.findings())
                .extracting(Finding::pointer)
                .containsExactlyInAnyOrder(
                        "/currency",
                        "/extra",
                        "/sources/s/as_of",
                        "/tables/t/source",
                        "/tables/t/prices/a",
                        "/tables/e",
                        "/tables/st/steps/1/up_to",
                        "/free/0",
                        "/resources/a/components",
                        "/resources/b/region",
                        "/resources/b/components/0/per",
                        "/resources/b/components/0/price",
                        "/resources/b/components/0/source",
                        "/resources/c/components/0/price/table",
                        "/resources/d/components/0/price/key",
                        "/resources/b/components",
                        "/resources/c/components",
                        "/resources/d/components",
                        "/resources/e/components/0/quantity/0/attribute",
                        "/resources/f/components/0/quantity/0/unknown/assume",
                        "/resources/f/components/0/if_none");
    }

    @Test
    void slips_read_areWarnings() {
        var result = PriceSheetReader.read("""
                {"schema":"spendweir.price_sheet/v1","name":"n","currency":"USD","free":["a_b","a_b","a_*","x"],
                 "sources":{"s":{"text":"t","as_of":"2025-01"},"u":{"text":"t","as_of":"2025-01"}},
                 "tables":{"t":{"source":"s","prices":{}}},"regions":{"r":{"listed":["here"]}},
                 "resources":{"x":{"components":[{"name":"c","per":"month","price":"1","source":"s"}]}}}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(result.warnings())
                .extracting(w -> w.code() + " " + w.pointer())
                .containsExactly(
                        "free_type_covered /free/0",
                        "duplicate_free_type /free/1",
                        "free_type_has_entry /free/3",
                        "region_unused /regions/r",
                        "source_unused /sources/u",
                        "table_unused /tables/t");
    }

    @Test
    void otherTexts_read_areRefused() {
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("object");
        assertThatThrownBy(() -> read("{\"a\":1,\"a\":2}")).hasMessageStartingWith("PRICE_SHEET_INVALID");
        assertThatThrownBy(() -> read("{\"schema\":\"spendweir.price_sheet/v2\",\"name\":\"n\",\"currency\":\"USD\"}"))
                .hasMessageContaining("/schema");
    }
}
