package dev.spendweir.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import dev.spendweir.testing.RequestGenerators;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestNormalizerTest {

    private static final PolicyDocument DEFAULTS = PolicyReader.defaults().document();
    private static final List<String> REQUIRED = List.of(
            "action",
            "environment",
            "estimated_monthly_delta",
            "idempotency_key",
            "project_id",
            "requester_id",
            "resource_reference",
            "source",
            "tenant_id");

    private static GateRequest normalize(JsonValue raw) {
        return RequestNormalizer.normalize(raw, DEFAULTS);
    }

    private static List<String> refusals(JsonValue raw) {
        return Refusals.of(() -> normalize(raw));
    }

    private static JsonObject sampleWith(String name, JsonValue value) {
        return RequestGenerators.sample().with(name, value);
    }

    private static List<String> refusalsWith(String name, String text) {
        return refusals(sampleWith(name, new JsonString(text)));
    }

    private static GateRequest in(String environment, String environments) {
        PolicyDocument policy = PolicyReader.read(Json.value("{'environments':" + environments + "}"))
                .document();
        return RequestNormalizer.normalize(sampleWith("environment", new JsonString(environment)), policy);
    }

    @Test
    void normalize_requiredFieldsAlone_getDefaults() {
        JsonObject raw = RequestGenerators.sample();
        for (String name : List.of("currency", "estimated_hourly_delta", "dry_run", "unpriced_resources", "metadata")) {
            raw = raw.without(name);
        }
        assertThat(CanonicalJson.text(normalize(raw).toJson()))
                .isEqualTo("{\"action\":\"vm.create\",\"currency\":\"USD\",\"dry_run\":false,\"environment\":\"prod\","
                        + "\"estimated_hourly_delta\":\"0\",\"estimated_monthly_delta\":\"120.5\","
                        + "\"idempotency_key\":\"key-1\",\"metadata\":{},\"project_id\":\"payments\","
                        + "\"requester_id\":\"alice\",\"resource_reference\":\"aws_instance.web\","
                        + "\"source\":\"terraform\",\"tenant_id\":\"acme\",\"unpriced_resources\":0}");
    }

    @Test
    void normalize_nullOptionalFields_areLikeAbsentOnes() {
        JsonObject nulls = RequestGenerators.sample();
        JsonObject absent = nulls;
        for (String name : List.of("currency", "estimated_hourly_delta", "dry_run", "unpriced_resources", "metadata")) {
            nulls = nulls.with(name, JsonNull.NULL);
            absent = absent.without(name);
        }
        assertThat(normalize(nulls)).isEqualTo(normalize(absent));
    }

    @Test
    void normalize_requiredFieldsMissingOrNull_areAllReported() {
        String[] expected =
                REQUIRED.stream().map(name -> "FIELD_REQUIRED /" + name).toArray(String[]::new);
        assertThat(refusals(JsonObject.EMPTY)).containsExactly(expected);
        JsonObject nulls = JsonObject.EMPTY;
        for (String name : REQUIRED) {
            nulls = nulls.with(name, JsonNull.NULL);
        }
        assertThat(refusals(nulls)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "'x'", "1"})
    void normalize_noObject_isInvalidAtTheRoot(String raw) {
        assertThat(refusals(Json.value(raw))).containsExactly("INVALID_FIELD");
    }

    @Test
    void normalize_absentRequest_isInvalidAtTheRoot() {
        assertThat(Refusals.of(() -> RequestNormalizer.normalize(null, DEFAULTS)))
                .containsExactly("INVALID_FIELD");
        assertThat(Refusals.of(() -> RequestNormalizer.normalizeWithoutPolicy(null)))
                .containsExactly("INVALID_FIELD");
    }

    @Test
    void normalize_texts_areStrippedOfAsciiWhiteSpaceOnly() {
        JsonObject raw = RequestGenerators.sample();
        for (String name : List.of(
                "tenant_id",
                "source",
                "project_id",
                "action",
                "resource_reference",
                "currency",
                "requester_id",
                "idempotency_key",
                "environment")) {
            String text = ((JsonString) raw.get(name)).value();
            raw = raw.with(name, new JsonString("\t\n\u000b\f\r " + text + " \r\f\u000b\n\t"));
        }
        assertThat(normalize(raw)).isEqualTo(normalize(RequestGenerators.sample()));
        assertThat(normalize(sampleWith("project_id", new JsonString("\u00a0a b\u3000")))
                        .projectId())
                .isEqualTo("\u00a0a b\u3000");
    }

    @Test
    void normalize_lowerCases_asciiOfEnvironmentAndActionOnly() {
        JsonObject raw = sampleWith("environment", new JsonString("ST\u00c4GING-\u0130"))
                .with("action", new JsonString("VM.Create-X"))
                .with("project_id", new JsonString("PayMents"))
                .with("resource_reference", new JsonString("AWS"));
        GateRequest request = normalize(raw);
        assertThat(request.environment()).isEqualTo("st\u00c4ging-\u0130");
        assertThat(request.action()).isEqualTo("vm.create-x");
        assertThat(request.projectId()).isEqualTo("PayMents");
        assertThat(request.resourceReference()).isEqualTo("AWS");
    }

    @ParameterizedTest
    @CsvSource({
        "project_id, 1, 128",
        "environment, 1, 64",
        "resource_reference, 1, 512",
        "requester_id, 1, 128",
        "idempotency_key, 4, 255",
    })
    void normalize_lengths_areCountedInCodePointsAfterStripping(String name, int min, int max) {
        String invalid = "INVALID_FIELD /" + name;
        assertThat(refusalsWith(name, "x".repeat(min))).isEmpty();
        assertThat(refusalsWith(name, "x".repeat(min - 1) + "   ")).containsExactly(invalid);
        assertThat(refusalsWith(name, "x".repeat(max))).isEmpty();
        assertThat(refusalsWith(name, "  " + "x".repeat(max) + "  ")).isEmpty();
        assertThat(refusalsWith(name, "x".repeat(max + 1))).containsExactly(invalid);
        assertThat(refusalsWith(name, "\ud83d\ude00".repeat(max))).isEmpty();
        assertThat(refusalsWith(name, "\ud83d\ude00".repeat(max + 1))).containsExactly(invalid);
        assertThat(refusalsWith(name, "\ud83d\ude00".repeat(min))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id",
                "environment",
                "resource_reference",
                "requester_id",
                "idempotency_key",
                "tenant_id",
                "action"
            })
    void normalize_controlsAndLoneSurrogates_areRefused(String name) {
        for (String bad : List.of(
                "\0",
                "\u0001",
                "\u001f",
                "\u007f",
                "\u0080",
                "\u0085",
                "\u009f",
                "\ud800",
                "\udc00",
                "\ud800\ud800",
                "\udc00\ud800")) {
            assertThat(refusalsWith(name, "ab" + bad + "cd")).as(bad).containsExactly("INVALID_FIELD /" + name);
        }
    }

    @Test
    void normalize_controlInTheMiddleOrWhiteSpaceInside_isJudgedByItsKind() {
        assertThat(refusalsWith("project_id", "a b")).isEmpty();
        assertThat(refusalsWith("project_id", "a\tb")).containsExactly("INVALID_FIELD /project_id");
        assertThat(refusalsWith("project_id", "\u00a0\u2028\ufffe\ufeff")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "A.b_c-d", "9z", "a.."})
    void normalize_tenantOfTheShape_isTaken(String text) {
        assertThat(normalize(sampleWith("tenant_id", new JsonString(text))).tenantId())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "_a", "a b", "a/b", "\u00e4", "a\u0660"})
    void normalize_tenantOfAnotherShape_isInvalid(String text) {
        assertThat(refusalsWith("tenant_id", text)).containsExactly("INVALID_FIELD /tenant_id");
    }

    @Test
    void normalize_tenantAndActionLengths_areChecked() {
        assertThat(refusalsWith("tenant_id", "a".repeat(64))).isEmpty();
        assertThat(refusalsWith("tenant_id", "a".repeat(65))).containsExactly("INVALID_FIELD /tenant_id");
        assertThat(refusalsWith("action", "a".repeat(128))).isEmpty();
        assertThat(refusalsWith("action", "a".repeat(129))).containsExactly("INVALID_FIELD /action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "0", "a.b", "a.-", "a_b.c-d.0", "VM.CREATE", "a._"})
    void normalize_actionOfTheShape_isTaken(String text) {
        assertThat(refusalsWith("action", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a-b", "-a.b", "a b", "a/b", "a.\u00e4", "\u212a", "a.b."})
    void normalize_actionOfAnotherShape_isInvalid(String text) {
        assertThat(refusalsWith("action", text)).containsExactly("INVALID_FIELD /action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Terraform", "terra form", "aws", "TERRAFORM"})
    void normalize_unknownSource_isInvalid(String text) {
        assertThat(refusalsWith("source", text)).containsExactly("INVALID_FIELD /source");
    }

    @Test
    void normalize_everySource_isTaken() {
        for (Source source : Source.values()) {
            assertThat(normalize(sampleWith("source", new JsonString(source.wireName())))
                            .source())
                    .isEqualTo(source);
        }
    }

    @Test
    void normalize_currency_mustBeThePolicys() {
        assertThat(refusalsWith("currency", "EUR")).containsExactly("CURRENCY_MISMATCH /currency");
        for (String bad : List.of("", "usd", "US", "USDX", "U D", "U\u00c4D", "12A")) {
            assertThat(refusalsWith("currency", bad)).as(bad).containsExactly("INVALID_FIELD /currency");
        }
        PolicyDocument euros =
                PolicyReader.read(Json.value("{'currency':'EUR'}")).document();
        assertThat(RequestNormalizer.normalize(RequestGenerators.sample().without("currency"), euros)
                        .currency())
                .isEqualTo("EUR");
        assertThat(Refusals.of(() -> RequestNormalizer.normalize(RequestGenerators.sample(), euros)))
                .containsExactly("CURRENCY_MISMATCH /currency");
    }

    @Test
    void normalizeWithoutPolicy_takesTheRequestsCurrency() {
        JsonObject raw = sampleWith("currency", new JsonString(" EUR "));
        assertThat(RequestNormalizer.normalizeWithoutPolicy(raw).currency()).isEqualTo("EUR");
        assertThat(RequestNormalizer.normalizeWithoutPolicy(raw.without("currency"))
                        .currency())
                .isEqualTo("USD");
        assertThat(RequestNormalizer.normalizeWithoutPolicy(raw).environmentClass())
                .isEqualTo(EnvironmentClass.PROD);
        JsonObject malformed = raw.with("currency", new JsonString("eur"));
        assertThat(Refusals.of(() -> RequestNormalizer.normalizeWithoutPolicy(malformed)))
                .containsExactly("INVALID_FIELD /currency");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ' 12.5 '                | INVALID_AMOUNT
            ''                      | INVALID_AMOUNT
            '+1'                    | INVALID_AMOUNT
            true                    | INVALID_AMOUNT
            {}                      | INVALID_AMOUNT
            '1e3'                   | INVALID_AMOUNT
            '1000000000000.000001'  | AMOUNT_OUT_OF_RANGE
            1e13                    | AMOUNT_OUT_OF_RANGE
            """)
    void normalize_badAmounts_keepTheirCodes(String json, String code) {
        assertThat(refusals(sampleWith("estimated_monthly_delta", Json.value(json))))
                .containsExactly(code + " /estimated_monthly_delta");
        assertThat(refusals(sampleWith("estimated_hourly_delta", Json.value(json))))
                .containsExactly(code + " /estimated_hourly_delta");
    }

    @Test
    void normalize_amounts_mayBeNegativeAndNumbers() {
        GateRequest request = normalize(sampleWith("estimated_monthly_delta", Json.value("-12.3456785e0"))
                .with("estimated_hourly_delta", Json.value("'-0.50'")));
        assertThat(request.estimatedMonthlyDelta()).isEqualTo(Amount.parse("-12.345678"));
        assertThat(request.estimatedHourlyDelta()).isEqualTo(Amount.parse("-0.5"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "7, 7", "2147483647, 2147483647"})
    void normalize_unpricedResources_isAWholeNumber(String text, int count) {
        assertThat(normalize(sampleWith("unpriced_resources", Json.value(text))).unpricedResources())
                .isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "1.0", "1e0", "1E0", "0.5", "2147483648", "99999999999999999999", "'1'", "true", "[]"})
    void normalize_unpricedResourcesOfAnotherKind_isInvalid(String text) {
        assertThat(refusals(sampleWith("unpriced_resources", Json.value(text))))
                .containsExactly("INVALID_FIELD /unpriced_resources");
    }

    @Test
    void normalize_dryRun_isABoolean() {
        assertThat(normalize(sampleWith("dry_run", Json.value("true"))).dryRun())
                .isTrue();
        for (String bad : List.of("'true'", "1", "0", "{}")) {
            assertThat(refusals(sampleWith("dry_run", Json.value(bad)))).containsExactly("INVALID_FIELD /dry_run");
        }
    }

    @Test
    void normalize_textOfAnotherType_isInvalid() {
        for (String name : List.of(
                "tenant_id",
                "source",
                "project_id",
                "environment",
                "action",
                "resource_reference",
                "currency",
                "requester_id",
                "idempotency_key")) {
            assertThat(refusals(sampleWith(name, Json.value("5")))).containsExactly("INVALID_FIELD /" + name);
            assertThat(refusals(sampleWith(name, Json.value("['x']")))).containsExactly("INVALID_FIELD /" + name);
        }
    }

    @Test
    void normalize_unknownFields_areReportedEvenWhenNull() {
        JsonObject raw =
                sampleWith("zebra", JsonNull.NULL).with("a/b~", Json.value("1")).with("Source", Json.value("'x'"));
        assertThat(refusals(raw))
                .containsExactly("UNKNOWN_FIELD /Source", "UNKNOWN_FIELD /a~1b~0", "UNKNOWN_FIELD /zebra");
    }

    @Test
    void normalize_findings_areSortedByUtf16Units() {
        // U+1F600 begins with a surrogate, which sorts below U+FB33.
        JsonObject raw = sampleWith("\ufb33", JsonNull.NULL)
                .with("\ud83d\ude00", JsonNull.NULL)
                .with("Z", JsonNull.NULL);
        assertThat(refusals(raw))
                .containsExactly("UNKNOWN_FIELD /Z", "UNKNOWN_FIELD /\ud83d\ude00", "UNKNOWN_FIELD /\ufb33");
    }

    @Test
    void normalize_manyMistakes_areAllReportedTogether() {
        assertThat(refusals(Json.value("{'tenant_id':'-','source':'x','project_id':'','environment':5,'action':'a..b',"
                        + "'currency':'EUR','estimated_monthly_delta':'x','estimated_hourly_delta':1e99,"
                        + "'idempotency_key':'abc','dry_run':1,'unpriced_resources':-1,'metadata':[],'extra':null}")))
                .containsExactly(
                        "INVALID_FIELD /action",
                        "CURRENCY_MISMATCH /currency",
                        "INVALID_FIELD /dry_run",
                        "INVALID_FIELD /environment",
                        "AMOUNT_OUT_OF_RANGE /estimated_hourly_delta",
                        "INVALID_AMOUNT /estimated_monthly_delta",
                        "UNKNOWN_FIELD /extra",
                        "INVALID_FIELD /idempotency_key",
                        "INVALID_FIELD /metadata",
                        "INVALID_FIELD /project_id",
                        "FIELD_REQUIRED /requester_id",
                        "FIELD_REQUIRED /resource_reference",
                        "INVALID_FIELD /source",
                        "INVALID_FIELD /tenant_id",
                        "INVALID_FIELD /unpriced_resources");
    }

    @ParameterizedTest
    @CsvSource({
        "prod, PROD",
        "PROD, PROD",
        "production, PROD",
        "prd, PROD",
        "live, PROD",
        "prod-eu, PROD",
        "prod_2, PROD",
        "prod.a, PROD",
        "prod/x, PROD",
        "' Prod-EU ', PROD",
        "prodx, NONPROD",
        "prod:1, NONPROD",
        "pre-prod, NONPROD",
        "dev, NONPROD",
        "products, NONPROD",
        "prd1, NONPROD",
        "alive, NONPROD",
        "production-2, PROD"
    })
    void environmentClass_byProdAliases(String environment, EnvironmentClass expected) {
        assertThat(in(environment, "{}").environmentClass()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"dev, NONPROD", "dev-1, NONPROD", "test/x, NONPROD", "staging, PROD", "prod, PROD", "devx, PROD"})
    void environmentClass_withNonprodAliases_treatsUnknownOnesAsProduction(
            String environment, EnvironmentClass expected) {
        assertThat(in(environment, "{'nonprod_aliases':['dev','test']}").environmentClass())
                .isEqualTo(expected);
    }

    @Test
    void environmentClass_edgesOfTheLists() {
        assertThat(in("prod", "{'prod_aliases':[]}").environmentClass()).isEqualTo(EnvironmentClass.NONPROD);
        assertThat(in("dev", "{'prod_aliases':[],'nonprod_aliases':[]}").environmentClass())
                .isEqualTo(EnvironmentClass.PROD);
        assertThat(in("both", "{'prod_aliases':['both'],'nonprod_aliases':['both']}")
                        .environmentClass())
                .isEqualTo(EnvironmentClass.PROD);
        assertThat(in("prod-eu", "{'prod_aliases':['prod'],'nonprod_aliases':['prod-eu']}")
                        .environmentClass())
                .isEqualTo(EnvironmentClass.PROD);
    }

    @Test
    void builder_givesTheSameAsTheRawRequest() {
        GateRequest built = GateRequest.builder()
                .tenantId("acme")
                .source(Source.TERRAFORM)
                .projectId("payments")
                .environment("prod")
                .action("vm.create")
                .resourceReference("aws_instance.web")
                .currency("EUR")
                .currency("USD")
                .estimatedMonthlyDelta("120.50")
                .estimatedHourlyDelta(Amount.parse("0.17"))
                .requesterId("alice")
                .idempotencyKey("key-1")
                .dryRun(false)
                .unpricedResources(0)
                .metadata(JsonObject.EMPTY)
                .normalize(DEFAULTS);
        assertThat(built).isEqualTo(normalize(RequestGenerators.sample()));
        assertThat(Refusals.of(() -> GateRequest.builder()
                        .estimatedMonthlyDelta(Amount.ZERO)
                        .estimatedHourlyDelta("x")
                        .normalize(DEFAULTS)))
                .contains("FIELD_REQUIRED /action", "INVALID_AMOUNT /estimated_hourly_delta")
                .doesNotContain("FIELD_REQUIRED /estimated_monthly_delta");
    }

    @Test
    void toString_doesNotShowMetadata() {
        GateRequest request = normalize(sampleWith("metadata", Json.value("{'secret':'hunter2'}")));
        assertThat(request.toString()).contains("acme", "payments").doesNotContain("hunter2");
        assertThat(request.checkedMetadata().toString()).doesNotContain("hunter2");
    }
}
