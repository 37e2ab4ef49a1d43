package io.github.ftplab.testing;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedFields;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedMethods;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close(context);
    }

    private static void start(ExtensionContext context, Class<?> type, @Nullable Object instance) throws IOException {
        boolean shared = instance == null;
        var fields = findAnnotatedFields(
                type, Given.class, field -> ModifierSupport.isStatic(field) == shared, HierarchyTraversalMode.TOP_DOWN);
        if (!fields.isEmpty()) {
            var started = new Started(type, instance, fields);
            context.getStore(HERE).put(type, started);
            started.start();
        }
    }

    private static void close(ExtensionContext context) throws Exception {
        var types = new ArrayList<Class<?>>();
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            types.add(type);
        }
        for (var type : types) {
            var started = context.getStore(HERE).remove(type, Started.class);
            if (started != null) {
                started.close();
            }
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

        Started(Class<?> type, @Nullable Object instance, List<Field> fields) {
            this.type = type;
            this.instance = instance;
            this.fields = fields;
        }

        void start() throws IOException {
            boolean real = List.of(Path.class, FtpServer.class, RawClient.class, Servers.class).stream()
                    .anyMatch(this::wants);
            if (wants(FakeServer.class)) {
                var fake = new FakeServer();
                set(FakeServer.class, () -> fake);
                if (!real) {
                    set(FtpClient.class, () -> FtpClient.connect("127.0.0.1", fake.port()));
                }
            }
            if (real) {
                startServer();
            }
        }

        private void startServer() throws IOException {
            var home = home();
            set(Path.class, () -> home);
            var servers = new Servers(() -> options(home), this::add);
            set(Servers.class, () -> servers);
            if (wants(FtpServer.class) || wants(RawClient.class)) {
                var server = servers.start(builder -> builder);
                set(FtpServer.class, () -> server);
                set(RawClient.class, () -> RawClient.login(server, USER, PASSWORD));
                set(FtpClient.class, () -> server.connect(USER, PASSWORD));
            }
        }

        private Path home() throws IOException {
            for (var field : fields) {
                if (field.getType() == Path.class && value(field) instanceof Path home) {
                    var system = home.getFileSystem();
                    if (system != FileSystems.getDefault()) {
                        add(system);
                    }
                    return home;
                }
            }
            var directory = Files.createTempDirectory("ftplab-test-");
            add(() -> delete(directory));
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
                    try {
                        var value = maker.make();
                        if (value instanceof AutoCloseable closeable && !open.contains(closeable)) {
                            add(closeable);
                        }
                        field.setAccessible(true);
                        field.set(instance, value);
                    } catch (IllegalAccessException e) {
                        throw new ExtensionConfigurationException("cannot set " + field, e);
                    }
                }
            }
        }

        private void add(AutoCloseable closeable) {
            open.add(0, closeable);
        }

        /** Closes what the test put into the fields, then what was started, in reverse order. */
        void close() throws Exception {
            var all = new ArrayList<AutoCloseable>();
            for (var field : fields) {
                if (value(field) instanceof AutoCloseable closeable && !open.contains(closeable)) {
                    all.add(closeable);
                }
            }
            all.addAll(open);
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

        private static void delete(Path directory) throws IOException {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    // A test may have made it read-only. If this has no effect, deleting its contents reports the
                    // error.
                    path.toFile().setWritable(true);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
