package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FtpExceptionTest {

    private static final Reply REPLY = Reply.of(550, List.of("No", "such file"));

    static Stream<FtpException> exceptions() {
        return Stream.of(
                new FtpException.Refused("cannot delete x", "DELE", "x", REPLY),
                new FtpException.Refused("cannot log in", "PASS", null, REPLY),
                new FtpException.Connection("lost", new IOException("reset")),
                new FtpException.LocalFile("missing", null),
                new FtpException.Protocol("odd", null),
                new FtpException.Start("taken", null));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionIsWholeAfterSerialization(FtpException exception) throws Exception {
        var copy = copied(exception);
        assertThat((Throwable) copy).hasSameClassAs(exception).hasMessage(exception.getMessage());
        if (exception instanceof FtpException.Refused refused) {
            var other = (FtpException.Refused) copy;
            assertThat(other.code()).isEqualTo(550);
            assertThat(other.reply()).isEqualTo(REPLY);
            assertThat(other.command()).isEqualTo(refused.command());
            assertThat(other.path()).isEqualTo(refused.path());
        }
    }

    private static Object copied(Object value) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void failuresOfADirectoryCanBeThrownTwice() {
        var first = new FtpException.Protocol("odd", null);
        var second = new FtpException.LocalFile("missing", null);
        var result = DirectoryTransfer.builder()
                .failures(Stream.of(first, second, first)
                        .map(error -> DirectoryTransfer.Failure.of("x", error))
                        .toList())
                .build();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(result::orThrow)).isSameAs(first).hasSuppressedException(second);
            assertThat(first.getSuppressed()).hasSize(1);
        }
    }
}
