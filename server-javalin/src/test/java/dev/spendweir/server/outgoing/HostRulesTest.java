package dev.spendweir.server.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs the server may call. */
public class HostRulesTest {
    /** URLs that must lead nowhere when only app.terraform.io is allowed. */
    public static final List<String> HOSTILE = List.of(
            "http://app.terraform.io/x",
            "ftp://app.terraform.io/x",
            "file:///etc/passwd",
            "jar:https://app.terraform.io/x!/y",
            "https://evil.example/x",
            "https://app.terraform.io.evil.example/x",
            "https://evilapp.terraform.io/x",
            "https://app.terraform.io@evil.example/x",
            "https://evil.example@app.terraform.io/x",
            "https://user:pw@app.terraform.io/x",
            "https://app.terraform.io:8443/x",
            "https://app.terraform.io:0443/x",
            "https://app.terraform.io:443@evil.example/",
            "https://app.terraform.io./x",
            "https://app.terraform.io%2eevil.example/x",
            "https://%61pp.terraform.io/x",
            "https://app.terraform.io\\@evil.example/x",
            "https://evil.example\\app.terraform.io/x",
            "https://app.terraform.io#@evil.example/x",
            "https://app.terraform.io/x#fragment",
            "https://127.0.0.1/x",
            "https://2130706433/x",
            "https://0x7f000001/x",
            "https://0177.0.0.1/x",
            "https://127.1/x",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://[fe80::1%25eth0]/x",
            "https://169.254.169.254/latest/meta-data/",
            "https://localhost/x",
            "https://metadata.google.internal/x",
            "https:app.terraform.io/x",
            "https:///x",
            "https://",
            "//app.terraform.io/x",
            "app.terraform.io/x",
            "https://app.terraform.io /x",
            "https://app.terraform.io/\u0000x",
            "https://app.terraform.io/a b",
            "https://аpp.terraform.io/x",
            "https://app.terraform.io/" + "x".repeat(2048),
            "");

    private static final HostRules ONE =
            HostRules.parse("app.terraform.io", false, false).orElseThrow();

    @ParameterizedTest
    @MethodSource("hostile")
    void url_thatIsNotTheAllowedHostByHttps_isRefused(String url) {
        assertThatThrownBy(() -> ONE.check(url, "/url")).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.URL_NOT_ALLOWED);
            assertThat(e.findings().get(0).pointer()).isEqualTo("/url");
        });
        assertThatThrownBy(() -> ONE.checkNow(url)).isInstanceOf(OutgoingException.class);
    }

    static Stream<String> hostile() {
        return HOSTILE.stream();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.terraform.io/api/v2/x?y=1, https://app.terraform.io/api/v2/x?y=1",
        "HTTPS://APP.Terraform.IO/x, https://app.terraform.io/x",
        "https://app.terraform.io:443/x, https://app.terraform.io/x",
        "https://app\u3002terraform.io/x, https://app.terraform.io/x",
        "https://ａpp.terraform.io/x, https://app.terraform.io/x"
    })
    void url_ofTheAllowedHost_isCalledInTheFormThatWasCompared(String url, String called) {
        assertThat(ONE.check(url, "/url")).hasToString(called);
    }

    @Test
    void entry_withPort_allowsThatPortAlone() {
        HostRules rules = HostRules.parse(
                        " tfe.corp.example:8443+private , bücher.example,[fd00::1]:8443+private", false, false)
                .orElseThrow();
        assertThat(rules.checkNow("https://tfe.corp.example:8443/x")).hasToString("https://tfe.corp.example:8443/x");
        assertThat(rules.checkNow("https://[FD00::1]:8443/x")).hasToString("https://[fd00::1]:8443/x");
        assertThat(rules.check("https://xn--bcher-kva.example/", "")).hasToString("https://xn--bcher-kva.example/");
        assertThatThrownBy(() -> rules.check("https://tfe.corp.example/x", "")).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example",
                "a.example/x",
                "a.example:0",
                "a.example:65536",
                "a_b.example",
                "*",
                "a..b",
                "*.example",
                "u@a.example",
                "a.example+public",
                "[::1",
                "::1",
                "-a.example"
            })
    void entry_thatIsMalformed_isRefused(String entry) {
        assertThat(HostRules.parse(entry, false, false)).isEmpty();
    }

    @Test
    void anyPublicHost_isANameWithADotOnTheUsualPort() {
        HostRules any = HostRules.parse("*", true, false).orElseThrow();
        assertThat(any.check("https://chat.example/hook", "")).hasToString("https://chat.example/hook");
        for (String url : List.of(
                "https://localhost/",
                "https://1.2.3.4/",
                "https://1.2.3.0x4/",
                "https://16909060/",
                "https://[2001:4860::1]/",
                "https://chat.example:8443/",
                "http://chat.example/",
                "https://a.1/")) {
            assertThatThrownBy(() -> any.check(url, "")).as(url).isInstanceOf(RejectedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.7",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001:db8::1",
                "2001::1"
            })
    void name_leadingToAnAddressThatIsNotPublic_isNotCalled(String address) throws UnknownHostException {
        InetAddress found = InetAddress.getByName(address);
        InetAddress good = InetAddress.getByName("93.184.215.14");
        HostRules rules = ONE.resolving(host -> new InetAddress[] {good, found});
        assertThatThrownBy(() -> rules.checkNow("https://app.terraform.io/x"))
                .isInstanceOfSatisfying(
                        OutgoingException.class,
                        e -> assertThat(e.kind()).isEqualTo(OutgoingException.Kind.NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "64:ff9b::808:808", "198.20.0.1"})
    void name_leadingToPublicAddresses_isCalled(String address) throws UnknownHostException {
        InetAddress found = InetAddress.getByName(address);
        assertThat(ONE.resolving(host -> new InetAddress[] {found}).checkNow("https://app.terraform.io/x"))
                .hasToString("https://app.terraform.io/x");
    }

    @Test
    void name_withoutAddress_mayHaveOneLater() {
        HostRules rules = ONE.resolving(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> rules.checkNow("https://app.terraform.io/x"))
                .isInstanceOfSatisfying(
                        OutgoingException.class,
                        e -> assertThat(e.kind().isTransient()).isTrue());
    }

    @Test
    void httpToThisMachine_isForDevelopersAlone() {
        HostRules dev = HostRules.parse("", false, true).orElseThrow();
        assertThat(dev.checkNow("http://127.0.0.1:8080/x")).hasToString("http://127.0.0.1:8080/x");
        assertThat(dev.checkNow("http://[::1]:443/x")).hasToString("http://[::1]:443/x");
        for (String url : List.of("http://localhost/", "http://127.0.0.2/", "http://10.0.0.1/", "https://127.0.0.1/")) {
            assertThatThrownBy(() -> dev.check(url, "")).as(url).isInstanceOf(RejectedException.class);
        }
        assertThatThrownBy(() -> ONE.check("http://127.0.0.1:8080/x", "")).isInstanceOf(RejectedException.class);
    }
}
