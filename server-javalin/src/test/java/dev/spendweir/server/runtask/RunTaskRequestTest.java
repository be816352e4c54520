package dev.spendweir.server.runtask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.rejection.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a call of HCP Terraform. */
class RunTaskRequestTest {
    private static final String CALL = """
            {"stage":"post_plan","task_result_id":"taskrs-a","run_id":"run-a","organization_name":"acme",
             "workspace_name":"net","task_result_callback_url":"https://app.terraform.io/cb",
             "plan_json_api_url":"https://app.terraform.io/plan","unknown":{"x":1}%s}
            """;

    private static RunTaskRequest read(String more) {
        return RunTaskRequest.read(JsonReader.read(CALL.formatted(more)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://github.com/a/b/commit/0123abcdef|null|0123abcdef",
                "https://gitlab.example/a/b/-/commit/0123abcdef|null|0123abcdef",
                "https://bitbucket.org/a/b/commits/0123abcdef|null|0123abcdef",
                "https://github.com/a/b/commit/0123abcdef|https://github.com/a/b/pull/7|pr-7",
                "null|https://gitlab.example/a/b/-/merge_requests/8|pr-8",
                "null|https://bitbucket.org/a/b/pull-requests/9|pr-9",
                "null|https://dev.azure.com/a/_git/b/pullrequest/10|pr-10",
                "https://github.com/a/b/tree/main|https://github.com/a/b/pulls|run-a",
                "null|null|run-a"
            })
    void change_isThePullRequest_elseTheCommit_elseTheRun(String commit, String pull, String change) {
        assertThat(read(",\"vcs_commit_url\":" + json(commit) + ",\"vcs_pull_request_url\":" + json(pull))
                        .changeId())
                .isEqualTo(change);
    }

    private static String json(String text) {
        return text.equals("null") ? "null" : "\"" + text + "\"";
    }

    @Test
    void request_writtenAndRead_isTheSame() {
        RunTaskRequest request = read(",\"is_speculative\":true,\"capabilities\":{\"outcomes\":true,\"more\":1}");
        assertThat(RunTaskRequest.read(request.toJson())).isEqualTo(request);
        assertThat(request.toJson().has("access_token")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"stage\":\"later\"",
                ",\"task_result_id\":\"../x\"",
                ",\"run_id\":7",
                ",\"run_id\":\"a b\"",
                ",\"workspace_name\":\"\"",
                ",\"task_result_callback_url\":null",
                ",\"plan_json_api_url\":null",
                ",\"capabilities\":[]",
                ",\"is_speculative\":\"yes\""
            })
    void member_thatBreaksItsRule_isRefused(String member) {
        String name = member.replaceAll("^,\"([a-z_]+)\".*", "$1");
        JsonObject call = (JsonObject) JsonReader.read(CALL.formatted(""));
        JsonObject changed = (JsonObject) JsonReader.read("{" + member.substring(1) + "}");
        assertThatThrownBy(() -> RunTaskRequest.read(call.with(name, changed.valueAt(0))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(name);
    }
}
