package dev.spendweir.server.tls;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.yaml.SettingsFile;
import java.nio.file.Path;
import java.util.List;

/** Reads the file that says whose client certificates are taken ({@code tls.clients_file}, docs/identity.md). */
final class ClientsFile {
    private static final TextRule NAME = TextRules.name(1, 128);
    private static final TextRule PATH = TextRules.name(1, 512);
    private static final TextRule DOMAIN = TextRules.shaped(
            1,
            255,
            "a trust domain: lower-case letters, digits, dots, hyphens and underscores",
            text -> text.chars().allMatch(c -> "abcdefghijklmnopqrstuvwxyz0123456789.-_".indexOf(c) >= 0));

    private ClientsFile() {}

    /**
     * Reads it.
     *
     * @throws StartupException with one line that says what is wrong with the file and where
     */
    static List<TrustedClients> read(Path file) {
        return SettingsFile.read("tls.clients_file", file, in -> clients(in, file));
    }

    private static List<TrustedClients> clients(ObjectReader in, Path file) {
        return or(
                in.field("clients").required().nonEmptyList(element -> element.objectOrNull(one -> client(one, file))),
                List.of());
    }

    private static TrustedClients client(ObjectReader in, Path file) {
        String name = or(in.field("name").required().text(NAME), "");
        String authorities = in.field("authorities").required().text(PATH);
        String tenant = or(in.field("tenant").required().text(NAME), "");
        String trustDomain = in.field("trust_domain").text(DOMAIN);
        return new TrustedClients(
                name,
                authorities == null ? List.of() : PemFile.certificates(file.resolveSibling(authorities)),
                tenant,
                trustDomain);
    }
}
