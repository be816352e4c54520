package dev.spendweir.server.http;

/** Bodies that tests send. */
final class Requests {

    private Requests() {}

    /** A gate request: so much a month more in project {@code p}, environment {@code env}. */
    static String gate(String project, String environment, String delta, String more) {
        return "{\"project_id\":\"" + project + "\",\"environment\":\"" + environment
                + "\",\"action\":\"vm.create\",\"resource_reference\":\"vm/1\",\"estimated_monthly_delta\":\"" + delta
                + "\""
                + more + "}";
    }

    /** A policy in one mode that allows what budgets cover and denies what they do not. */
    static String policy(String mode) {
        return "{\"modes\":{\"default\":\"" + mode + "\"},\"thresholds\":{\"auto_approve_up_to\":\"1000000\"}}";
    }
}
