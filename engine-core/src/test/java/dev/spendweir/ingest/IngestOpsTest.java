package dev.spendweir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ops of family ingest: FOCUS rows and what both ops check first. */
class IngestOpsTest {

    private static String focus(String settings, String... rows) {
        JsonObject input = Json.object("{'currency':'USD','clock_time':'2026-03-02T12:00:00Z'" + settings + ",'rows':["
                + String.join(",", rows) + "]}");
        return CanonicalJson.text(IngestOps.focus(input)).replace('"', '\'');
    }

    private static String row(String start, String cost, String more) {
        return "{'ChargePeriodStart':'" + start + "','BillingCurrency':'USD','BilledCost':'" + cost + "'" + more + "}";
    }

    private static String oneDay(String date, String project, String amount) {
        return "{'accepted':1,'corrections':[],'days':[{'amount':'" + amount + "','date':'" + date + "','project_id':"
                + project + "}],'rejected':[]}";
    }

    private static String rejected(String code, String column) {
        return "{'accepted':0,'corrections':[],'days':[],'rejected':[{'code':'" + code + "','index':0,'pointer':'/"
                + column + "'}]}";
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01",
        "2026-03-01 22:00:00, 2026-03-01",
        "2026-03-01T23:59:59.999999999Z, 2026-03-01",
        "2026-03-01T01:59+02:00, 2026-02-28",
        "2026-03-01T22:00-02:00, 2026-03-02",
        "2024-03-01T00:00:00+00:01, 2024-02-29",
        "2026-03-04, 2026-03-04"
    })
    void period_beginsOnAUtcDay(String start, String day) {
        assertThat(focus("", row(start, "1", ""))).isEqualTo(oneDay(day, "null", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-05",
        "2026-02-30",
        "3/1/26",
        "2026-03-01T24:00",
        "2026-03-01T00:60",
        "2026-03-01T00:00:60",
        "2026-03-01T00:00+24:00",
        "2026-03-01T00:00+00:60",
        "0001-01-01T00:00+00:01",
        "9999-12-31T23:00-02:00"
    })
    void period_thatIsNone_isRejected(String start) {
        assertThat(focus("", row(start, "1", ""))).isEqualTo(rejected("INVALID_FIELD", "ChargePeriodStart"));
    }

    @ParameterizedTest
    @CsvSource({"-6.25E-2, -0.0625", "1e10, 10000000000", "0.0000025, 0.000002", "5e-40, 0", "0e40, 0", "007, 7"})
    void cost_isADecimal(String cost, String amount) {
        assertThat(focus("", row("2026-03-01", cost, ""))).isEqualTo(oneDay("2026-03-01", "null", amount));
    }

    @ParameterizedTest
    @CsvSource({
        "+1, INVALID_AMOUNT",
        "5., INVALID_AMOUNT",
        "1e-41, INVALID_AMOUNT",
        "1e41, INVALID_AMOUNT",
        "0.33333333333333333333333333333333333333333333333333333333333333333, INVALID_AMOUNT",
        "10000000000.0000001, AMOUNT_OUT_OF_RANGE",
        "-10000000000.0000001, AMOUNT_OUT_OF_RANGE",
        "nUlL, FIELD_REQUIRED"
    })
    void cost_thatIsNone_isRejected(String cost, String code) {
        assertThat(focus("", row("2026-03-01", cost, ""))).isEqualTo(rejected(code, "BilledCost"));
    }

    @Test
    void rows_areSummedExactlyAndRoundedOnce() {
        String tiny = row("2026-03-01", "0.0000004", "");
        assertThat(focus("", tiny, tiny, tiny)).contains("'amount':'0.000001'", "'accepted':3");
        assertThat(Refusals.of(() -> focus("", row("2026-03-01", "1e10", ""), row("2026-03-01", "0.000001", ""))))
                .containsExactly("AMOUNT_OUT_OF_RANGE");
        String large = row("2026-03-01", "1e10", "");
        String[] manyLarge = new String[200];
        java.util.Arrays.fill(manyLarge, large);
        assertThat(Refusals.of(() -> focus("", manyLarge))).containsExactly("AMOUNT_OUT_OF_RANGE");
    }

    @Test
    void corrections_ofDaysWithoutOtherRows_stayApart() {
        String correction = row("2026-03-01", "-7.5", ",'ChargeClass':'Correction'");
        assertThat(focus("", correction))
                .contains("'corrections':[{'amount':'-7.5','date':'2026-03-01','project_id':null}],'days':[]");
        assertThat(focus("", correction, row("2026-03-01", "10", "")))
                .contains("'corrections':[],'days':[{'amount':'2.5'");
    }

    @Test
    void project_isAColumnOrATag() {
        assertThat(focus(",'project_column':'Account'", row("2026-03-01", "1", ",'Account':' a '")))
                .isEqualTo(oneDay("2026-03-01", "'a'", "1"));
        String tagged = row("2026-03-01", "1", ",'Tags':'{\\\"app\\\":\\\"web\\\"}'");
        assertThat(focus(",'project_column':'tag:app'", tagged)).isEqualTo(oneDay("2026-03-01", "'web'", "1"));
        assertThat(focus(",'project_column':'tag:env'", tagged)).isEqualTo(oneDay("2026-03-01", "'unassigned'", "1"));
        assertThat(focus(",'project_column':'tag:app'", row("2026-03-01", "1", "")))
                .isEqualTo(oneDay("2026-03-01", "'unassigned'", "1"));
        for (String tags : new String[] {"[]", "{", "{\\\"app\\\":\\\"\\\\u0001\\\"}"}) {
            assertThat(focus(",'project_column':'tag:app'", row("2026-03-01", "1", ",'Tags':'" + tags + "'")))
                    .isEqualTo(rejected("INVALID_FIELD", "Tags"));
        }
    }

    @Test
    void currencyAndCostColumn_areThoseOfTheInput() {
        String euro = row("2026-03-01", "x", ",'EffectiveCost':'2'");
        assertThat(focus(",'cost_column':'EffectiveCost'", euro)).isEqualTo(oneDay("2026-03-01", "null", "2"));
        assertThat(focus("", euro.replace("USD", "EUR"))).isEqualTo(rejected("CURRENCY_MISMATCH", "BillingCurrency"));
    }

    @Test
    void figures_areSortedByDayAndProject() {
        String[] rows = {
            row("2026-03-01", "1", ",'A':'\uff61'"),
            row("2026-03-01", "2", ",'A':'\ud83d\ude00'"),
            row("2026-02-01", "3", ",'A':'z'")
        };
        assertThat(focus(",'project_column':'A'", rows)).matches(".*'amount':'3'.*'amount':'2'.*'amount':'1'.*");
    }

    @Test
    void settings_areCheckedFirst() {
        assertThat(Refusals.of(() -> IngestOps.accept(JsonObject.EMPTY)))
                .containsExactly("INVALID_FIELD /currency", "INVALID_FIELD /tenant_id");
        JsonObject settings = Json.object("{'tenant_id':'acme','currency':'USD','integrity':null}");
        assertThat(Refusals.of(() -> IngestOps.accept(settings))).containsExactly("INVALID_CLOCK_TIME");
        assertThat(Refusals.of(
                        () -> IngestOps.accept(settings.with("clock_time", new JsonString("2026-03-02T12:00:00Z")))))
                .containsExactly("INVALID_FIELD");
        assertThat(Refusals.of(() -> focus("", "'x'", "{'a':null}")))
                .containsExactly("INVALID_FIELD /rows/0", "INVALID_FIELD /rows/1/a");
    }

    @Test
    void accept_givesTheEnvelopeWithItsDefaults() {
        JsonObject input =
                Json.object("{'tenant_id':'acme','currency':'USD','clock_time':'2026-03-02T12:00:00Z','envelope':"
                        + "{'tenant_id':'acme','event_id':'e','trace_id':'t','agent_id':'a','schema_version':'1.0',"
                        + "'created_at':'2026-03-02T01:00:00Z','source':'s','type':'cost.daily',"
                        + "'payload':{'date':'2026-03-01','amount':1.50,'currency':'USD'}}}");
        assertThat(CanonicalJson.text(IngestOps.accept(input)).replace('"', '\''))
                .isEqualTo(
                        "{'event':{'agent_id':'a','created_at':'2026-03-02T01:00:00.000Z','event_id':'e','payload':"
                                + "{'amount':'1.5','currency':'USD','date':'2026-03-01','final':false,'project_id':null},"
                                + "'schema_version':'1.0','source':'s','tenant_id':'acme','trace_id':'t','type':'cost.daily'}}");
    }
}
