package dev.spendweir.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.PolicyGenerators;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** JSON is YAML too, and a policy is the same whichever way it is read. */
class LocatedDocumentProperties {

    @Property
    void policiesReadAsYamlAreThoseReadAsJson(@ForAll("policies") JsonObject policy) {
        byte[] text = JsonText.bytes(policy);
        LocatedDocument json = LocatedDocument.readJson(text);
        LocatedDocument yaml = LocatedDocument.readYaml(text);
        assertThat(yaml.value()).isEqualTo(json.value());
        assertThat(PolicyReader.read(yaml.value()).sha256())
                .isEqualTo(PolicyReader.read(policy).sha256());
    }

    @Provide
    Arbitrary<JsonObject> policies() {
        return PolicyGenerators.policies();
    }
}
