package io.github.ftplab.junit;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedMethods;

import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerUser;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** The settings of a server: those of an annotation, and the methods that have the rest. */
final class ServerOptions {

    private static final Ftp DEFAULT = Default.class.getAnnotation(Ftp.class);
    private static final User USER = new User("test", "potato", Permission.format(Permission.ALL), "");
    private static final String FORM = "NAME:PASSWORD[:LETTERS[:DIRECTORY]]";

    private final Ftp settings;
    private final List<FtpExtension.Owner> owners;
    private final List<User> users;

    /** @param owners the test classes whose methods with options are called */
    ServerOptions(Ftp settings, List<FtpExtension.Owner> owners) {
        this.settings = settings;
        this.owners = owners;
        this.users = settings.user().length == 0 && !settings.anyUser()
                ? List.of(USER)
                : Stream.of(settings.user()).map(User::parse).toList();
    }

    /** Has an annotation without settings. */
    @Ftp
    private static final class Default {}

    /** {@return whether an annotation has no settings} */
    static boolean isDefault(Ftp annotation) {
        return annotation.equals(DEFAULT);
    }

    /** {@return the user that clients log in as} */
    User firstUser() {
        return users.isEmpty() ? USER : users.get(0);
    }

    /** {@return a new, empty directory} */
    Path home() throws IOException {
        return settings.inMemory() ? FtpServer.inMemory() : Files.createTempDirectory("ftplab-junit-");
    }

    /** Copies the files of the annotation to a directory. */
    void fill(Path home) throws IOException {
        if (!settings.files().isEmpty()) {
            TestFiles.copy(owners.get(owners.size() - 1).type(), settings.files(), home);
        }
        for (var text : settings.text()) {
            TestFiles.write(text, home);
        }
    }

    /** Starts a server. */
    FtpServer start(Path home) throws IOException {
        var builder =
                FtpServer.builder().port(0).quiet().localTime().limits(ServerLimits.DEFAULT.loginDelay(Duration.ZERO));
        for (var user : users) {
            var directory = Files.createDirectories(TestFiles.within(home, user.directory()));
            builder.user(user.name(), user.password(), directory, user.letters());
        }
        if (settings.anyUser()) {
            builder.authenticate((name, password) -> Optional.of(ServerUser.of(name, home, Permission.ALL)));
        }
        if (settings.tls()) {
            builder.tls();
        }
        if (settings.requireTls()) {
            builder.requireTls();
        }
        if (settings.implicitTls()) {
            builder.implicitTls();
        }
        owners.forEach(owner -> callMethods(owner, builder));
        return builder.start();
    }

    private static void callMethods(FtpExtension.Owner owner, FtpServerBuilder builder) {
        for (var method : findAnnotatedMethods(owner.type(), Ftp.class, HierarchyTraversalMode.TOP_DOWN)) {
            requireForm(method);
            if (ModifierSupport.isStatic(method) || owner.instance() != null) {
                ReflectionSupport.invokeMethod(method, owner.instance(), builder);
            }
        }
    }

    private static void requireForm(Method method) {
        if (!List.of(method.getParameterTypes()).equals(List.of(FtpServerBuilder.class))) {
            throw new ExtensionConfigurationException(
                    "@Ftp on the method %s, which does not take one FtpServerBuilder: put it on a field or a parameter instead"
                            .formatted(method.getName()));
        }
    }

    /** A user of the annotation. */
    record User(String name, String password, String letters, String directory) {

        /** Never repeats the text in a message, as it contains the password. */
        static User parse(String text) {
            var parts = text.split(":", 4);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isEmpty()) {
                throw new ExtensionConfigurationException("@Ftp: the form of a user is " + FORM
                        + ", such as ann:potato:elr; anyUser = true lets everybody in");
            }
            var letters = parts.length > 2 ? parts[2] : Permission.format(Permission.READ_ONLY);
            return new User(parts[0], parts[1], letters, parts.length > 3 ? parts[3] : "");
        }
    }
}
