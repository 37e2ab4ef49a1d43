package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.internal.notebook.Renderers;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a notebook shows of the values that the API returns: a table or picture, or a text that says enough. */
class LooksTest {

    /** The types whose text is enough, and why. */
    private static final Map<Class<?>, String> TEXT_IS_ENOUGH = Map.ofEntries(
            entry(String.class, "is a text"),
            entry(Path.class, "its text is the path"),
            entry(URI.class, "its text is the address"),
            entry(InetAddress.class, "its text is the address"),
            entry(InetSocketAddress.class, "its text is address and port"),
            entry(Instant.class, "its text is the time"),
            entry(Duration.class, "its text is the time"),
            entry(X509Certificate.class, "its text has all fields"),
            entry(KeyStore.class, "is for other libraries, which take it as it is"),
            entry(SSLContext.class, "is for other libraries, which take it as it is"),
            entry(Map.class, "its text has each name and value"),
            entry(Set.class, "its text has each element"),
            entry(Iterator.class, "is for a loop"),
            entry(Stream.class, "is for a chain of calls"),
            entry(InputStream.class, "what the client returns is a ShownValue: see RenderersTest"),
            entry(OutputStream.class, "what the client returns is a ShownValue: see RenderersTest"),
            entry(CompletableFuture.class, "what the client returns says what it does: see BackgroundFtpClientTest"),
            entry(BackgroundFtpClient.class, "one line says what is waiting and running"),
            entry(FtpClientBuilder.class, "one line says what was chosen"),
            entry(FtpServerBuilder.class, "one line says what was chosen"),
            entry(DirectoryOptions.class, "one line says what was chosen"),
            entry(ServerLimits.class, "one line says what was chosen"),
            entry(ServerLimits.Rates.class, "one line has both rates"),
            entry(ServerEvent.Client.class, "one line has address and user"),
            entry(ServerSession.Transferring.class, "one line says which file and how far"),
            entry(Fault.class, "is the code that makes it"),
            entry(Trigger.class, "is the code that makes it"),
            entry(Trigger.OfCommand.class, "is the code that makes it"),
            entry(Trigger.OfData.class, "is the code that makes it"),
            entry(Trigger.OfBytes.class, "is the code that makes it"),
            entry(Trigger.OfReply.class, "is the code that makes it"),
            entry(HeldSession.class, "says who is held, where, and what the standard says of it"),
            entry(Diagram.Step.class, "is an arrow with a label"),
            entry(Plot.Line.class, "one line has the name and the mean speed"),
            entry(Plot.Point.class, "one line has time and speed"),
            entry(Transfer.Sample.class, "one line has time and bytes"),
            entry(DirectoryTransfer.Builder.class, "one line says what it builds"),
            entry(RemoteFile.Builder.class, "one line says what it builds"),
            entry(ServerStats.Builder.class, "one line says what it builds"),
            entry(Transfer.Builder.class, "one line says what it builds"),
            entry(TransferProgress.Builder.class, "one line says what it builds"));

    static Stream<Class<?>> returned() {
        return types().flatMap(LooksTest::classes).distinct();
    }

    private static Stream<Type> types() {
        return PublicTypes.all()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getGenericReturnType);
    }

    /** {@return the classes that are in a type} */
    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(
                    Stream.of((Class<?>) generic.getRawType()),
                    Arrays.stream(generic.getActualTypeArguments()).flatMap(LooksTest::classes));
        }
        return type instanceof TypeVariable<?> variable ? classes(variable.getBounds()[0]) : Stream.of((Class<?>) type);
    }

    /** {@return whether its text is a word or a number} */
    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || Set.of(Boolean.class, Long.class).contains(type)
                || (type.isArray() && type.getComponentType().isEnum());
    }

    private static boolean hasLook(Class<?> type) {
        return Renderers.types().stream().anyMatch(known -> known.isAssignableFrom(type));
    }

    @ParameterizedTest
    @MethodSource("returned")
    void hasALookOrATextThatIsEnough(Class<?> type) {
        assertThat(isPlain(type) || hasLook(type) || TEXT_IS_ENOUGH.containsKey(type))
                .as("%s: add a renderer, or say why its text is enough", type)
                .isTrue();
    }

    @Test
    void noReasonIsLeftOverFromATypeThatHasALook() {
        assertThat(TEXT_IS_ENOUGH.keySet())
                .isSubsetOf(returned().collect(Collectors.toSet()))
                .noneMatch(LooksTest::hasLook);
    }

    /** In JShell, the text is all there is. */
    @ParameterizedTest
    @MethodSource("returned")
    void everyTypeOfOursHasATextOfItsOwn(Class<?> type) throws Exception {
        if (type.getPackage() != FtpServer.class.getPackage() || type.isEnum()) {
            return;
        }
        for (var concrete : type.isSealed() ? type.getPermittedSubclasses() : new Class<?>[] {type}) {
            assertThat(concrete.isSealed() || declaresText(concrete))
                    .as("%s", concrete)
                    .isTrue();
        }
    }

    private static boolean declaresText(Class<?> type) throws NoSuchMethodException {
        return type.getMethod("toString").getDeclaringClass() != Object.class;
    }

    static Stream<Type> lists() {
        return types().filter(type -> type instanceof ParameterizedType generic && generic.getRawType() == List.class)
                .map(type -> classes(type).skip(1).findFirst().orElseThrow())
                .filter(element -> hasLook(element) && element != FtpServer.class) // RenderersTest has running servers
                .map(Type.class::cast)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listOfWhatHasALookHasOneToo(Type element) {
        var value = ValueTypesTest.sample(element, 0);

        assertThat(Renderers.of(List.of(value))).containsKey(Renderers.HTML);
        assertThat(Renderers.of(value)).containsKey(Renderers.HTML);
    }

    @Test
    void bytesAreShownAsDigitsAndAsText() {
        assertThat(text("hello\n".getBytes(UTF_8)))
                .isEqualTo("6 bytes\n0000  68 65 6c 6c 6f 0a" + " ".repeat(32) + "hello.");
        assertThat(text(new byte[1_000]).lines()).hasSize(18).last().isEqualTo("… and 744 more");
        assertThat(text(new byte[0])).isEqualTo("0 bytes");
        assertThat(Renderers.of(new byte[6]))
                .hasEntrySatisfying(
                        Renderers.HTML, html -> assertThat(html).contains("<strong>6 bytes</strong>", "00 00 00"));
    }

    private static String text(byte[] bytes) {
        return Renderers.of(bytes).getOrDefault("text/plain", "");
    }
}
