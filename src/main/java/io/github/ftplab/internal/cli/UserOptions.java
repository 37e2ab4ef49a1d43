package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.Permission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} for users. */
final class UserOptions {

    @Option(
            names = "--user",
            paramLabel = UserOption.FORM,
            description = "Add a user; can be repeated. HOME is DIR by default.")
    private List<UserOption> users = new ArrayList<>();

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "Add a user of DIR who may read, or with -w everything.")
    private @Nullable String name;

    @Option(
            names = {"-P", "--password"},
            paramLabel = "PASSWORD",
            description = "The password of -u, or env=VARIABLE. Default: ask for it.")
    private @Nullable String password;

    @Option(
            names = {"-w", "--write"},
            description = "Let the user of -u, or else everybody, do everything: elradfmwMT.")
    private boolean write;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description =
                    "Read users from a file: a header line, then lines with name,password,home,letters and perhaps quota.")
    private @Nullable Path usersFile;

    @Option(names = "--anonymous", paramLabel = "LETTERS", description = "Let in anonymous users as well.")
    private @Nullable String anonymous;

    @Option(
            names = "--quota",
            paramLabel = "NAME=BYTES",
            description = "The most bytes that the files in the home of a user may have; can be repeated.")
    private Map<String, Long> quotas = new LinkedHashMap<>();

    /**
     * Adds the users.
     *
     * @param directory the directory to serve
     * @throws IllegalArgumentException if an option is invalid
     * @throws FtpException.Start if a directory or file does not exist
     */
    void apply(FtpServerBuilder builder, Path directory) {
        boolean alone = users.isEmpty() && usersFile == null && name == null && anonymous == null;
        if (name == null && password != null) {
            throw new IllegalArgumentException("-P is the password of a user: add -u NAME");
        }
        if (write && name == null && !alone) {
            throw new IllegalArgumentException(
                    "-w is for the user of -u, or for everybody if there are no users: --user, --users and --anonymous name the letters themselves");
        }
        var letters = Permission.format(write ? Permission.ALL : Permission.READ_ONLY);
        if (name != null) {
            var user = new UserOption(name, password == null ? "" : password, letters, null);
            add(builder, user, directory);
        }
        users.forEach(user -> add(builder, user, directory));
        if (usersFile != null) {
            load(builder, usersFile);
        }
        if (anonymous != null) {
            builder.anonymous(checkDirectory(directory), anonymous);
        } else if (alone) {
            builder.anonymous(checkDirectory(directory), letters);
        }
        quotas.forEach(builder::quota);
    }

    private static void add(FtpServerBuilder builder, UserOption user, Path directory) {
        var home = checkDirectory(user.home() == null ? directory : user.home());
        builder.user(user.name(), user.password(System.getenv(), UserOptions::ask), home, user.letters());
    }

    private static void load(FtpServerBuilder builder, Path usersFile) {
        try {
            builder.users(usersFile);
        } catch (IllegalArgumentException e) {
            throw new FtpException.Start(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> ask(String user) {
        return Terminal.console()
                .map(console -> console.readPassword("password for %s: ", user))
                .map(String::new);
    }

    private static Path checkDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new FtpException.Start(
                    "cannot serve %s: %s; looked for %s"
                            .formatted(
                                    directory,
                                    Files.exists(directory) ? "it is a file" : "there is no such directory",
                                    directory.toAbsolutePath().normalize()),
                    null);
        }
        if (!Files.isReadable(directory)) {
            throw new FtpException.Start("cannot serve %s: no permission to read it".formatted(directory), null);
        }
        return directory;
    }
}
