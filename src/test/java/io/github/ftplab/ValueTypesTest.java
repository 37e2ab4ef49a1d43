package io.github.ftplab;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of every value that the API returns: all classes with a factory that takes their components. */
class ValueTypesTest {

    private static final List<FtpException> FAILURES =
            List.of(new FtpException.LocalFile("one", null), new FtpException.LocalFile("other", null));

    /** Values whose parts must have a form: a digest is hexadecimal. FtpClientAttributesTest tests it. */
    private static final Set<Class<?>> TESTED_ALONE = Set.of(FileHash.class);

    /** One of a value's parts: a parameter of {@code of}, or a method of the builder. */
    private record Part(String name, Type type) {}

    static Stream<Class<?>> values() {
        return PublicTypes.all().filter(type -> factory(type).isPresent() && !TESTED_ALONE.contains(type));
    }

    /** A value drops out of these tests if a parameter of its factory has another name than its accessor. */
    @Test
    void theseAreTested() {
        assertThat(values().map(type -> type.getName().replaceAll(".*[.]", "")).sorted())
                .containsExactly(
                        "DirectoryTransfer",
                        "DirectoryTransfer$Failure",
                        "Fault$Injected",
                        "Listing$Summary",
                        "RemoteFile",
                        "Reply",
                        "ServerEvent$Client",
                        "ServerEvent$Command",
                        "ServerEvent$Connect",
                        "ServerEvent$Delete",
                        "ServerEvent$Disconnect",
                        "ServerEvent$Download",
                        "ServerEvent$IncompleteDownload",
                        "ServerEvent$IncompleteUpload",
                        "ServerEvent$Login",
                        "ServerEvent$LoginFailed",
                        "ServerEvent$Logout",
                        "ServerEvent$MakeDirectory",
                        "ServerEvent$Rename",
                        "ServerEvent$Reply",
                        "ServerEvent$Upload",
                        "ServerLog",
                        "ServerLog$Entry",
                        "ServerSession",
                        "ServerSession$Transferring",
                        "ServerStats",
                        "ServerUser",
                        "Transcript",
                        "Transcript$Data",
                        "Transcript$Opened",
                        "Transcript$Received",
                        "Transcript$Secured",
                        "Transcript$Sent",
                        "Transfer",
                        "Transfer$Sample",
                        "TransferProgress");
    }

    @ParameterizedTest
    @MethodSource("values")
    void isFinalAndMadeByItsFactoryOnly(Class<?> type) {
        assertThat(type).isFinal();
        assertThat(type.getConstructors()).isEmpty();
        assertThat(type.getDeclaredFields())
                .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                .allSatisfy(field -> assertThat(Modifier.isFinal(field.getModifiers()))
                        .as("final: %s", field)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("values")
    void hasThePartsThatItWasGiven(Class<?> type) throws Exception {
        var value = value(type, "", 0);
        for (var part : parts(type)) {
            assertThat(opened(type.getMethod(part.name).invoke(value)))
                    .as(part.name)
                    .isEqualTo(opened(sample(part.type, 0)));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void equalsWhatHasTheSamePartsAndNothingElse(Class<?> type) {
        var value = value(type, "", 0);

        assertThat(value).isEqualTo(value(type, "", 0)).hasSameHashCodeAs(value(type, "", 0));
        assertThat(value).isNotEqualTo(null).isNotEqualTo("text");
        assertThat(parts(type))
                .isNotEmpty()
                .allSatisfy(part ->
                        assertThat(value(type, part.name, 1)).as(part.name).isNotEqualTo(value));
    }

    @ParameterizedTest
    @MethodSource("values")
    void hasATextOfItsOwn(Class<?> type) {
        var value = value(type, "", 0);

        assertThat(value.toString()).isNotBlank().doesNotContain("@" + Integer.toHexString(value.hashCode()));
    }

    /** {@return a value made of the first samples, except for the component of that name} */
    private static Object value(Class<?> type, String other, int which) {
        var parts = parts(type);
        var samples = parts.stream()
                .map(part -> sample(part.type, part.name.equals(other) ? which : 0))
                .toArray();
        var factory = factory(type).orElseThrow();
        if (factory.getName().equals("of")) {
            return call(factory, null, samples);
        }
        int given = factory.getParameterCount();
        var builder = call(factory, null, Arrays.copyOf(samples, given));
        for (int i = given; i < samples.length; i++) {
            call(setter(builder.getClass(), parts.get(i)), builder, samples[i]);
        }
        return call(method(builder.getClass(), "build"), builder);
    }

    /** {@return a builder of its enclosing class, in which nothing has been set} */
    static Object builder(Class<?> builder) {
        var factory = factory(builder.getEnclosingClass()).orElseThrow();
        return call(
                factory,
                null,
                parameters(factory).map(part -> sample(part.type, 0)).toArray());
    }

    private static List<Part> parts(Class<?> type) {
        var factory = factory(type).orElseThrow();
        var given = parameters(factory);
        return factory.getName().equals("of")
                ? given.toList()
                : Stream.concat(given, setters(factory.getReturnType())).toList();
    }

    /**
     * {@return the factory, if the value has an accessor for each parameter; {@code Plot.of(transfers)} does not count}
     */
    private static Optional<Method> factory(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getName().matches("of|builder"))
                .filter(method -> method.getName().equals("of") || isBuilder(method.getReturnType(), type))
                .filter(method -> parameters(method).allMatch(part -> hasPart(type, part.name)))
                .min(comparing(Method::toGenericString));
    }

    private static boolean isBuilder(Class<?> builder, Class<?> type) {
        return setters(builder).allMatch(part -> hasPart(type, part.name));
    }

    private static boolean hasPart(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 0);
    }

    private static Stream<Part> parameters(Executable factory) {
        return Arrays.stream(factory.getParameters())
                .map(parameter -> new Part(parameter.getName(), parameter.getParameterizedType()));
    }

    private static Stream<Part> setters(Class<?> builder) {
        var setters = new TreeMap<String, Part>();
        settingMethods(builder).forEach(method -> setters.putIfAbsent(method.getName(), part(method)));
        return setters.values().stream();
    }

    private static Method setter(Class<?> builder, Part part) {
        return settingMethods(builder)
                .filter(method -> part(method).equals(part))
                .findFirst()
                .orElseThrow();
    }

    /** {@return what sets a builder's parts, in an order that reflection does not choose} */
    private static Stream<Method> settingMethods(Class<?> builder) {
        return Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> method.getReturnType() == builder && method.getParameterCount() == 1)
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .sorted(comparing(Method::toGenericString));
    }

    private static Part part(Method setter) {
        return new Part(setter.getName(), setter.getGenericParameterTypes()[0]);
    }

    private static Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Object call(Method method, @Nullable Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(method + " with " + Arrays.toString(arguments), e);
        }
    }

    /** An unknown component is an Optional as a result, but not as a builder's argument. */
    private static Object opened(Object value) {
        if (value instanceof OptionalLong number) {
            return number.getAsLong();
        }
        return value instanceof Optional<?> optional ? optional.orElseThrow() : value;
    }

    /** {@return one of two different values} */
    static Object sample(Type type, int which) {
        if (type instanceof ParameterizedType generic) {
            var inner = sample(generic.getActualTypeArguments()[0], which);
            return requireNonNull(Map.<Class<?>, Object>of(
                            Optional.class, Optional.of(inner),
                            Collection.class, List.of(inner),
                            List.class, List.of(inner),
                            Set.class, Set.of(inner),
                            Map.class, Map.of(inner, inner))
                    .get((Class<?>) generic.getRawType()));
        }
        var plain = (Class<?>) type;
        if (plain.isEnum()) {
            return plain.getEnumConstants()[which];
        }
        if (plain == FtpException.class) {
            return FAILURES.get(which);
        }
        if (plain.isSealed()) {
            return sample(plain.getPermittedSubclasses()[0], which);
        }
        if (factory(plain).isPresent()) {
            return value(plain, parts(plain).get(0).name, which);
        }
        var samples = Map.<Class<?>, List<?>>ofEntries(
                Map.entry(String.class, List.of("a.txt", "b.txt")),
                Map.entry(int.class, List.of(221, 550)),
                Map.entry(long.class, List.of(6L, 7L)),
                Map.entry(double.class, List.of(0.5, 1.5)),
                Map.entry(boolean.class, List.of(false, true)),
                Map.entry(Path.class, List.of(Path.of("a"), Path.of("b"))),
                Map.entry(Instant.class, List.of(Instant.EPOCH, Instant.EPOCH.plusSeconds(1))),
                Map.entry(Duration.class, List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))),
                Map.entry(OptionalLong.class, List.of(OptionalLong.of(6), OptionalLong.of(7))),
                Map.entry(InetSocketAddress.class, List.of(new InetSocketAddress(1), new InetSocketAddress(2))));
        return requireNonNull(samples.get(plain), () -> "samples of " + type).get(which);
    }
}
