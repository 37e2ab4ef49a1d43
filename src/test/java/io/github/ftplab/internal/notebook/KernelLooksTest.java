package io.github.ftplab.internal.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import io.github.ftplab.FtpException;
import io.github.ftplab.Listings;
import io.github.ftplab.Permission;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.notebook.ijava.IJavaAdapter;
import io.github.ftplab.internal.notebook.jjava.JJavaAdapter;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** The real renderers of three kernels, without the kernels: all show the same. */
class KernelLooksTest {

    static Stream<Object> values() {
        return Stream.of(
                Listings.of(Listings.file("a.txt", 6)),
                Reply.of(221, List.of("Goodbye.")),
                Transcript.of(Instant.EPOCH, List.of(Transcript.Sent.of(Instant.EPOCH, "NOOP")), 0)
                        .diagram(),
                List.of(Listings.file("a.txt", 6)),
                ServerLog.of(List.of(ServerLog.Entry.of(Instant.EPOCH, ServerLog.Level.WARNING, "look here"))),
                List.of(ServerUser.of("test", Path.of("home"), Permission.ALL)),
                RenderersTest.transfer("a.txt"),
                List.of(RenderersTest.transfer("a.txt")),
                RenderersTest.transfer("a.txt").plot(),
                "hello".getBytes(UTF_8),
                RenderersTest.directory("a.txt", false),
                new FtpException.LocalFile("there is no such file", null));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyKernelShowsTheSame(Object value) {
        var expected = new Gson().toJsonTree(Renderers.of(value));

        assertThat(List.of(onIJava(value), onJJava(value), onRapaio(value)))
                .allSatisfy(data -> assertThat(
                                JsonParser.parseString(data).getAsJsonObject().get("data"))
                        .isEqualTo(expected));
    }

    @Test
    void valuesOfOthersStayAsTheyWere() {
        assertThat(types(onIJava(List.of(1)))).containsExactly(Renderers.TEXT);
        assertThat(types(onJJava(List.of(1)))).containsExactly(Renderers.TEXT);
        assertThat(onRapaio(List.of(1)))
                .contains(new Gson()
                        .toJson(new org.rapaio.jupyter.kernel.display.sequence.DefaultCollectionDisplayRenderer()
                                .render(null, List.of(1))
                                .data()));
    }

    @Test
    void onlyWhatIsAskedForIsShown() {
        var renderer = new Renderer();
        IJavaAdapter.register(renderer);

        var data = new Gson().toJson(renderer.renderAs(Reply.of(221, List.of("Goodbye.")), Renderers.TEXT));

        assertThat(types(data)).containsExactly(Renderers.TEXT);
    }

    private static String onIJava(Object value) {
        var renderer = new Renderer();
        IJavaAdapter.register(renderer);
        return new Gson().toJson(renderer.render(value));
    }

    private static String onJJava(Object value) {
        var renderer = new org.dflib.jjava.jupyter.kernel.display.Renderer();
        JJavaAdapter.register(renderer);
        return new Gson().toJson(renderer.render(value));
    }

    private static String onRapaio(Object value) {
        return new Gson().toJson(DisplaySystem.inst().render(value));
    }

    private static Set<String> types(String data) {
        return JsonParser.parseString(data)
                .getAsJsonObject()
                .getAsJsonObject("data")
                .keySet();
    }
}
