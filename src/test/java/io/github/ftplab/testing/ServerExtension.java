package io.github.ftplab.testing;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedFields;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedMethods;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Starts and closes what {@link Given} asks for: see {@link WithServer}. */
final class ServerExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(ServerExtension.class);
    private static final String USER = "test";
    private static final String PASSWORD = "potato";

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start(context, context.getRequiredTestClass(), null);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        for (var instance : context.getRequiredTestInstances().getAllInstances()) {
            start(context, instance.getClass(), instance);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        var types = new ArrayList<Class<?>>();
        context.getRequiredTestInstances().getAllInstances().forEach(instance -> types.add(instance.getClass()));
        Collections.reverse(types);
        close(context, types);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close(context, List.of(context.getRequiredTestClass()));
    }

    private static void start(ExtensionContext context, Class<?> type, @Nullable Object instance) throws IOException {
        boolean shared = instance == null;
        var fields = findAnnotatedFields(
                type, Given.class, field -> ModifierSupport.isStatic(field) == shared, HierarchyTraversalMode.TOP_DOWN);
        if (!fields.isEmpty()) {
            var ofClass = context.getStore(HERE).get(type, Started.class);
            var started = new Started(type, instance, fields, ofClass);
            context.getStore(HERE).put(type, started);
            started.start();
        }
    }

    private static void close(ExtensionContext context, List<Class<?>> types) throws Exception {
        var all = new ArrayList<AutoCloseable>();
        for (var type : types) {
            var started = context.getStore(HERE).remove(type, Started.class);
            if (started != null) {
                all.add(started::close);
            }
        }
        closeAll(all);
    }

    private static void closeAll(List<AutoCloseable> all) throws Exception {
        var failures = new ArrayList<Exception>();
        for (var closeable : all) {
            try {
                closeable.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Creates the value of a field. */
    private interface Maker<T> {
        T make() throws IOException;
    }

    /** The values of the fields of one object, or of the static fields of a class. */
    private static final class Started {

        private final Class<?> type;
        private final @Nullable Object instance;
        private final List<Field> fields;
        private final List<AutoCloseable> open = new ArrayList<>();
        private final List<Field> empty = new ArrayList<>();
        private @Nullable Path home;
        private @Nullable FtpServer server;
        private @Nullable FakeServer fake;

        /** Creates the values of an object's fields; uses the server, home and script of its class, if there are any. */
        Started(Class<?> type, @Nullable Object instance, List<Field> fields, @Nullable Started ofClass) {
            this.type = type;
            this.instance = instance;
            this.fields = fields;
            if (ofClass != null) {
                home = ofClass.home;
                server = ofClass.server;
                fake = ofClass.fake;
            }
        }

        void start() throws IOException {
            for (var field : fields) {
                if (value(field) == null) {
                    empty.add(field);
                }
            }
            if (wants(FakeServer.class)) {
                var made = new FakeServer();
                fake = made;
                set(FakeServer.class, () -> made);
            }
            boolean serves = wants(FtpServer.class) || wants(RawClient.class);
            var scripted = server == null && !serves ? fake : null;
            if (scripted != null) {
                set(FtpClient.class, () -> FtpClient.connect("127.0.0.1", scripted.port()));
            }
            serves |= wants(FtpClient.class) && scripted == null;
            if (serves || wants(Path.class) || wants(Servers.class)) {
                startServer(serves);
            }
        }

        private void startServer(boolean serves) throws IOException {
            var directory = home();
            home = directory;
            set(Path.class, () -> directory);
            var servers = new Servers(() -> options(directory), this::add);
            set(Servers.class, () -> servers);
            if (serves) {
                var running = server == null || wants(FtpServer.class) ? servers.start(builder -> builder) : server;
                server = running;
                set(FtpServer.class, () -> running);
                set(RawClient.class, () -> RawClient.login(running, USER, PASSWORD));
                set(FtpClient.class, () -> running.connect(USER, PASSWORD));
            }
        }

        private Path home() throws IOException {
            for (var field : fields) {
                if (field.getType() == Path.class && value(field) instanceof Path own) {
                    var system = own.getFileSystem();
                    if (system != FileSystems.getDefault()) {
                        add(system);
                    }
                    return own;
                }
            }
            if (home != null) {
                return home;
            }
            var directory = Files.createTempDirectory("ftplab-test-");
            add(() -> FileTree.delete(directory));
            return Files.createDirectory(directory.resolve("home"));
        }

        private FtpServerBuilder options(Path home) {
            var methods = findAnnotatedMethods(type, Given.class, HierarchyTraversalMode.BOTTOM_UP);
            if (!methods.isEmpty()) {
                var options = ReflectionSupport.invokeMethod(methods.get(0), instance);
                return (FtpServerBuilder) Objects.requireNonNull(options, methods.get(0)::getName);
            }
            var letters = type.isAnnotationPresent(WithServer.class)
                    ? type.getAnnotation(WithServer.class).letters()
                    : "elradfmwMT";
            return FtpServer.builder().user(USER, PASSWORD, home, letters);
        }

        private boolean wants(Class<?> wanted) {
            return fields.stream().anyMatch(field -> field.getType() == wanted);
        }

        private @Nullable Object value(Field field) {
            try {
                field.setAccessible(true);
                return field.get(instance);
            } catch (IllegalAccessException e) {
                throw new ExtensionConfigurationException("cannot read " + field, e);
            }
        }

        private <T> void set(Class<T> wanted, Maker<T> maker) throws IOException {
            for (var field : fields) {
                if (field.getType() == wanted) {
                    var value = maker.make();
                    if (value instanceof AutoCloseable closeable && !open.contains(closeable)) {
                        add(closeable);
                    }
                    put(field, value);
                }
            }
        }

        private void put(Field field, @Nullable Object value) {
            try {
                field.setAccessible(true);
                field.set(instance, value);
            } catch (IllegalAccessException e) {
                throw new ExtensionConfigurationException("cannot set " + field, e);
            }
        }

        private void add(AutoCloseable closeable) {
            open.add(0, closeable);
        }

        /**
         * Closes what the test put into the fields, then what was started, in reverse order. Clears the fields that the
         * extension set, so that the next test of the same object, or the next class with the same static field, does
         * not find what is closed.
         */
        void close() throws Exception {
            var all = new ArrayList<AutoCloseable>();
            for (var field : fields) {
                if (value(field) instanceof AutoCloseable closeable && !open.contains(closeable)) {
                    all.add(closeable);
                }
            }
            all.addAll(open);
            empty.forEach(field -> put(field, null));
            closeAll(all);
        }
    }
}
