package dev.spendweir.server.oidc;

import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.yaml.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the file with the trusted issuers ({@code oidc.file}, docs/identity.md). */
final class OidcFile {

    /** 1 MiB: some hundred issuers with their groups; a larger file is the wrong one. */
    private static final long LARGEST_BYTES = 1L << 20;

    private static final ReadingCodes CODES = ReadingCodes.REQUEST;

    private OidcFile() {}

    /**
     * Reads it.
     *
     * @throws StartupException with one line that says what is wrong with the file and where
     */
    static List<IssuerSettings> read(Path file, Profile profile) {
        LocatedDocument document = document(file);
        try {
            Findings findings = new Findings();
            List<IssuerSettings> issuers = ObjectReader.document(
                    document.value(), CODES, findings, in -> issuers(in, new IssuerReader(file, profile)));
            findings.throwIfAny();
            return issuers;
        } catch (RejectedException e) {
            Finding first = e.findings().get(0);
            int line = document.locationOf(first.pointer()).line();
            throw new StartupException(
                    "oidc.file " + file + ":" + line + ": " + first.pointer() + ": " + first.detail(), e);
        }
    }

    private static LocatedDocument document(Path file) {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new StartupException("oidc.file " + file + " is larger than " + LARGEST_BYTES + " bytes", null);
            }
            return LocatedDocument.readYaml(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StartupException(
                    "oidc.file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        } catch (RejectedException e) {
            throw new StartupException(
                    "oidc.file " + file + ": " + e.findings().get(0).detail(), e);
        }
    }

    private static List<IssuerSettings> issuers(ObjectReader in, IssuerReader reader) {
        var field = in.field("issuers").required();
        List<IssuerSettings> issuers = field.nonEmptyList(element -> element.objectOrNull(reader::issuer));
        if (issuers == null) {
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (IssuerSettings issuer : issuers) {
            if (!seen.add(issuer.issuer())) {
                field.refuse("the issuer " + issuer.issuer() + " is listed twice; list it once, with several tenants");
            }
        }
        return issuers;
    }
}
