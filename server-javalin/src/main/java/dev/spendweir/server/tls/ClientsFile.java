package dev.spendweir.server.tls;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.yaml.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the file that says whose client certificates are taken ({@code tls.clients_file}, docs/identity.md). */
final class ClientsFile {
    /** 1 MiB, as for identity providers. */
    private static final long LARGEST_BYTES = 1L << 20;

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
        LocatedDocument document = document(file);
        try {
            Findings findings = new Findings();
            List<TrustedClients> clients =
                    ObjectReader.document(document.value(), ReadingCodes.REQUEST, findings, in -> clients(in, file));
            findings.throwIfAny();
            return clients;
        } catch (RejectedException e) {
            Finding first = e.findings().get(0);
            throw new StartupException(
                    "tls.clients_file " + file + ":"
                            + document.locationOf(first.pointer()).line() + ": " + first.pointer() + ": "
                            + first.detail(),
                    e);
        }
    }

    private static LocatedDocument document(Path file) {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new StartupException(
                        "tls.clients_file " + file + " is larger than " + LARGEST_BYTES + " bytes", null);
            }
            return LocatedDocument.readYaml(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StartupException(
                    "tls.clients_file " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        } catch (RejectedException e) {
            throw new StartupException(
                    "tls.clients_file " + file + ": " + e.findings().get(0).detail(), e);
        }
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
