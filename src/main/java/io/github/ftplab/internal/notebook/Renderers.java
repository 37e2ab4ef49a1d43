package io.github.ftplab.internal.notebook;

import io.github.ftplab.Diagram;
import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.Listing;
import io.github.ftplab.Plot;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerSession;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.repl.ShownValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The renderers of all public values, for every kernel. */
public final class Renderers {

    static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    static final String MERMAID = "text/vnd.mermaid";
    static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

    private static final String NOTHING = Html.page("<p>" + Html.small("(not known)") + "</p>");

    private static final Map<Class<?>, Renderer<?>> VALUES = new LinkedHashMap<>();

    private static final Map<Class<?>, Renderer<?>> LISTS = new LinkedHashMap<>();

    static {
        add(FtpServer.class, HTML, ServerRenderer::server);
        add(FtpClient.class, HTML, Renderers::client);
        add(Listing.class, HTML, FileRenderer::listing);
        add(Transfer.class, HTML, TransferRenderer::transfer);
        add(DirectoryTransfer.class, HTML, TransferRenderer::directory);
        add(Reply.class, HTML, TranscriptRenderer::reply);
        add(Transcript.class, HTML, TranscriptRenderer::transcript);
        add(ServerLog.class, HTML, ServerRenderer::log);
        add(ServerLog.Entry.class, HTML, entry -> ServerRenderer.log(ServerLog.of(List.of(entry))));
        add(ServerUser.class, HTML, user -> ServerRenderer.users(List.of(user)));
        add(ServerSession.class, HTML, session -> ServerRenderer.sessions(List.of(session)));
        add(RemoteFile.class, HTML, file -> FileRenderer.table(List.of(file)));
        add(ShownValue.class, HTML, Renderers::open);
        add(Optional.class, HTML, Renderers::optional);
        add(OptionalLong.class, HTML, found -> found.isPresent() ? within(found.getAsLong()) : NOTHING);
        add(FtpException.class, HTML, TranscriptRenderer::failure);
        add(Diagram.class, MERMAID, Mermaid::of);
        add(Plot.class, VEGA_LITE, VegaLite::of);
        add(TransferProgress.class, HTML, ProgressRenderer::bar);
        add(List.class, HTML, Renderers::list);
        addList(FtpServer.class, ServerRenderer::servers);
        addList(RemoteFile.class, FileRenderer::table);
        addList(ServerSession.class, ServerRenderer::sessions);
        addList(ServerUser.class, ServerRenderer::users);
        addList(Transfer.class, TransferRenderer::transfers);
    }

    /** Renders a value of one type as one MIME type. */
    private record Renderer<T>(Class<T> type, String mime, Function<T, Object> function) {

        Object of(Object value) {
            return function.apply(type.cast(value));
        }
    }

    private Renderers() {}

    private static <T> void add(Class<T> type, String mime, Function<T, Object> function) {
        VALUES.put(type, new Renderer<>(type, mime, function));
    }

    private static <T> void addList(Class<T> type, Function<List<T>, Object> function) {
        LISTS.put(
                type,
                new Renderer<>(
                        List.class,
                        HTML,
                        list -> function.apply(
                                ((List<?>) list).stream().map(type::cast).toList())));
    }

    /** {@return the types with a renderer} Lists are included; only lists of our values are rendered. */
    public static List<Class<?>> types() {
        return List.copyOf(VALUES.keySet());
    }

    /**
     * Renders a value. If a renderer fails, the text is shown with the reason.
     *
     * @return by MIME type the text and the rendering: a string, or maps and lists for JSON
     */
    public static Map<String, Object> of(Object value) {
        var bundle = new LinkedHashMap<String, Object>();
        bundle.put(TEXT, String.valueOf(value));
        for (var renderer : VALUES.values()) {
            if (renderer.type().isInstance(value)) {
                try {
                    var rendered = renderer.of(value);
                    if (!rendered.equals("")) {
                        bundle.put(renderer.mime(), rendered);
                    }
                } catch (RuntimeException e) {
                    bundle.put(TEXT, bundle.get(TEXT) + "\n(rendering failed: " + e + ")");
                }
                break;
            }
        }
        return bundle;
    }

    private static String client(FtpClient client) {
        return Html.page("<p>" + Html.text(client.toString()) + "</p>");
    }

    /** A stream that is a cell's value; it is told that it was shown. */
    private static String open(ShownValue value) {
        value.shown();
        return Html.page(
                "<p>" + Html.text(value + ". The client's next call closes it if this cell's value is all there is.")
                        + "</p>");
    }

    private static Object optional(Optional<?> found) {
        return found.isPresent() ? within(found.get()) : NOTHING;
    }

    /** The value in an {@link Optional}. */
    private static Object within(Object value) {
        return of(value).getOrDefault(HTML, Html.page("<p>" + Html.lines(String.valueOf(value)) + "</p>"));
    }

    private static Object list(List<?> list) {
        for (var renderer : LISTS.entrySet()) {
            if (!list.isEmpty() && list.stream().allMatch(renderer.getKey()::isInstance)) {
                return renderer.getValue().of(list);
            }
        }
        return "";
    }
}
