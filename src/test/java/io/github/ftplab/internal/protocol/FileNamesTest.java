package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "con",
                "NUL",
                "nul.txt",
                "nul .txt",
                "aux:x",
                "COM1",
                "lpt9.x",
                "com\u00b9",
                "CONIN$",
                "a:b",
                "a\\b",
                "a/b",
                "a*",
                "a?",
                "a\"b",
                "a<b",
                "a>b",
                "a|b",
                "a\u0000b",
                "a\nb",
                "a.",
                "a ",
                "..."
            })
    void windowsTakesThemForSomethingElse(String name) {
        assertThat(FileNames.isSpecialOnWindows(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.txt", ".a", " a", "console", "com", "com10", "nulls.txt", "a b", "caf\u00e9", "a~1"})
    void theseAreFilesEverywhere(String name) {
        assertThat(FileNames.isSpecialOnWindows(name)).isFalse();
    }

    @Test
    void elsewhereTheyAreOrdinary() throws IOException {
        try (var windows = Jimfs.newFileSystem(Configuration.windows());
                var unix = Jimfs.newFileSystem(Configuration.unix())) {
            assertThat(FileNames.isSpecial(windows.getPath("C:\\"), "nul")).isTrue();
            assertThat(FileNames.isSpecial(unix.getPath("/"), "nul")).isFalse();
        }
    }
}
