package dev.spendweir.server.oidc;

import dev.spendweir.reading.ObjectReader;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.yaml.SettingsFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the file with the trusted issuers ({@code oidc.file}, docs/identity.md). */
final class OidcFile {

    private OidcFile() {}

    /**
     * Reads it.
     *
     * @throws StartupException with one line that says what is wrong with the file and where
     */
    static List<IssuerSettings> read(Path file, Profile profile) {
        return SettingsFile.read("oidc.file", file, in -> issuers(in, new IssuerReader(file, profile)));
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
