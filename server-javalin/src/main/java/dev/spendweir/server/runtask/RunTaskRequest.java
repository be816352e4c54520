package dev.spendweir.server.runtask;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.terraform.TerraformStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What HCP Terraform says about a run, without the token of the call. What it says beyond this is not looked at. Immutable.
 *
 * @param callbackUrl where the answer goes
 * @param planUrl where the plan is; null before there is one
 * @param createdBy who started the run; null when it does not say
 * @param speculative whether the run can never be applied
 * @param commitUrl of the configuration version; null without version control
 * @param pullRequestUrl null when the run is no pull request's
 * @param takesOutcomes whether the answer may have details
 */
public record RunTaskRequest(
        TerraformStage stage,
        String taskResultId,
        String runId,
        String organization,
        String workspace,
        String callbackUrl,
        @Nullable String planUrl,
        @Nullable String createdBy,
        boolean speculative,
        @Nullable String commitUrl,
        @Nullable String pullRequestUrl,
        boolean takesOutcomes) {

    private static final TextRule NAME = TextRules.name(1, 128);
    /** Ids of the service; they become part of keys of ours. */
    private static final TextRule ID = TextRules.shaped(
            1,
            128,
            "letters, digits, - and _",
            text -> TextRules.consistsOf(text, c -> TextRules.isLetterOrDigit(c) || c == '-' || c == '_'));

    private static final TextRule URL = TextRules.name(1, HostRules.LONGEST_URL);

    /** Last parts of the URLs of commits and pull requests, of every forge that HCP Terraform knows. */
    private static final Pattern COMMIT = Pattern.compile(".*/commits?/([0-9a-fA-F]{7,64})/?(\\?.*)?");

    private static final Pattern PULL_REQUEST =
            Pattern.compile(".*/(?:pull|pulls|pull-requests|merge_requests|pullrequest)/([0-9]{1,18})/?(\\?.*)?");

    /**
     * Reads a call's body, or what {@link #toJson} wrote.
     *
     * @throws RejectedException {@code INVALID_FIELD} or {@code FIELD_REQUIRED}
     */
    public static RunTaskRequest read(JsonValue body) {
        Findings findings = new Findings();
        RunTaskRequest request = ObjectReader.document(body, ReadingCodes.REQUEST, findings, RunTaskRequest::fields);
        findings.throwIfAny();
        return request;
    }

    private static RunTaskRequest fields(ObjectReader in) {
        in.ignoreUnknown();
        TerraformStage stage = or(
                in.field("stage").required().word(TerraformStage.values(), TerraformStage::wireName),
                TerraformStage.PRE_PLAN);
        FieldReader plan = in.field("plan_json_api_url");
        boolean needsPlan = stage == TerraformStage.POST_PLAN || stage == TerraformStage.PRE_APPLY;
        return new RunTaskRequest(
                stage,
                or(in.field("task_result_id").required().text(ID), ""),
                or(in.field("run_id").required().text(ID), ""),
                or(in.field("organization_name").required().text(NAME), ""),
                or(in.field("workspace_name").required().text(NAME), ""),
                or(in.field("task_result_callback_url").required().text(URL), ""),
                (needsPlan ? plan.required() : plan).text(URL),
                in.field("run_created_by").text(NAME),
                or(in.field("is_speculative").bool(), false),
                in.field("vcs_commit_url").text(URL),
                in.field("vcs_pull_request_url").text(URL),
                or(in.field("capabilities").object(RunTaskRequest::outcomes), false));
    }

    private static Boolean outcomes(ObjectReader in) {
        in.ignoreUnknown();
        return or(in.field("outcomes").bool(), false);
    }

    /** As it is kept while it is worked on. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("stage", stage.wireName())
                .put("task_result_id", taskResultId)
                .put("run_id", runId)
                .put("organization_name", organization)
                .put("workspace_name", workspace)
                .put("task_result_callback_url", callbackUrl)
                .put("plan_json_api_url", planUrl)
                .put("run_created_by", createdBy)
                .put("is_speculative", speculative)
                .put("vcs_commit_url", commitUrl)
                .put("vcs_pull_request_url", pullRequestUrl)
                .put(
                        "capabilities",
                        JsonObject.builder().put("outcomes", takesOutcomes).build())
                .build();
    }

    /** The change that the run is about (spec 5.1): the pull request, else the commit, else the run itself. */
    String changeId() {
        String pull = last(PULL_REQUEST, pullRequestUrl);
        String commit = last(COMMIT, commitUrl);
        if (pull != null) {
            return "pr-" + pull;
        }
        return commit != null ? commit : runId;
    }

    private static @Nullable String last(Pattern pattern, @Nullable String url) {
        Matcher matcher = pattern.matcher(url == null ? "" : url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The state that the run is about. */
    String resourceReference() {
        return organization + "/" + workspace;
    }
}
