package dev.spendweir.cli.apply;

import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.gate.TerraformEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be passed on to {@code terraform apply} beside the plan: only what says how it is applied, never what. Everything
 * else is refused, also what terraform may learn later.
 */
public final class ApplyArguments {

    /** The code of every refusal. */
    public static final String REFUSED = "TERRAFORM_ARGUMENT_REFUSED";

    /** On or off; terraform takes a value after {@code =} too. */
    private static final Set<String> SWITCHES = Set.of(
            "auto-approve", "compact-warnings", "concise", "input", "json", "lock", "no-color", "show-sensitive");

    /** With a value after {@code =}; a value of its own word would be taken for a plan file by us. */
    private static final Set<String> VALUES = Set.of("lock-timeout", "parallelism");

    private static final Pattern OPTION = Pattern.compile("--?([a-z][a-z-]*)(?:=(.*))?", Pattern.DOTALL);

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ApplyArguments() {}

    /**
     * Checks the arguments of a command line.
     *
     * @throws CliException with {@link ExitCode#USAGE} when one of them is not passed on
     */
    public static void check(List<String> arguments) {
        arguments.forEach(argument -> check(argument, ""));
    }

    /**
     * Checks what the environment adds to every call of terraform.
     *
     * @throws CliException with {@link ExitCode#USAGE} when one of the words may not be there
     */
    public static void check(Map<String, String> env) {
        for (String variable : TerraformEnvironment.applyArguments()) {
            String words = env.getOrDefault(variable, "").strip();
            if (!words.isEmpty()) {
                for (String word : SPACE.split(words, -1)) {
                    check(word, " (in " + variable + ")");
                }
            }
        }
    }

    private static void check(String argument, String where) {
        Matcher option = OPTION.matcher(argument);
        if (!option.matches()) {
            throw refused(
                    argument, where, "only the approved plan is applied, and the value of an option follows its =");
        }
        String name = option.group(1);
        boolean hasValue = option.group(2) != null && !option.group(2).isEmpty();
        boolean known = SWITCHES.contains(name) || (VALUES.contains(name) && hasValue);
        if (!known) {
            throw refused(
                    argument,
                    where,
                    VALUES.contains(name)
                            ? "its value follows a =, as in -" + name + "=10"
                            : "it could change what is applied; make it part of the plan");
        }
    }

    private static CliException refused(String argument, String where, String why) {
        return CliException.usage(
                REFUSED + ": '" + argument.replaceAll("\\p{Cntrl}", "?") + "'" + where + " is not passed on: " + why,
                "passed on: -auto-approve -compact-warnings -concise -input= -json -lock= -lock-timeout= -no-color"
                        + " -parallelism= -show-sensitive");
    }
}
