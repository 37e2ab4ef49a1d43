package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UnixModeTest {

    private static final int ALL = 0777;

    @ParameterizedTest
    @CsvSource({
        "0644, rw-r--r--, rw-r--r--",
        "0755, rwxr-xr-x, rwxr-xr-x",
        "0000, ---------, ---------",
        "7777, rwxrwxrwx, rwsrwsrwt",
        "7666, rw-rw-rw-, rwSrwSrwT",
        "1777, rwxrwxrwx, rwxrwxrwt",
        "2750, rwxr-x---, rwxr-s---"
    })
    void lettersAreThoseOfLs(String octal, String letters, String all) {
        int mode = Integer.parseInt(octal, 8);

        assertThat(UnixMode.letters(mode)).isEqualTo(letters);
        assertThat(UnixMode.allLetters(mode)).isEqualTo(all);
        assertThat(UnixMode.isLetters(letters, 0)).isTrue();
        assertThat(UnixMode.isLetters("-" + all + " 1 ann", 1)).isTrue();
        assertThat(UnixMode.parse(octal)).isEqualTo(mode);
        assertThat(UnixMode.parse(all)).isEqualTo(mode);
    }

    @Test
    void everyModeIsThatOfTheJdkAndBack() {
        for (int mode = 0; mode <= ALL; mode++) {
            var permissions = UnixMode.permissions(mode);
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo(UnixMode.letters(mode));
            assertThat(UnixMode.of(permissions)).isEqualTo(mode);
        }
        assertThat(UnixMode.of(EnumSet.allOf(PosixFilePermission.class))).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rwxrwxrw", "wrxrwxrwx", "rwxrwxrwX", "rwxrwxr x", "drwxrwxrwx"})
    void otherTextsAreNoMode(String text) {
        assertThat(UnixMode.isLetters(text, 0)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> UnixMode.parse(text));
    }
}
