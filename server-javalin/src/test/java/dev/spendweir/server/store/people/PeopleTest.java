package dev.spendweir.server.store.people;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.SetClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private final SetClock clock = new SetClock();
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open(clock, TestStore.PATIENCE);
        put("ann", Role.OWNER);
    }

    @AfterEach
    void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void key_isShownOnce_storedAsHash_andStandsForItsActor() {
        Binding binding = new Binding(List.of("pay*"), List.of("nonprod"), List.of("terraform"));
        CreatedApiKey created = test.store.apiKeys().create(caller(), new NewApiKey("ann", "ci", null, binding), null);
        assertThat(created.keyText()).matches("sw_[A-Za-z0-9_-]{43}");
        assertThat(created.toString()).doesNotContain(created.keyText());
        assertThat(test.sql("SELECT count(*) FROM api_key WHERE api_key::text LIKE '%" + created.keyText() + "%'"))
                .containsExactly("0");
        assertThat(test.sql("SELECT count(*) FROM ledger_payload WHERE convert_from(payload, 'UTF8') LIKE '%"
                        + created.keyText() + "%'"))
                .containsExactly("0");

        Credential credential = test.store.credentials().find(created.keyText()).orElseThrow();
        assertThat(credential.tenantId()).isEqualTo(TENANT);
        assertThat(credential.actorId()).isEqualTo("ann");
        assertThat(credential.role()).isEqualTo(Role.OWNER);
        assertThat(credential.keyBinding().allowsProject("payments")).isTrue();
        assertThat(credential.keyBinding().allowsProject("search")).isFalse();
        assertThat(credential.keyBinding().allowsEnvironmentClass(EnvironmentClass.PROD))
                .isFalse();
        assertThat(credential.keyBinding().allowsSource(Source.TERRAFORM)).isTrue();
        assertThat(credential.actorBinding().allowsProject("search")).isTrue();
    }

    @Test
    void unknownAndMalformedKeys_areNobody() {
        assertThat(test.store.credentials().find("sw_" + "A".repeat(43))).isEmpty();
        assertThat(test.store.credentials().find("")).isEmpty();
        assertThat(test.store.credentials().find("sw_short")).isEmpty();
    }

    @Test
    void revokedKey_endsWithinFiveSeconds() {
        CreatedApiKey created = key("ci");
        assertThat(test.store.credentials().find(created.keyText())).isPresent();
        test.store.apiKeys().revoke(caller(), created.view().keyId());
        test.store.apiKeys().revoke(caller(), created.view().keyId());
        clock.advance(Duration.ofSeconds(5));
        assertThat(test.store.credentials().find(created.keyText())).isEmpty();
        assertCode(() -> test.store.apiKeys().revoke(caller(), "nope"), ErrorCode.NOT_FOUND);
    }

    @Test
    void expiredKey_isNobody() {
        Instant expiry = clock.instant().plusSeconds(60);
        CreatedApiKey created =
                test.store.apiKeys().create(caller(), new NewApiKey("ann", "ci", expiry, Binding.NONE), null);
        clock.advance(Duration.ofMillis(59_999));
        assertThat(test.store.credentials().find(created.keyText())).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(test.store.credentials().find(created.keyText())).isEmpty();
    }

    @Test
    void keyOfARemovedActor_isNobody() {
        put("bob", Role.MEMBER);
        CreatedApiKey created =
                test.store.apiKeys().create(caller(), new NewApiKey("bob", "ci", null, Binding.NONE), null);
        test.store.actors().delete(caller(), "bob");
        assertThat(test.store.credentials().find(created.keyText())).isEmpty();
        assertThat(test.store.actors().get(TENANT, "bob")).isEmpty();
        put("bob", Role.MEMBER);
        assertThat(test.store.credentials().find(created.keyText())).isEmpty();
    }

    @Test
    void keyMadeTwiceWithOneIdempotencyKey_isRefused() {
        NewApiKey wanted = new NewApiKey("ann", "ci", null, Binding.NONE);
        test.store.apiKeys().create(caller(), wanted, "once");
        assertCode(() -> test.store.apiKeys().create(caller(), wanted, "once"), ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(test.store.apiKeys().list(TENANT, PageRequest.first()).items())
                .hasSize(1);
    }

    @Test
    void keyOfAnUnknownActor_isRefused() {
        NewApiKey wanted = new NewApiKey("nobody", "ci", null, Binding.NONE);
        assertCode(() -> test.store.apiKeys().create(caller(), wanted, null), ErrorCode.NOT_FOUND);
    }

    @Test
    void lastOwner_canNeitherLeaveNorStepDown() {
        assertCode(() -> test.store.actors().delete(caller(), "ann"), ErrorCode.LAST_OWNER);
        assertCode(() -> put("ann", Role.ADMIN), ErrorCode.LAST_OWNER);
        put("bob", Role.OWNER);
        put("ann", Role.ADMIN);
        assertCode(() -> test.store.actors().delete(caller(), "bob"), ErrorCode.LAST_OWNER);
    }

    @Test
    void ownerWithBounds_isNoOwnerWhoCouldActForAll() {
        assertCode(() -> bound("ann", new Binding(List.of("pay*"), null, null)), ErrorCode.LAST_OWNER);
        assertCode(() -> bound("ann", new Binding(null, List.of("nonprod"), null)), ErrorCode.LAST_OWNER);
        assertCode(() -> bound("ann", new Binding(null, null, List.of("terraform"))), ErrorCode.LAST_OWNER);
        bound("bob", new Binding(List.of("pay*"), null, null));
        assertCode(() -> test.store.actors().delete(caller(), "ann"), ErrorCode.LAST_OWNER);
        assertCode(() -> put("ann", Role.ADMIN), ErrorCode.LAST_OWNER);
        bound("bob", Binding.NONE);
        bound("ann", new Binding(List.of("pay*"), null, null));
        assertCode(() -> test.store.actors().delete(caller(), "bob"), ErrorCode.LAST_OWNER);
    }

    private void bound(String actorId, Binding binding) {
        test.store.actors().put(caller(), new ActorSpec(actorId, null, Role.OWNER, List.of(), binding, List.of()));
    }

    @Test
    void alias_leadsToOneActorOnly() {
        test.store.actors().put(caller(), spec("bob", Role.MEMBER, List.of("bob@example.org", "k8s:bob")));
        assertThat(test.store.actors().get(TENANT, "bob").orElseThrow().aliases())
                .containsExactly("bob@example.org", "k8s:bob");
        assertCode(
                () -> test.store.actors().put(caller(), spec("eve", Role.MEMBER, List.of("k8s:bob"))),
                ErrorCode.CONFLICT);
        assertThat(test.store.actors().get(TENANT, "eve")).isEmpty();
        test.store.actors().put(caller(), spec("bob", Role.MEMBER, List.of()));
        assertThat(test.store
                        .actors()
                        .put(caller(), spec("eve", Role.MEMBER, List.of("k8s:bob")))
                        .created())
                .isTrue();
    }

    @Test
    void badActor_isRefusedWithAllFindings() {
        assertThatThrownBy(() -> new ActorSpec(
                        "",
                        null,
                        Role.MEMBER,
                        List.of(" x"),
                        new Binding(null, List.of("staging"), List.of("fax")),
                        List.of()))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.findings())
                                .extracting(finding -> finding.pointer())
                                .containsExactly(
                                        "/actor_id", "/environment_classes/0", "/permissions/0", "/sources/0"));
    }

    @Test
    void list_isPagedById() {
        put("bob", Role.MEMBER);
        put("cid", Role.MEMBER);
        var first = test.store.actors().list(TENANT, new PageRequest(2, null));
        assertThat(first.items()).extracting(ActorView::actorId).containsExactly("ann", "bob");
        var second = test.store.actors().list(TENANT, new PageRequest(2, first.nextCursor()));
        assertThat(second.items()).extracting(ActorView::actorId).containsExactly("cid");
    }

    @Test
    void bootstrap_makesTenantOwnerAndKeyOnce() {
        Optional<String> key = test.store.bootstrap(null);
        assertThat(key)
                .hasValueSatisfying(text -> assertThat(test.store.credentials().find(text))
                        .hasValueSatisfying(credential -> {
                            assertThat(credential.tenantId()).isEqualTo(Bootstrap.DEFAULT_TENANT);
                            assertThat(credential.role()).isEqualTo(Role.OWNER);
                        }));
        assertThat(test.store.bootstrap(null)).isEmpty();
    }

    @Test
    void bootstrap_withAGivenKey_makesItValidEveryTime() {
        String given = "sw_" + "k".repeat(43);
        assertThat(test.store.bootstrap(given)).isEmpty();
        assertThat(test.store.bootstrap(given)).isEmpty();
        assertThat(test.store.credentials().find(given)).isPresent();
        Caller owner = new Caller(Bootstrap.DEFAULT_TENANT, Bootstrap.FIRST_OWNER, null, null);
        var keys = test.store.apiKeys().list(Bootstrap.DEFAULT_TENANT, PageRequest.first());
        test.store.apiKeys().revoke(owner, keys.items().get(0).keyId());
        assertThat(test.store.bootstrap(given)).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(test.store.credentials().find(given))
                .as("what was revoked stays so")
                .isEmpty();
        assertThatThrownBy(() -> test.store.bootstrap("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void bootstrap_withANewKeyForAnOwnerWhoWasRemoved_startsWithoutIt() {
        test.store.bootstrap("sw_" + "o".repeat(43));
        Caller owner = new Caller(Bootstrap.DEFAULT_TENANT, Bootstrap.FIRST_OWNER, null, null);
        test.store.actors().put(owner, spec("successor", Role.OWNER, List.of()));
        test.store
                .actors()
                .delete(new Caller(Bootstrap.DEFAULT_TENANT, "successor", null, null), Bootstrap.FIRST_OWNER);
        String given = "sw_" + "n".repeat(43);
        assertThat(test.store.bootstrap(given)).isEmpty();
        assertThat(test.store.credentials().find(given)).isEmpty();
    }

    private CreatedApiKey key(String name) {
        return test.store.apiKeys().create(caller(), new NewApiKey("ann", name, null, Binding.NONE), null);
    }

    private void put(String actorId, Role role) {
        test.store.actors().put(caller(), spec(actorId, role, List.of()));
    }

    private static ActorSpec spec(String actorId, Role role, List<String> aliases) {
        return new ActorSpec(actorId, null, role, List.of(), Binding.NONE, aliases);
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
