package dev.spendweir.server.store.policies;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.ledger.Chain;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.LedgerFilter;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyServiceTest {
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open();
    }

    @AfterEach
    void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void tenantWithoutPolicy_isJudgedByTheDefaultsAsVersionZero() {
        PolicyVersion current = test.store.policies().current(TENANT);
        assertThat(current.version()).isZero();
        assertThat(current.etag()).isEqualTo("\"0\"");
        assertThat(current.policy().sha256()).isEqualTo(PolicyReader.defaults().sha256());
        assertThat(test.store.policies().versions(TENANT, PageRequest.first()).items())
                .isEmpty();
        assertThat(test.store.policies().version(TENANT, 0)).isPresent();
        assertThat(test.store.policies().version(TENANT, 1)).isEmpty();
    }

    @Test
    void everyPut_makesAVersionWithTheSameBytesForEver() {
        PolicyVersion first = put("{\"modes\":{\"default\":\"hard\"}}", OptionalLong.of(0));
        PolicyVersion second = put("{\"modes\":{\"default\":\"soft\"}}", OptionalLong.of(1));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.createdBy()).isEqualTo("ann");
        PolicyVersion read = test.store.policies().version(TENANT, 1).orElseThrow();
        assertThat(read.policy().canonicalBytes()).isEqualTo(first.policy().canonicalBytes());
        assertThat(CanonicalJson.text(read.toJson())).isEqualTo(CanonicalJson.text(first.toJson()));
        assertThat(test.store.policies().current(TENANT).version()).isEqualTo(2);
        assertThat(test.store.policies().versions(TENANT, PageRequest.first()).items())
                .extracting(PolicyVersion::version)
                .containsExactly(2L, 1L);
        assertThat(test.sql("SELECT document->'modes'->>'default' FROM policy_version ORDER BY version"))
                .containsExactly("hard", "soft");
    }

    @Test
    void staleIfMatch_isRefusedAndChangesNothing() {
        put("{}", OptionalLong.of(0));
        assertThatThrownBy(() -> put("{}", OptionalLong.of(0)))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALE_VERSION));
        assertThat(put("{}", OptionalLong.empty()).version()).isEqualTo(2);
    }

    @Test
    void change_isInTheGovernanceChain() {
        PolicyVersion stored = put("{\"currency\":\"EUR\"}", OptionalLong.empty());
        var filter = new LedgerFilter(Chain.GOVERNANCE, 1, "policy.changed", "1");
        var item = test.store
                .ledger()
                .list(TENANT, filter, PageRequest.first())
                .items()
                .get(0);
        assertThat(text(item.line().entry(), "policy_sha256"))
                .isEqualTo(stored.policy().sha256());
        assertThat(text(item.line().entry(), "request_id")).isEqualTo("req-1");
        assertThat(text(item.line().entry(), "config_sha256")).isEqualTo("ab".repeat(32));
        assertThat(item.line().payload()).isNotNull();
        assertThat(item.toJson().has("salt")).isFalse();
    }

    private PolicyVersion put(String json, OptionalLong ifMatch) {
        Policy policy = PolicyReader.read(JsonReader.read(json));
        return test.store.policies().put(caller(), policy, ifMatch);
    }
}
