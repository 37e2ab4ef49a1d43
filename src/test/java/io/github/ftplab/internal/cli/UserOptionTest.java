package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --user}. */
class UserOptionTest {

    private static final UserOption.Prompt NOBODY = user -> Optional.empty();

    @Test
    void nameIsFollowedByPasswordAndLetters() {
        var user = UserOption.parse("test:potato:elradfmwM");

        assertThat(user.name()).isEqualTo("test");
        assertThat(password(user)).isEqualTo("potato");
        assertThat(user.letters()).isEqualTo("elradfmwM");
        assertThat(user.home()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"homes/ann", "/srv/ftp", "C:\\ftp\\ann", "odd:name"})
    void homeMayHaveColons(String home) {
        assertThat(UserOption.parse("ann:potato:elr:" + home).home()).isEqualTo(Path.of(home));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "ann:s3cret",
                ":s3cret:elr",
                "ann:s3cret:",
                "ann:s3cret:xyz",
                "ann:s3cret:elr:",
                "ann:s3:cret:elr",
                "ann:x:s3cret:elr",
                "anonymous:s3cret:elr"
            })
    void whatIsWrongIsToldWithoutThePassword(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> UserOption.parse(text))
                .withMessageNotContainingAny("s3", "cret", "xyz");
    }

    @Test
    void unknownLettersAreToldWithTheKnownOnes() {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> UserOption.parse("ann:potato:elrz"))
                .withMessageContainingAll("ann", "elradfmwMT", "NAME:PASSWORD:LETTERS[:HOME]");
    }

    @Test
    void passwordMayComeFromTheEnvironment() {
        var user = UserOption.parse("ann:env=FTP_PASSWORD:elr");

        assertThat(user.password(Map.of("FTP_PASSWORD", "pot:ato"), NOBODY)).isEqualTo("pot:ato");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> user.password(Map.of(), NOBODY))
                .withMessageContainingAll("ann", "FTP_PASSWORD");
    }

    @Test
    void emptyPasswordIsAskedFor() {
        var user = UserOption.parse("ann::elr");

        assertThat(user.password(Map.of(), name -> Optional.of("typed by " + name)))
                .isEqualTo("typed by ann");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> password(user))
                .withMessageContainingAll("ann has no password", "env=VARIABLE");
        assertThatIllegalArgumentException().isThrownBy(() -> user.password(Map.of(), name -> Optional.of("")));
    }

    @Test
    void passwordIsNotInItsText() {
        assertThat(UserOption.parse("ann:potato:elr")).hasToString("ann elr");
    }

    private static String password(UserOption user) {
        return user.password(Map.of(), NOBODY);
    }
}
