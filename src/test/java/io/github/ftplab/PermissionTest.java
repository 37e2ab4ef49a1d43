package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermissionTest {

    @Test
    void lettersAreThoseOfPyftpdlibInItsOrder() {
        assertThat(Permission.format(Permission.ALL)).isEqualTo("elradfmwMT");
        assertThat(Permission.format(Permission.READ_ONLY)).isEqualTo("elr");
    }

    @Test
    void parseReadsWhatFormatWrites() {
        assertThat(Permission.parse("elradfmwMT")).isEqualTo(Permission.ALL);
        assertThat(Permission.format(Permission.parse("Mwr"))).isEqualTo("rwM");
        assertThat(Permission.parse("rrr")).containsExactly(Permission.RETRIEVE);
    }

    @Test
    void noLettersAllowNothing() {
        assertThat(Permission.parse("")).isEmpty();
    }

    @Test
    void upperAndLowerCaseDiffer() {
        assertThat(Permission.parse("m")).containsExactly(Permission.MAKE_DIRECTORY);
        assertThat(Permission.parse("M")).containsExactly(Permission.CHANGE_MODE);
        assertThatThrownBy(() -> Permission.parse("E")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownLetterIsRefused() {
        assertThatThrownBy(() -> Permission.parse("el r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown permission letter ' ' in \"el r\": the letters are elradfmwMT (read: elr)");
    }

    @Test
    void parsedPermissionsCannotBeChanged() {
        var parsed = Permission.parse("elr");
        assertThatThrownBy(() -> parsed.add(Permission.STORE)).isInstanceOf(UnsupportedOperationException.class);
    }
}
