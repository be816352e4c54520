package dev.spendweir.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.Terminal;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A plan's names are anybody's text; no output may let them act. */
final class HostileTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_x.y[\"\u001b[2J\u001b]0;owned\u0007\"]",
                "aws_x.y[\"\n::error::owned\"]",
                "aws_x.y[\" ::set-output name=a::b\"]",
                "aws_x.y[\"##vso[task.setvariable variable=a]b\"]",
                "aws_x.y[\"##[error]owned\"]",
                "aws_x.y[\"\u202Egnp.exe\"]",
                "aws_x.y[\"\u2028##teamcity[buildStop]\"]"
            })
    void text_ofAHostileName_holdsNoCommand(String address) {
        String text = OutputFormat.TEXT.render(SampleReports.denyWithAddress(address), Terminal.plain());
        assertThat(text).doesNotContain("\u001b", "\u0007", "\u202E", "\u2028", "##vso", "##[", "##teamcity");
        assertThat(text.lines().map(String::strip)).noneMatch(line -> line.startsWith("::"));
        assertThat(text).doesNotContain(" ::");
    }

    @Test
    void github_ofAHostileName_hasNoCommandButOurs() {
        String hostile = "aws_x.y[\"\n::stop-commands::x\n::add-mask::y\"]";
        String output = GithubRenderer.render(SampleReports.denyWithAddress(hostile), Terminal.plain(), "token");
        List<String> commands = output.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("::"))
                .toList();
        assertThat(commands)
                .allMatch(command -> command.startsWith("::error title=")
                        || command.startsWith("::warning title=")
                        || command.equals("::stop-commands::token")
                        || command.equals("::token::"));
    }

    @Test
    void github_ofManyFindings_hasAtMostTenAnnotations() {
        String output = GithubRenderer.render(SampleReports.denyOfMany(200), Terminal.plain(), "token");
        assertThat(output.lines().filter(line -> line.startsWith("::error ") || line.startsWith("::warning ")))
                .hasSize(GithubRenderer.MAX_ANNOTATIONS);
    }

    @Test
    void github_percentAndColons_areEscaped() {
        String output =
                GithubRenderer.render(SampleReports.denyWithAddress("custom.a%0A::error::b"), Terminal.plain(), "t");
        assertThat(output.lines().takeWhile(line -> !line.startsWith("::stop")))
                .allMatch(line -> !line.contains("%0A:"));
    }

    @Test
    void markdown_ofAHostileName_isOneCellOfCode() {
        String hostile = "x`</details>|<script>--> @team\n# heading\"";
        String comment = MarkdownRenderer.render(SampleReports.denyWithAddress(hostile));
        String row = comment.lines()
                .filter(line -> line.contains("heading"))
                .findFirst()
                .orElseThrow();
        assertThat(row).startsWith("| ~ | `x'</details>\\|<script>--> @team # heading\"` |");
        assertThat(comment.lines().filter(line -> line.startsWith("# "))).isEmpty();
    }

    @Test
    void markdown_marker_isTheSameForTheSameStateAndHoldsNoName() {
        String one = MarkdownRenderer.marker(SampleReports.deny().question());
        String other = MarkdownRenderer.marker(SampleReports.allow().question());
        assertThat(one).isEqualTo(other).matches("<!-- spendweir:gate:terraform:[0-9a-f]{16} -->");
        assertThat(MarkdownRenderer.render(SampleReports.deny())).startsWith(one);
    }

    @Test
    void markdown_ofManyLongNames_staysUnderTheLimitOfAComment() {
        GateReport many = SampleReports.denyOfMany(20_000);
        String comment = MarkdownRenderer.render(many);
        assertThat(comment.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MarkdownRenderer.MAX_BYTES);
        assertThat(comment).contains("more are not shown");
    }

    @Test
    void junit_ofAHostileName_isWellFormedXml() throws Exception {
        Document document =
                parse(JunitRenderer.render(SampleReports.denyWithAddress("a]]>\u0000\u001b<&\"\ud800\ufffe")));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        int cases = document.getElementsByTagName("testcase").getLength();
        assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(cases));
        assertThat(document.getElementsByTagName("failure").getLength())
                .isEqualTo(Integer.parseInt(suite.getAttribute("failures")));
        assertThat(document.getElementsByTagName("skipped").getLength())
                .isEqualTo(Integer.parseInt(suite.getAttribute("skipped")));
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
