package dev.spendweir.server.http;

import static dev.spendweir.server.oidc.TestIssuer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.oidc.TestIssuer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens of identity providers at the door (spec 4.1): who they stand for and what they may. */
class BearerTokenTest extends BearerWorld {
    @Test
    void memberOfAnApproversGroup_approves_andNoMoreOnceRemoved() {
        Answer asked = ask(ann, "payments", "");
        assertThat(asked.field("outcome")).isEqualTo("REQUIRE_APPROVAL");
        ApiClient rita = login("rita@example.org", "staff", "approvers");
        assertThat(queue(rita)).contains(asked.field("approval_id"));

        ApiClient removed = login("rita@example.org", "staff");
        assertThat(queue(removed)).doesNotContain(asked.field("approval_id"));
        Answer refused = review(removed, asked, "/approve");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("PERMISSION_MISSING");

        Answer approved = review(rita, asked, "/approve");
        assertThat(approved.field("status")).isEqualTo("approved");
        assertThat(approved.text()).contains("corp:rita@example.org");
    }

    @Test
    void reviewer_needsRouteAndPermissionBoth() {
        Answer vault = ask(ann, "vault", "");
        ApiClient member = login("rita@example.org", "staff", "approvers");
        assertThat(queue(member)).doesNotContain(vault.field("approval_id"));
        assertThat(review(member, vault, "/approve").code()).isEqualTo("REVIEWER_ROLE_NOT_ALLOWED");
        ApiClient admin = login("otto@example.org", "operators");
        assertThat(review(admin, vault, "/approve").code()).isEqualTo("PERMISSION_MISSING");
        ApiClient both = login("otto@example.org", "operators", "approvers");
        assertThat(queue(both)).contains(vault.field("approval_id"));
        assertThat(review(both, vault, "/approve").field("status")).isEqualTo("approved");

        Answer search = ask(ann, "search", "");
        assertThat(review(login("sam@example.org", "staff"), search, "/approve").code())
                .isEqualTo("PERMISSION_MISSING");
        assertThat(review(member, search, "/approve").field("status")).isEqualTo("pending");
        assertThat(review(both, search, "/approve").code()).isEqualTo("REVIEWER_ROLE_NOT_ALLOWED");
        assertThat(review(login("sam@example.org", "staff", "approvers"), search, "/approve")
                        .field("status"))
                .isEqualTo("approved");
    }

    @Test
    void oneHuman_withTwoCredentials_isOneActor() {
        ApiClient annByToken = login("ann@example.org", "staff", "approvers");
        Answer byKey = ask(ann, "payments", "");
        assertThat(review(annByToken, byKey, "/approve").code()).isEqualTo("SEPARATION_OF_DUTIES");
        assertThat(queue(annByToken)).doesNotContain(byKey.field("approval_id"));
        assertThat(annByToken.get("/v1/approvals?mine=true&limit=500").text()).contains(byKey.field("approval_id"));

        server.owner()
                .put(
                        "/v1/actors/zoe",
                        "{\"role\":\"member\",\"permissions\":[\"approve.prod\"],\"aliases\":[\"corp:zoe@example.org\"]}");
        ApiClient zoe = server.owner()
                .as(server.owner()
                        .post("/v1/api-keys", "{\"actor_id\":\"zoe\",\"name\":\"test\"}")
                        .field("key"));
        Answer byToken = ask(login("zoe@example.org", "staff"), "payments", "");
        assertThat(review(zoe, byToken, "/approve").code()).isEqualTo("SEPARATION_OF_DUTIES");
        Answer decision = zoe.get("/v1/decisions/" + byToken.field("decision_id"));
        assertThat(decision.status()).isEqualTo(200);
        assertThat(decision.text()).contains("\"requester_id\":\"zoe\"");
    }

    /** Two are needed, and there is one human: under a name that is listed late, and under an alias that asked on. */
    @Test
    void oneHuman_underTwoNames_isOneReviewer() {
        Answer asked = ask(ann, "search", ",\"change_id\":\"two-names\"");
        ApiClient lena = login("lena@example.org", "staff", "approvers");
        Answer first = review(lena, asked, "/approve");
        assertThat(first.field("status")).isEqualTo("pending");
        server.owner()
                .put(
                        "/v1/actors/lena",
                        "{\"role\":\"member\",\"permissions\":[\"search.lead\"],"
                                + "\"aliases\":[\"corp:lena@example.org\",\"git:lena-hub\"]}");
        ApiClient listed = server.owner()
                .as(server.owner()
                        .post("/v1/api-keys", "{\"actor_id\":\"lena\",\"name\":\"test\"}")
                        .field("key"));
        assertThat(review(listed, asked, "/approve").code()).isEqualTo("ALREADY_REVIEWED");

        Answer again = ask(ann, "search", ",\"change_id\":\"two-more\"");
        assertThat(review(listed, again, "/approve").field("status")).isEqualTo("pending");
        ApiClient robot = server.actor("robot", "{\"role\":\"member\",\"permissions\":[\"gate.on_behalf_of\"]}", "");
        Answer continued = ask(robot, "search", ",\"change_id\":\"two-more\",\"requester_id\":\"git:lena-hub\"");
        assertThat(continued.field("approval_id")).isEqualTo(again.field("approval_id"));
        assertThat(review(login("sam@example.org", "staff", "approvers"), again, "/approve")
                        .field("status"))
                .as("the verdict of whoever asked on is void")
                .isEqualTo("pending");
        assertThat(review(listed, again, "/approve").code()).isEqualTo("SEPARATION_OF_DUTIES");
    }

    @Test
    void pipeline_asksForWhomItsTokenNames() {
        ApiClient ci = pipeline("acme/infra", "ann-hub");
        Answer asked = ask(ci, "payments", "");
        JsonObject request = (JsonObject) server.owner()
                .get("/v1/decisions/" + asked.field("decision_id"))
                .json()
                .get("request");
        assertThat(request.get("requester_id")).isEqualTo(new JsonString("ann"));
        ApiClient annByToken = login("ann@example.org", "staff", "approvers");
        assertThat(review(annByToken, asked, "/approve").code()).isEqualTo("SEPARATION_OF_DUTIES");

        assertThat(ask(ci, "payments", ",\"requester_id\":\"git:ann-hub\"").status())
                .isEqualTo(200);
        for (String somebodyElse : List.of("rita", "ci:acme/infra", "ann-hub")) {
            Answer refused = ask(ci, "payments", ",\"requester_id\":\"" + somebodyElse + "\"");
            assertThat(refused.status()).as(somebodyElse).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("REQUESTER_MISMATCH");
        }
        server.owner()
                .put("/v1/actors/ci:acme%2Ftrusted", "{\"role\":\"member\",\"permissions\":[\"gate.on_behalf_of\"]}");
        assertThat(ask(pipeline("acme/trusted", "ann-hub"), "payments", ",\"requester_id\":\"rita\"")
                        .status())
                .isEqualTo(200);
        assertThat(ask(pipeline("acme/infra", "unlisted"), "payments", "").status())
                .isEqualTo(200);
    }

    @Test
    void bounds_ofTheIssuer_hold() {
        ApiClient ci = pipeline("acme/infra", "ann-hub");
        assertThat(ask(ci, "website", "").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        Answer terraform = ci.post(
                "/v1/gate/terraform",
                "{\"run_id\":\"r-1\",\"project_id\":\"payments\",\"environment\":\"dev\",\"resource_reference\":\"x\","
                        + "\"estimated_monthly_delta\":\"0\"}");
        assertThat(terraform.code()).isEqualTo("SOURCE_NOT_ALLOWED");
    }

    @Test
    void roles_ofListAndClaims_addUp_withoutStoringAnybody() {
        assertThat(login("nobody@example.org").get("/v1/policy").status()).isEqualTo(401);
        assertThat(login("nobody@example.org", "staff").get("/v1/policy").status())
                .isEqualTo(200);
        assertThat(login("nobody@example.org", "staff").get("/v1/ledger").code())
                .isEqualTo("PERMISSION_MISSING");
        assertThat(login("nobody@example.org", "operators").get("/v1/ledger").status())
                .isEqualTo(200);
        assertThat(login("ann@example.org").get("/v1/policy").status()).isEqualTo(200);
        assertThat(server.owner().get("/v1/actors?limit=500").text()).doesNotContain("nobody@example.org");
    }

    @Test
    void actor_disabledOrRemoved_isNobody_whateverItsGroupsSay() {
        String spec = "{\"role\":\"member\",\"aliases\":[\"corp:%s@example.org\"]%s}";
        server.owner().put("/v1/actors/dora", spec.formatted("dora", ",\"disabled\":true"));
        server.owner().put("/v1/actors/remo", spec.formatted("remo", ""));
        server.owner().delete("/v1/actors/remo");
        server.owner().put("/v1/actors/corp:rex@example.org", "{\"role\":\"member\"}");
        server.owner().delete("/v1/actors/corp:rex@example.org");
        for (String who : List.of("dora", "remo", "rex")) {
            assertThat(login(who + "@example.org", "operators")
                            .get("/v1/policy")
                            .status())
                    .as(who)
                    .isEqualTo(401);
        }
        assertThat(server.owner()
                        .put("/v1/actors/heir", spec.formatted("remo", ""))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void tokenOfATenantThatIsNotThere_isNobody() {
        JsonObject claims = with(person("ann@example.org", "operators"), "org", "other");
        assertThat(server.owner().as(TestIssuer.rs256(claims)).get("/v1/policy").status())
                .isEqualTo(401);
    }

    @Test
    void issuerWhoseKeysCannotBeHad_isToldAsSuch() {
        Answer answer = server.owner()
                .as(TestIssuer.eddsa(TestIssuer.claims(AWAY, "x")))
                .get("/v1/policy");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("IDENTITY_PROVIDER_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }
}
