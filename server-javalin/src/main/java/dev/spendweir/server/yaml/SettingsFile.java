package dev.spendweir.server.yaml;

import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A YAML file that a setting names; a mistake in it stops the start. */
public final class SettingsFile {

    /** 1 MiB: some hundred entries with all that belongs to them; a larger file is the wrong one. */
    private static final int LARGEST_BYTES = 1 << 20;

    private SettingsFile() {}

    /**
     * Reads a file.
     *
     * @param setting the name of the setting, such as {@code oidc.file}
     * @param reader what its object is made into; every mistake is a finding
     * @throws StartupException with one line that says what is wrong with the file and where
     */
    public static <T> T read(String setting, Path file, Function<ObjectReader, T> reader) {
        String name = setting + " " + file;
        LocatedDocument document = document(name, file);
        try {
            Findings findings = new Findings();
            T read = ObjectReader.document(document.value(), ReadingCodes.REQUEST, findings, reader);
            findings.throwIfAny();
            return read;
        } catch (RejectedException e) {
            Finding first = e.findings().get(0);
            int line = document.locationOf(first.pointer()).line();
            throw new StartupException(name + ":" + line + ": " + first.pointer() + ": " + first.detail(), e);
        }
    }

    private static LocatedDocument document(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw new StartupException(name + " is larger than " + LARGEST_BYTES + " bytes", null);
            }
            return LocatedDocument.readYaml(bytes);
        } catch (IOException e) {
            throw new StartupException(name + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        } catch (RejectedException e) {
            throw new StartupException(name + ": " + e.findings().get(0).detail(), e);
        }
    }
}
