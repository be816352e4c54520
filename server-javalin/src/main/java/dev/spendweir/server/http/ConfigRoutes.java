package dev.spendweir.server.http;

import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.store.bundle.ConfigBundle;
import dev.spendweir.server.store.bundle.ConfigService;
import dev.spendweir.vocabulary.Role;
import java.util.List;

/** {@code /v1/config}: a tenant's configuration as one bundle, out and in (spec 3.4). */
final class ConfigRoutes {

    private final ConfigService config;
    private final BodyRules rules;

    ConfigRoutes(ConfigService config, BodyRules rules) {
        this.config = config;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.POST, "/v1/config/export", Access.atLeast(Role.ADMIN), this::export),
                Endpoint.of(Method.POST, "/v1/config/import", Access.atLeast(Role.ADMIN), this::apply));
    }

    private Reply export(Call call) {
        RequestBodies.read(RequestBodies.object(call.body(rules.json())), in -> true);
        ConfigBundle bundle = config.export(call.tenant());
        checkProjects(call.identity(), bundle);
        return Reply.json(200, bundle.bytes());
    }

    private Reply apply(Call call) {
        ConfigBundle bundle = ConfigBundle.read(RequestBodies.object(call.body(rules.json())));
        boolean concernsAll = bundle.policy() != null
                || bundle.credits().stream().anyMatch(credit -> credit.grant().projectId() == null);
        if (concernsAll) {
            call.identity().checkUnbound();
        }
        checkProjects(call.identity(), bundle);
        return Reply.ok(config.apply(call.caller(), bundle).toJson());
    }

    /** A bundle is the whole tenant's: a credential for some projects gets or gives none with others. */
    private static void checkProjects(Identity identity, ConfigBundle bundle) {
        bundle.budgets().forEach(budget -> identity.checkProject(budget.projectId()));
        for (ConfigBundle.Credit credit : bundle.credits()) {
            String project = credit.grant().projectId();
            if (project != null) {
                identity.checkProject(project);
            }
        }
    }
}
