package io.github.ftplab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingAbilitiesTest {

    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows());

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    @Test
    void modesWhereThereAreNoneAreAReason() {
        var file = windows.getPath("C:\\work");

        assertThat(reason(() -> Files.setPosixFilePermissions(file, Set.of()))).contains("no modes");
        assertThat(reason(() -> Files.getPosixFilePermissions(file))).contains("no modes");
        assertThat(reason(() -> Files.createFile(
                        file.resolve("a"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))))
                .contains("no modes");
    }

    /** Such as of the library, which has to work there. */
    @Test
    void otherFailuresAreNone(@TempDir Path directory) {
        assertThat(reason(() -> {
                    throw new UnsupportedOperationException("by a test");
                }))
                .isEmpty();
        assertThat(reason(() -> Set.of().add("by the JDK"))).isEmpty();
        assertThat(reason(() -> Files.createSymbolicLink(directory.resolve("no/link"), directory)))
                .isEmpty();
        assertThat(MissingAbilities.reason(
                        catchThrowable(() -> Files.createSymbolicLink(directory.resolve("no/link"), directory)), true))
                .as("%s says what else was wrong", NoSuchFileException.class)
                .isEmpty();
    }

    @Test
    void linksThatAreRefusedAreAReasonOnWindows(@TempDir Path directory) {
        var tooLong = directory.resolve("a".repeat(300)); // the same exception as for the missing right
        var thrown = catchThrowable(() -> Files.createSymbolicLink(tooLong, directory));

        assertThat(thrown).isExactlyInstanceOf(FileSystemException.class);
        assertThat(MissingAbilities.reason(thrown, true)).contains("no right to make symbolic links here");
        assertThat(MissingAbilities.reason(thrown, false)).isEmpty();
    }

    private static String reason(ThrowingCallable call) {
        return MissingAbilities.reason(catchThrowable(call), false).orElse("");
    }
}
