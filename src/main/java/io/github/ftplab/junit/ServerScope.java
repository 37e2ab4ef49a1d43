package io.github.ftplab.junit;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What was started for one test or one class, which JUnit calls a context: closed with it, and seen from the scopes
 * within it. Used by one thread at a time.
 */
final class ServerScope {

    private final ExtensionContext context;
    private final @Nullable ServerScope outer;
    private final Instant began = Instant.now();
    private final List<TestServer> servers = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable TestServer ofClass;

    /** @param outer the scope in which this one is, of the same context or of one around it */
    ServerScope(ExtensionContext context, @Nullable ServerScope outer) {
        this.context = context;
        this.outer = outer;
    }

    boolean isOf(ExtensionContext other) {
        return context.getUniqueId().equals(other.getUniqueId());
    }

    /** Starts the server of an annotated class. */
    void startForClass(Ftp settings) throws IOException {
        ofClass = start(settings);
    }

    /** Sets a field, until this scope is closed. */
    void set(Field field, @Nullable Object instance, Ftp settings) throws IOException {
        var name = "field " + field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException("@Ftp cannot set the final " + name);
        }
        try {
            field.setAccessible(true);
            if (field.get(instance) != null) {
                throw new ExtensionConfigurationException(
                        "@Ftp cannot set %s, which has a value already: from the test class itself, or from a test that runs at the same time; then use a parameter instead"
                                .formatted(name));
            }
            field.set(instance, value(field.getType(), settings, name, true));
            open.push(() -> field.set(instance, null));
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("@Ftp cannot set " + name, e);
        }
    }

    /**
     * {@return what a field or parameter of a type gets} Started for it if need be.
     *
     * @param name which one, for messages
     */
    Object value(Class<?> type, Ftp settings, String name, boolean isField) throws IOException {
        if (type != FtpServer.class && type != FtpClient.class && type != Path.class) {
            throw new ExtensionConfigurationException(
                    "@Ftp has nothing for %s of type %s: it must be an FtpServer, an FtpClient or a Path"
                            .formatted(name, type.getSimpleName()));
        }
        var server = server(isField && type == FtpServer.class, settings, name);
        if (type == FtpServer.class) {
            return server.running();
        }
        if (type == Path.class) {
            return server.home();
        }
        var client = server.connect();
        open.push(client);
        return client;
    }

    private TestServer server(boolean isServerField, Ftp settings, String name) throws IOException {
        if (!ServerOptions.isDefault(settings)) {
            return start(settings);
        }
        var there = isServerField ? nearestOfClass() : nearest(name);
        return there.isPresent() ? there.get() : start(settings);
    }

    private Optional<TestServer> nearestOfClass() {
        for (var scope = this; scope != null; scope = scope.outer) {
            if (scope.ofClass != null) {
                return Optional.of(scope.ofClass);
            }
        }
        return Optional.empty();
    }

    private Optional<TestServer> nearest(String name) {
        for (var scope = this; scope != null; scope = scope.outer) {
            if (scope.servers.size() > 1) {
                throw new ExtensionConfigurationException(
                        "@Ftp cannot tell which of %s %s belongs to: use the server's connect(…) or users(), or give it settings of its own"
                                .formatted(scope.servers, name));
            }
            if (!scope.servers.isEmpty()) {
                return Optional.of(scope.servers.get(0));
            }
        }
        return Optional.empty();
    }

    private TestServer start(Ftp settings) throws IOException {
        var options = new ServerOptions(settings, FtpExtension.owners(context));
        var home = options.home();
        open.push(() -> TestFiles.delete(home));
        options.fill(home);
        var server = new TestServer(options.start(home), home, options.firstUser());
        open.push(server.running());
        servers.add(server);
        return server;
    }

    /** Adds to a failure what was said to the servers of this scope and those around it since this scope began. */
    void report(Throwable failure) {
        var since = began();
        for (var scope = this; scope != null; scope = scope.outer) {
            scope.servers.forEach(server -> ServerReport.add(server.running(), since, failure));
        }
    }

    /** {@return when the outermost scope of this context began} */
    private Instant began() {
        return outer != null && outer.isOf(context) ? outer.began() : began;
    }

    /** Closes everything that was started in this context, in reverse order, whatever fails. */
    void close() throws Exception {
        Exception failure = null;
        for (var scope = this; scope != null && scope.isOf(context); scope = scope.outer) {
            while (!scope.open.isEmpty()) {
                try {
                    scope.open.pop().close();
                } catch (Exception e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** A server that was started for a test or a class. */
    private record TestServer(FtpServer running, Path home, ServerOptions.User user) {

        FtpClient connect() {
            return running.connect(user.name(), user.password());
        }

        @Override
        public String toString() {
            return running.toString();
        }
    }
}
