package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FtpPathTest {

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
        assertThat(FtpPath.resolve(workingDirectory, argument)).isEqualTo(expected);
    }

    @Test
    void quotesAreDoubled() {
        assertThat(FtpPath.quoted("/a \"b\"")).isEqualTo("\"/a \"\"b\"\"\"");
    }

    @Test
    void namesOfTheHomeAreNone() {
        assertThat(FtpPath.names("/")).isEmpty();
        assertThat(FtpPath.names("/a/b")).containsExactly("a", "b");
        assertThat(FtpPath.name("/a/b")).isEqualTo("b");
        assertThat(FtpPath.name("/")).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"/a/b, b", "/a/b/, b", "a, a", "a/, a", "/, /", "../b, b"})
    void nameIsTheLastPartThatIsNotEmpty(String path, String name) {
        assertThat(FtpPath.name(path)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"/\" is the current directory.                | /",
                "\"/a b\"                                       | /a b",
                "\"/a \"\"b\"\"\" is the current directory.       | /a \"b\"",
                "Your place is \"/a\" now                       | /a",
                "\"/a \"b\"\" is your current location          | /a \"b\"",
                "\"/a\"b\" is your current location             | /a\"b",
                "\"/a\".                                        | /a",
                "\"\"                                           | ''",
            })
    void pathIsReadWithItsQuotationMarksDoubledOrNot(String text, String path) {
        assertThat(FtpPath.unquoted(text)).contains(path.equals("''") ? "" : path);
    }

    @Test
    void textWithoutQuotationMarksHasNoPath() {
        assertThat(FtpPath.unquoted("somewhere")).isEmpty();
    }
}
