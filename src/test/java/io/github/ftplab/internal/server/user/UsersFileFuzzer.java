package io.github.ftplab.internal.server.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ftplab.internal.server.file.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

/**
 * A fuzz target, which Jazzer calls: see FuzzingTest. Any users file is read, or refused with a message that names the
 * file and shows no password.
 */
public final class UsersFileFuzzer {

    private static final String PASSWORD = "s3cr3t-Passw0rd";
    private static final Path FILE = file();

    private UsersFileFuzzer() {}

    /** The input is the file, once on its own, and once after a header and a user. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        var text = new String(bytes, UTF_8);
        // In other columns it may be shown.
        if (!text.contains(PASSWORD)) {
            read(bytes);
            read(("name,password,home,letters\nzoe," + PASSWORD + ",.,elr\n" + text).getBytes(UTF_8));
        }
    }

    private static void read(byte[] bytes) {
        try {
            Files.write(FILE, bytes);
            var names = new HashSet<String>();
            for (var account : UsersFile.read(FILE, Home::of)) {
                check(!account.name().isEmpty() && names.add(account.name()), "the name " + account.name());
                check(!account.toString().contains(PASSWORD), "the password is shown");
            }
            check(!names.isEmpty(), "nobody");
        } catch (IllegalArgumentException e) {
            var message = String.valueOf(e.getMessage());
            check(message.contains(FILE.toString()), "the file is not named: " + message);
            check(!message.contains(PASSWORD), "the password is shown: " + message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try {
            return Files.createTempDirectory("ftplab-fuzz").resolve("users.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(boolean holds, String failure) {
        if (!holds) {
            throw new AssertionError(failure);
        }
    }
}
