package io.github.ftplab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VirtualPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, a, /a",
        "/a, b, /a/b",
        "/a, /b, /b",
        "/a/b, .., /a",
        "/a, ../.., /",
        "/, ../../etc, /etc",
        "/a, ./b/./c, /a/b/c",
        "/a, b//c/, /a/b/c",
        "/a, '', /a",
        "/a, ///, /",
        "/a, ..., /a/...",
        "/a, ' .. ', '/a/ .. '",
        "/a, b/../../c, /c"
    })
    void resolvesAsAShellWould(String workingDirectory, String argument, String expected) {
        assertThat(VirtualPath.resolve(workingDirectory, argument)).isEqualTo(expected);
    }

    @Test
    void quotesAreDoubled() {
        assertThat(VirtualPath.quoted("/a \"b\"")).isEqualTo("\"/a \"\"b\"\"\"");
    }

    @Test
    void namesOfTheHomeAreNone() {
        assertThat(VirtualPath.names("/")).isEmpty();
        assertThat(VirtualPath.names("/a/b")).containsExactly("a", "b");
        assertThat(VirtualPath.name("/a/b")).isEqualTo("b");
        assertThat(VirtualPath.name("/")).isEqualTo("/");
    }
}
