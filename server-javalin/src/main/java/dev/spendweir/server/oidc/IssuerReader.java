package dev.spendweir.server.oidc;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.oidc.IssuerSettings.KeyLocation;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one element of {@code issuers}; every mistake is a finding. Used by one thread. */
final class IssuerReader {

    private static final TextRule NAME = TextRules.name(1, 128);
    private static final TextRule LONG_NAME = TextRules.name(1, 512);
    private static final TextRule PREFIX = TextRules.name(1, 64);

    private static final int MAX_LEEWAY_SECONDS = 300;
    private static final int DEFAULT_LEEWAY_SECONDS = 30;

    /** A day: tokens of pipelines live for minutes, those of people for an hour or a working day. */
    private static final int DEFAULT_LIFETIME_SECONDS = 86_400;

    private static final int MAX_LIFETIME_SECONDS = 30 * 86_400;
    private static final int DEFAULT_PAUSE_SECONDS = 30;

    /**
     * Issuers whose tokens anybody can have, with any audience: what says whose they are is a claim. Trusting one of them as a
     * whole would let the world in.
     */
    private static final Set<String> OPEN_TO_ALL = Set.of(
            "https://token.actions.githubusercontent.com",
            "https://gitlab.com",
            "https://app.terraform.io",
            "https://agent.buildkite.com",
            "https://accounts.google.com");

    private final Path file;
    private final Profile profile;

    IssuerReader(Path file, Profile profile) {
        this.file = file;
        this.profile = profile;
    }

    IssuerSettings issuer(ObjectReader in) {
        String issuer = or(in.field("issuer").required().text(LONG_NAME), "");
        Claims claims = in.field("claims").object(IssuerReader::claims);
        List<RequiredClaim> required = required(in.field("required_claims"));
        if (OPEN_TO_ALL.contains(issuer) && required.isEmpty() && claims.tenant() == null) {
            in.field("required_claims")
                    .refuse("everybody can have tokens of this issuer: require a claim that says they are yours,"
                            + " such as {repository_owner: [your-organisation]}");
        }
        return new IssuerSettings(
                or(in.field("name").required().text(NAME), ""),
                issuer,
                Set.copyOf(or(in.field("audiences").required().nonEmptyList(e -> e.text(LONG_NAME)), List.of())),
                keys(in),
                seconds(in.field("jwks_min_refresh_seconds"), 1, 3600, DEFAULT_PAUSE_SECONDS),
                algorithms(in.field("algorithms")),
                seconds(in.field("leeway_seconds"), 0, MAX_LEEWAY_SECONDS, DEFAULT_LEEWAY_SECONDS),
                seconds(in.field("max_lifetime_seconds"), 60, MAX_LIFETIME_SECONDS, DEFAULT_LIFETIME_SECONDS),
                required,
                tenant(in, claims.tenant()),
                new NamedBy(claims.actor(), prefix(in.field("actor_prefix"))),
                requester(in.field("requester_prefix"), claims.requester()),
                roles(in, claims),
                binding(in));
    }

    /** Where each thing stands in a token. */
    private record Claims(
            @Nullable ClaimPath tenant,
            ClaimPath actor,
            @Nullable ClaimPath requester,
            @Nullable ClaimPath role,
            @Nullable ClaimPath permissions,
            ClaimPath groups) {}

    private static Claims claims(ObjectReader in) {
        return new Claims(
                path(in.field("tenant")),
                or(path(in.field("actor")), ClaimPath.of("sub")),
                path(in.field("requester")),
                path(in.field("role")),
                path(in.field("permissions")),
                or(path(in.field("groups")), ClaimPath.of("groups")));
    }

    private static @Nullable ClaimPath path(FieldReader field) {
        String text = field.text(LONG_NAME);
        return text == null ? null : ClaimPath.of(text);
    }

    private static String prefix(FieldReader field) {
        return or(field.text(PREFIX), "");
    }

    private static @Nullable NamedBy requester(FieldReader prefix, @Nullable ClaimPath claim) {
        if (claim == null) {
            if (prefix.isPresent()) {
                prefix.refuse("has no effect without claims.requester");
            }
            return null;
        }
        return new NamedBy(claim, prefix(prefix));
    }

    private static Duration seconds(FieldReader field, int least, int most, int otherwise) {
        return Duration.ofSeconds(or(field.integer(least, most), otherwise));
    }

    private static Set<JwtAlgorithm> algorithms(FieldReader field) {
        List<JwtAlgorithm> algorithms =
                field.required().nonEmptyList(e -> e.word(JwtAlgorithm.values(), JwtAlgorithm::wireName));
        return algorithms == null ? Set.of() : Set.copyOf(algorithms);
    }

    private KeyLocation keys(ObjectReader in) {
        FieldReader url = in.field("jwks_url");
        FieldReader path = in.field("jwks_file");
        if (url.isPresent() == path.isPresent()) {
            in.refuse("one of jwks_url and jwks_file is needed, and one alone");
        }
        return url.isPresent() ? atUrl(url) : inFile(path);
    }

    private KeyLocation atUrl(FieldReader field) {
        URI url = URI.create("https://invalid.invalid/");
        try {
            url = new URI(or(field.text(LONG_NAME), ""));
        } catch (URISyntaxException e) {
            field.refuse("an absolute URL is expected");
        }
        if (url.getHost() == null || url.getUserInfo() != null || !isProtected(url)) {
            field.refuse("an https URL with a host is expected (profile dev takes http of this machine too)");
        }
        return new KeyLocation.AtUrl(url);
    }

    private boolean isProtected(URI url) {
        String scheme = url.getScheme();
        return "https".equals(scheme)
                || ("http".equals(scheme) && profile == Profile.DEV && isThisMachine(url.getHost()));
    }

    private static boolean isThisMachine(String host) {
        // Literals and localhost only: a name that is looked up may lead elsewhere the next time.
        boolean literal = host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
        try {
            return host.equals("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private KeyLocation inFile(FieldReader field) {
        String text = or(field.text(LONG_NAME), "");
        try {
            return new KeyLocation.InFile(file.resolveSibling(text));
        } catch (InvalidPathException e) {
            field.refuse("a path of this machine is expected");
            return new KeyLocation.InFile(file);
        }
    }

    private static List<RequiredClaim> required(FieldReader field) {
        Map<String, List<String>> claims = field.map(value -> value.nonEmptyList(e -> e.text(LONG_NAME)));
        List<RequiredClaim> required = new ArrayList<>();
        or(claims, Map.<String, List<String>>of())
                .forEach((name, values) -> required.add(new RequiredClaim(ClaimPath.of(name), values)));
        return required;
    }

    private static TenantMapping tenant(ObjectReader in, @Nullable ClaimPath claim) {
        FieldReader list = in.field("tenants");
        FieldReader map = in.field("tenant_values");
        Map<String, String> tenants = new LinkedHashMap<>(or(map.map(e -> e.text(NAME)), Map.of()));
        or(list.list(e -> e.text(NAME)), List.<String>of()).forEach(tenant -> tenants.put(tenant, tenant));
        if (list.isPresent() == map.isPresent() || tenants.isEmpty()) {
            list.refuse(
                    "the tenants that the issuer may speak for are needed: tenants, or tenant_values with claims.tenant");
        } else if (claim == null && (map.isPresent() || tenants.size() > 1)) {
            list.refuse("which of several tenants a token is for must be said by a claim: set claims.tenant");
        } else {
            return new TenantMapping(claim, tenants);
        }
        return new TenantMapping(null, Map.of("", ""));
    }

    private static RoleMapping roles(ObjectReader in, Claims claims) {
        return new RoleMapping(
                role(in.field("role")),
                or(role(in.field("max_role")), Role.ADMIN),
                claims.role(),
                claims.permissions(),
                claims.groups(),
                or(in.field("groups").map(group -> group.objectOrNull(IssuerReader::group)), Map.of()));
    }

    private static GroupGrant group(ObjectReader in) {
        return new GroupGrant(role(in.field("role")), Set.copyOf(or(texts(in.field("permissions")), List.of())));
    }

    private static @Nullable Role role(FieldReader field) {
        return field.word(Role.values(), Role::wireName);
    }

    private static @Nullable List<String> texts(FieldReader field) {
        return distinct(field.list(element -> element.text(NAME)));
    }

    private static @Nullable List<String> distinct(@Nullable List<String> texts) {
        return texts == null ? null : List.copyOf(new HashSet<>(texts));
    }

    private static Binding binding(ObjectReader in) {
        return new Binding(
                texts(in.field("projects")),
                words(in.field("environment_classes"), EnvironmentClass.values(), EnvironmentClass::wireName),
                words(in.field("sources"), Source.values(), Source::wireName));
    }

    private static <T> @Nullable List<String> words(FieldReader field, T[] words, Function<T, String> wireName) {
        return field.list(element -> {
            T word = element.word(words, wireName);
            return word == null ? null : wireName.apply(word);
        });
    }
}
