package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused at once, with the name of the parameter. */
@WithServer
class NullArgumentsTest {

    private static final List<Class<?>> FACES = List.of(
            FtpClient.class,
            BackgroundFtpClient.class,
            FtpClientBuilder.class,
            FtpServer.class,
            FtpServerBuilder.class,
            FileHash.class);

    @Given
    static Path home;

    @Given
    static FtpServer server;

    @Given
    static FtpClient ftp;

    @Given
    static FtpServerBuilder options() {
        return FtpServer.builder().user("test", "potato", home).tls();
    }

    static Stream<Method> methods() {
        return PublicTypes.all()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> FACES.contains(type) || makesValues(method)))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("equals"))
                .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(type -> !type.isPrimitive()));
    }

    private static boolean makesValues(Method method) {
        return method.getDeclaringClass().getSimpleName().equals("Builder")
                || (Modifier.isStatic(method.getModifiers()) && method.getName().matches("of|builder"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nullIsRefusedByTheNameOfItsParameter(Method method) {
        var before = ftp.transcript().toString();
        IntStream.range(0, method.getParameterCount())
                .filter(i -> !method.getParameterTypes()[i].isPrimitive())
                .forEach(i -> {
                    var name = method.getParameters()[i].getName();
                    assertThat(name).doesNotMatch("arg\\d+");
                    assertThat(thrown(method, i))
                            .as("%s with null for %s", method, name)
                            .isExactlyInstanceOf(NullPointerException.class)
                            .hasMessage(name);
                });
        assertThat(ftp.transcript()).as("nothing was sent").hasToString(before);
    }

    private static @Nullable Throwable thrown(Method method, int missing) {
        var receiver = Modifier.isStatic(method.getModifiers()) ? null : receiver(method.getDeclaringClass());
        var arguments = arguments(method);
        arguments[missing] = null;
        var called = catchThrowable(() -> method.invoke(receiver, arguments));
        assertThat(called).isInstanceOf(InvocationTargetException.class);
        return called.getCause();
    }

    private static Object receiver(Class<?> face) {
        if (face == FtpClient.class) {
            return ftp;
        }
        if (face == BackgroundFtpClient.class) {
            return ftp.inBackground();
        }
        if (face == FileHash.class) {
            return FileHash.of("MD5", "00");
        }
        if (face == FtpServer.class) {
            return server;
        }
        if (face == FtpClientBuilder.class) {
            return FtpClient.builder();
        }
        return face == FtpServerBuilder.class ? FtpServer.builder() : ValueTypesTest.builder(face);
    }

    private static @Nullable Object[] arguments(Method method) {
        return FACES.contains(method.getDeclaringClass())
                ? Arrays.stream(method.getParameterTypes())
                        .map(NullArgumentsTest::any)
                        .toArray()
                : Arrays.stream(method.getGenericParameterTypes())
                        .map(type -> ValueTypesTest.sample(type, 0))
                        .toArray();
    }

    /** {@return a value that is valid for most parameters of the type} */
    private static Object any(Class<?> type) {
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        var value = Map.<Class<?>, Object>ofEntries(
                        Map.entry(int.class, 1),
                        Map.entry(long.class, 1L),
                        Map.entry(String.class, "example"),
                        Map.entry(Path.class, Path.of("example")),
                        Map.entry(URI.class, URI.create("ftp://127.0.0.1:1")),
                        Map.entry(Duration.class, Duration.ofSeconds(1)),
                        Map.entry(Instant.class, Instant.EPOCH),
                        Map.entry(ZoneId.class, ZoneOffset.UTC),
                        Map.entry(Charset.class, StandardCharsets.UTF_8),
                        Map.entry(InetAddress.class, InetAddress.getLoopbackAddress()),
                        Map.entry(Proxy.class, Proxy.NO_PROXY),
                        Map.entry(InputStream.class, new ByteArrayInputStream(new byte[0])),
                        Map.entry(Consumer.class, (Consumer<Object>) ignored -> {}),
                        Map.entry(Class.class, ServerEvent.class),
                        Map.entry(Function.class, Function.identity()),
                        Map.entry(BiFunction.class, (BiFunction<Object, Object, Object>) (one, other) -> one),
                        Map.entry(KeyStore.class, keyStore()),
                        Map.entry(X509Certificate.class, server.certificate()),
                        Map.entry(DirectoryOptions.class, DirectoryOptions.DEFAULT),
                        Map.entry(Manners.class, Manners.IIS),
                        Map.entry(ServerLimits.class, ServerLimits.DEFAULT),
                        Map.entry(Fault.class, Trigger.on("NOOP").stall()),
                        Map.entry(Trigger.class, Trigger.on("NOOP")),
                        Map.entry(ServerSession.class, server.sessions().get(0)))
                .get(type);
        return Objects.requireNonNull(value, () -> "a value of " + type);
    }

    private static KeyStore keyStore() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
