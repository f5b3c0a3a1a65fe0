package io.mediascope.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents say what is true. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldShowTheExampleThatTheBuildCompiles() throws IOException {
        String example =
                Files.readString(ROOT.resolve("sdk/java/src/main/java/io/mediascope/sdk/examples/HelloScope.java"));
        String shown = between(Files.readString(ROOT.resolve("README.md")), "```java\n", "\n```");
        assertThat(example.strip()).endsWith(shown.strip());
        assertThat(shown.lines().count()).isLessThan(30);
    }

    @Test
    void shouldLinkToFilesThatExist() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        try (Stream<Path> documents = Stream.concat(
                Files.walk(ROOT.resolve("docs")).filter(path -> path.toString().endsWith(".md")),
                Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve))) {
            for (Path document : documents.toList()) {
                Matcher matcher = link.matcher(Files.readString(document));
                while (matcher.find()) {
                    Path target = document.resolveSibling(matcher.group(1)).normalize();
                    assertThat(target).as("link in %s", document).exists();
                }
            }
        }
    }

    @Test
    void shouldDocumentEveryCommand() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> commands = List.of(
                "up",
                "down",
                "status",
                "app create",
                "token",
                "join",
                "scopes",
                "replay",
                "demo",
                "cluster up",
                "test");
        assertThat(commands).allSatisfy(command -> assertThat(readme).contains("./mediascope " + command));
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
