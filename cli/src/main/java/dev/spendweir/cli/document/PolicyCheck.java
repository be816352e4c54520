package dev.spendweir.cli.document;

import dev.spendweir.cli.CliException;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.policy.PolicyWarning;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.yaml.LocatedDocument;
import dev.spendweir.server.yaml.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is in a file, checked. Immutable.
 *
 * @param policy the policy when it is valid
 * @param errors why it is not, by pointer
 * @param warnings what lint says of a valid one
 */
public record PolicyCheck(Optional<Policy> policy, List<Note> errors, List<Note> warnings) {

    /** The limit of the server's policy route; a policy is written by people. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern PLACE = Pattern.compile("line ([0-9]+), column ([0-9]+)");

    public PolicyCheck {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * Something to say about a place in the file.
     *
     * @param pointer JSON pointer into the document
     * @param code what it is
     * @param detail in words; may be empty
     * @param line from 1, or 0 when there is no place
     * @param column from 1, or 0 when there is no place
     */
    public record Note(String pointer, String code, String detail, int line, int column) {}

    /** Whether the policy may be used. */
    public boolean isValid() {
        return policy.isPresent();
    }

    /** Checks a file; the name says whether it is YAML. */
    public static PolicyCheck ofFile(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw tooLarge();
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return of(Files.readAllBytes(file), yaml);
    }

    /** Checks the JSON of a stream. */
    public static PolicyCheck ofStream(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge();
            }
            return of(bytes, false);
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    private static CliException tooLarge() {
        return new CliException("the policy is larger than " + MAX_BYTES + " bytes, which no server takes");
    }

    static PolicyCheck of(byte[] bytes, boolean yaml) {
        @Nullable LocatedDocument document = null;
        try {
            document = yaml ? LocatedDocument.readYaml(bytes) : LocatedDocument.readJson(bytes);
            Policy policy = PolicyReader.read(document.value());
            LocatedDocument located = document;
            List<Note> warnings = policy.warnings().stream()
                    .map(warning -> note(warning, located))
                    .toList();
            return new PolicyCheck(Optional.of(policy), List.of(), warnings);
        } catch (RejectedException e) {
            LocatedDocument located = document;
            List<Note> errors =
                    e.findings().stream().map(finding -> note(finding, located)).toList();
            return new PolicyCheck(Optional.empty(), errors, List.of());
        }
    }

    private static Note note(PolicyWarning warning, LocatedDocument document) {
        Location at = document.locationOf(warning.pointer());
        return new Note(warning.pointer(), warning.code(), "", at.line(), at.column());
    }

    private static Note note(Finding finding, @Nullable LocatedDocument document) {
        if (document != null) {
            Location at = document.locationOf(finding.pointer());
            return new Note(finding.pointer(), finding.code().wireName(), finding.detail(), at.line(), at.column());
        }
        // A text that cannot be parsed has no pointers; its detail names the place.
        Matcher place = PLACE.matcher(finding.detail());
        boolean found = place.find();
        return new Note(
                finding.pointer(),
                finding.code().wireName(),
                finding.detail(),
                found ? Integer.parseInt(place.group(1)) : 0,
                found ? Integer.parseInt(place.group(2)) : 0);
    }
}
