package dev.spendweir.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotParserTest {

    private static JsonValue json(String text) {
        return JsonReader.read(text.replace('\'', '"'));
    }

    private static Snapshot parse(String text) {
        return SnapshotParser.parse(json(text));
    }

    private static List<String> pointers(String text) {
        RejectedException refused = catchThrowableOfType(RejectedException.class, () -> parse(text));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.findings()).extracting(Finding::code).containsOnly(ErrorCode.INVALID_SNAPSHOT);
        return refused.findings().stream().map(Finding::pointer).toList();
    }

    @Test
    void snapshot_withTheRequiredFieldsAlone_hasDefaults() {
        Snapshot snapshot = parse("{'policy_version':7,'cost_source':'available'}");
        assertThat(CanonicalJson.text(snapshot.toJson()))
                .isEqualTo("{'budget':null,'complete_through':null,'cost_history':[],'cost_source':'available',"
                                .replace('\'', '"')
                        + ("'grants':[],'policy_version':7,'project_cost_history':null,'usage':{'project_consumed':'0',"
                                        + "'project_reserved':'0','project_settling':'0','tenant_consumed':'0',"
                                        + "'tenant_reserved':'0','tenant_settling':'0'}}")
                                .replace('\'', '"'));
        assertThat(parse("{'policy_version':7,'cost_source':'available','cost_history':null,'grants':null,'usage':null,"
                                + "'budget':null,'project_cost_history':null,'complete_through':null}")
                        .sha256())
                .isEqualTo(snapshot.sha256());
    }

    @Test
    void snapshot_normalised_isSortedAndInWireForm() {
        Snapshot snapshot = parse("{'policy_version':0,'cost_source':'unavailable','complete_through':'2026-03-01',"
                + "'cost_history':[{'date':'2026-03-02','amount':1.50,'final':true},{'date':'2026-03-01','amount':'-2'}],"
                + "'project_cost_history':[],'budget':{'monthly_limit':'100.0'},'usage':{'tenant_reserved':'1.10'},"
                + "'grants':[{'grant_id':'b','pool':'reserved','remaining':'5','created_at':'2026-01-01T00:00:00Z'},"
                + "{'grant_id':'B','pool':'emergency','project_id':'p','remaining':0,'priority':-1,"
                + "'expires_at':'2026-05-01T00:00:00.1239Z','created_at':'2026-01-01T00:00:00.5Z'}]}");
        String text = CanonicalJson.text(snapshot.toJson());
        assertThat(text)
                .contains("\"cost_history\":[{\"amount\":\"-2\",\"date\":\"2026-03-01\",\"final\":false},"
                        + "{\"amount\":\"1.5\",\"date\":\"2026-03-02\",\"final\":true}]")
                .contains("\"grants\":[{\"created_at\":\"2026-01-01T00:00:00.500Z\","
                        + "\"expires_at\":\"2026-05-01T00:00:00.123Z\",\"grant_id\":\"B\",\"pool\":\"emergency\","
                        + "\"priority\":-1,\"project_id\":\"p\",\"remaining\":\"0\"},"
                        + "{\"created_at\":\"2026-01-01T00:00:00.000Z\",\"expires_at\":null,\"grant_id\":\"b\"")
                .contains("\"priority\":100")
                .contains("\"complete_through\":\"2026-03-01\"")
                .contains("\"budget\":{\"monthly_limit\":\"100\"}")
                .contains("\"project_cost_history\":[]");
        assertThat(SnapshotParser.parse(snapshot.toJson()).sha256()).isEqualTo(snapshot.sha256());
    }

    @Test
    void hashedForm_replacesTheHistoriesByTheirHashes() {
        Snapshot snapshot = parse("{'policy_version':0,'cost_source':'available',"
                + "'cost_history':[{'date':'2026-03-02','amount':1}],'project_cost_history':[]}");
        assertThat(CanonicalJson.text(snapshot.hashedJson()))
                .contains("\"cost_history\":\"" + snapshot.costHistory().sha256() + "\"")
                .contains("\"project_cost_history\":\"" + CostHistory.EMPTY.sha256() + "\"");
        assertThat(snapshot.sha256()).isEqualTo(CanonicalJson.sha256(snapshot.hashedJson()));
        assertThat(CanonicalJson.text(
                        parse("{'policy_version':0,'cost_source':'available'}").hashedJson()))
                .contains("\"project_cost_history\":null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/cost_source,/policy_version",
                "{'policy_version':null,'cost_source':null}|/cost_source,/policy_version",
                "{'policy_version':-1,'cost_source':'none'}|/cost_source,/policy_version",
                "{'policy_version':1.0,'cost_source':'Available'}|/cost_source,/policy_version",
                "{'policy_version':9007199254740992,'cost_source':'available'}|/policy_version",
                "{'policy_version':1,'cost_source':'available','x':null}|/x",
                "{'policy_version':1,'cost_source':'available','complete_through':'2026-02-30'}|/complete_through",
                "{'policy_version':1,'cost_source':'available','complete_through':20260201}|/complete_through",
                "{'policy_version':1,'cost_source':'available','usage':[]}|/usage",
                "{'policy_version':1,'cost_source':'available','usage':{'tenant_reserved':'-1','a':1}}|/usage/a,/usage/tenant_reserved",
                "{'policy_version':1,'cost_source':'available','budget':{}}|/budget/monthly_limit",
                "{'policy_version':1,'cost_source':'available','budget':{'monthly_limit':'-0.1'}}|/budget/monthly_limit",
                "{'policy_version':1,'cost_source':'available','budget':'5'}|/budget",
                "{'policy_version':1,'cost_source':'available','budget':{'monthly_limit':'1000000000000.1'}}|/budget/monthly_limit",
                "{'policy_version':1,'cost_source':'available','cost_history':{}}|/cost_history",
                "{'policy_version':1,'cost_source':'available','cost_history':[null,1,{}]}|/cost_history/0,/cost_history/1,/cost_history/2/amount,/cost_history/2/date",
                "{'policy_version':1,'cost_source':'available','cost_history':[{'date':'2026-01-01','amount':'x','final':'true','y':1}]}|/cost_history/0/amount,/cost_history/0/final,/cost_history/0/y",
                "{'policy_version':1,'cost_source':'unavailable','cost_history':[{'date':'2999-01-01','amount':1},{'date':'2999-01-01','amount':1}]}|/cost_history/1/date",
                "{'policy_version':1,'cost_source':'available','project_cost_history':[{'date':'2026-1-01','amount':1}]}|/project_cost_history/0/date",
            })
    void malformedSnapshot_isRefusedWithEveryPointer(String text, String pointers) {
        assertThat(String.join(",", pointers(text))).isEqualTo(pointers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|created_at,grant_id,pool,remaining",
                "{'grant_id':'','pool':'x','remaining':'-1','created_at':'2026-01-01'}|created_at,grant_id,pool,remaining",
                "{'grant_id':' a','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00Z'}|grant_id",
                "{'grant_id':'a','pool':'reserved','project_id':'p ','remaining':'1','created_at':'2026-01-01T00:00:00Z'}|project_id",
                "{'grant_id':'a\\u007f','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00Z'}|grant_id",
                "{'grant_id':'a','pool':'reserved','priority':2147483648,'remaining':'1','created_at':'2026-01-01T00:00:00Z'}|priority",
                "{'grant_id':'a','pool':'reserved','expires_at':'soon','remaining':'1','created_at':'2026-01-01T00:00:00Z'}|expires_at",
            })
    void malformedGrant_isRefusedWithEveryPointer(String grant, String names) {
        String text = "{'policy_version':1,'cost_source':'available','grants':[" + grant + "]}";
        assertThat(String.join(",", pointers(text))).isEqualTo(names.replaceAll("(^|,)", "$1/grants/0/"));
    }

    @Test
    void grantId_twice_isRefusedAtTheSecond() {
        String grant = "{'grant_id':'a','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00Z'}";
        assertThat(pointers("{'policy_version':1,'cost_source':'available','grants':[" + grant + "," + grant + "]}"))
                .containsExactly("/grants/1/grant_id");
    }

    @Test
    void document_thatIsNoObject_isRefusedAtTheRoot() {
        assertThat(pointers("[]")).containsExactly("");
        assertThatThrownBy(() -> SnapshotParser.parse(null)).isInstanceOf(RejectedException.class);
    }

    @Test
    void builder_checksWhatTheParserChecks() {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        Grant grant = new Grant("a", CreditPool.RESERVED, null, Amount.ZERO, 1, null, time);
        assertThatThrownBy(
                        () -> Snapshot.builder().grants(List.of(grant, grant)).build())
                .hasMessageContaining("two grants have the id 'a'");
        assertThatThrownBy(() -> Snapshot.builder().policyVersion(-1).build()).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> new Budget(Amount.parse("-1"))).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() ->
                        new Usage(Amount.ZERO, Amount.ZERO, Amount.parse("-1"), Amount.ZERO, Amount.ZERO, Amount.ZERO))
                .hasMessageContaining("/usage/tenant_settling");
        assertThatThrownBy(() -> new Grant("", CreditPool.RESERVED, null, Amount.ZERO, 1, null, time))
                .hasMessageContaining("/grant_id");
        assertThatThrownBy(() -> new Grant("a", CreditPool.RESERVED, "", Amount.ZERO, 1, null, time))
                .hasMessageContaining("/project_id");
        assertThatThrownBy(() -> new Grant("a", CreditPool.RESERVED, null, Amount.parse("-1"), 1, null, time))
                .hasMessageContaining("/remaining");
        assertThatThrownBy(() -> new Grant("a", CreditPool.RESERVED, null, Amount.ZERO, 1, Instant.MAX, time))
                .hasMessageContaining("/expires_at");
    }

    @Test
    void grants_inDrawOrder_followPriorityExpiryProjectAgeAndId() {
        Instant old = Instant.parse("2026-01-01T00:00:00Z");
        Instant expiry = Instant.parse("2026-05-01T00:00:00Z");
        Grant first = grant("z", null, 1, null, expiry);
        Grant early = grant("y", null, 2, old.plusSeconds(1), expiry);
        Grant ofProject = grant("x", "p", 2, expiry, expiry);
        Grant older = grant("w", null, 2, expiry, old);
        Grant capital = grant("B", null, 2, expiry, expiry);
        Grant small = grant("a", null, 2, expiry, expiry);
        Grant never = grant("A", "p", 2, null, old);
        List<Grant> order = List.of(first, early, ofProject, older, capital, small, never);
        Snapshot snapshot = Snapshot.builder()
                .grants(List.of(never, small, capital, older, ofProject, early, first))
                .build();
        assertThat(snapshot.grantsInDrawOrder()).isEqualTo(order);
        assertThat(snapshot.grants()).extracting(Grant::grantId).containsExactly("A", "B", "a", "w", "x", "y", "z");
    }

    private static Grant grant(String id, String project, int priority, Instant expiresAt, Instant createdAt) {
        return new Grant(id, CreditPool.RESERVED, project, Amount.parse("1"), priority, expiresAt, createdAt);
    }
}
