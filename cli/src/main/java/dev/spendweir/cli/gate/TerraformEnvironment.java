package dev.spendweir.cli.gate;

import dev.spendweir.cli.client.ApiKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment in which terraform is started. */
public final class TerraformEnvironment {

    /** Terraform puts the words of these between its own arguments. */
    private static final String ARGUMENTS = "TF_CLI_ARGS";

    private TerraformEnvironment() {}

    /** The key of the gate is none of terraform's business, nor of the providers that it starts. */
    public static Map<String, String> of(Map<String, String> env) {
        Map<String, String> child = new HashMap<>(env);
        child.remove(ApiKey.VARIABLE);
        return child;
    }

    /** To print a plan: what is shown is that plan as JSON, whatever people want their other commands to do. */
    static Map<String, String> forShow(Map<String, String> env) {
        Map<String, String> child = of(env);
        child.remove(ARGUMENTS);
        child.remove(ARGUMENTS + "_show");
        return child;
    }

    /** The variables that hold arguments of {@code terraform apply}. */
    public static List<String> applyArguments() {
        return List.of(ARGUMENTS, ARGUMENTS + "_apply");
    }
}
