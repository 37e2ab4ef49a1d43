package io.github.ftplab.internal.notebook;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.Diagram;
import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FileHash;
import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.Listing;
import io.github.ftplab.Plot;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerSession;
import io.github.ftplab.ServerStats;
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

    private static final String NOTHING = Html.page("<p>" + Html.small("(not known)") + "</p>");

    private static final Map<Class<?>, Renderer<?>> VALUES = new LinkedHashMap<>();

    private static final Map<Class<?>, Renderer<?>> LISTS = new LinkedHashMap<>();

    /** Elements of lists of which the newest are shown, not the first. */
    private static final List<Class<?>> CHRONICLES =
            List.of(Transcript.Entry.class, ServerLog.Entry.class, ServerEvent.class);

    static {
        add(FtpServer.class, ServerRenderer::server);
        add(FtpClient.class, Renderers::client);
        add(Listing.class, FileRenderer::listing);
        add(Listing.Summary.class, FileRenderer::summary);
        add(FileHash.class, FileRenderer::hash);
        add(Transfer.class, TransferRenderer::transfer);
        add(DirectoryTransfer.class, TransferRenderer::directory);
        add(DirectoryTransfer.Failure.class, failure -> TransferRenderer.failures(List.of(failure)));
        add(Reply.class, TranscriptRenderer::reply);
        add(Transcript.class, TranscriptRenderer::transcript);
        add(Transcript.Entry.class, entry -> TranscriptRenderer.entries(List.of(entry)));
        add(ServerLog.class, ServerRenderer::log);
        add(ServerLog.Entry.class, entry -> ServerRenderer.entries(List.of(entry)));
        add(ServerUser.class, user -> ServerRenderer.users(List.of(user)));
        add(ServerSession.class, session -> ServerRenderer.sessions(List.of(session)));
        add(ServerStats.class, ServerRenderer::stats);
        add(ServerEvent.class, event -> ServerRenderer.events(List.of(event)));
        add(RemoteFile.class, file -> FileRenderer.table(List.of(file)));
        add(ShownValue.class, Renderers::open);
        add(Optional.class, Renderers::optional);
        add(OptionalLong.class, found -> found.isPresent() ? within(found.getAsLong()) : NOTHING);
        add(FtpException.class, TranscriptRenderer::failure);
        add(Diagram.class, DiagramRenderer::diagram);
        add(Plot.class, PlotRenderer::plot);
        add(TransferProgress.class, ProgressRenderer::bar);
        add(byte[].class, BytesRenderer::bytes);
        add(List.class, Renderers::list);
        addList(FtpServer.class, ServerRenderer::servers);
        addList(RemoteFile.class, FileRenderer::table);
        addList(ServerSession.class, ServerRenderer::sessions);
        addList(ServerUser.class, ServerRenderer::users);
        addList(Transfer.class, TransferRenderer::transfers);
        addList(DirectoryTransfer.Failure.class, TransferRenderer::failures);
        addList(Transcript.Entry.class, TranscriptRenderer::entries);
        addList(ServerLog.Entry.class, ServerRenderer::entries);
        addList(ServerEvent.class, ServerRenderer::events);
    }

    /** Renders a value of one type as HTML. */
    private record Renderer<T>(Class<T> type, Function<T, String> function) {

        String of(Object value) {
            return function.apply(type.cast(value));
        }
    }

    private Renderers() {}

    private static <T> void add(Class<T> type, Function<T, String> function) {
        VALUES.put(type, new Renderer<>(type, function));
    }

    private static <T> void addList(Class<T> type, Function<List<T>, String> function) {
        LISTS.put(
                type,
                new Renderer<>(
                        List.class,
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
     * @return by MIME type the text, and the HTML if the value has a renderer
     */
    public static Map<String, String> of(Object value) {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put(TEXT, text(value));
        for (var renderer : VALUES.values()) {
            if (renderer.type().isInstance(value)) {
                try {
                    var rendered = renderer.of(value);
                    if (!rendered.isEmpty()) {
                        bundle.put(HTML, rendered);
                    }
                } catch (RuntimeException e) {
                    bundle.put(TEXT, bundle.get(TEXT) + "\n(rendering failed: " + e + ")");
                }
                break;
            }
        }
        return bundle;
    }

    /** {@return the value as text, as long as its HTML: a notebook keeps both} */
    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return BytesRenderer.text(bytes);
        }
        if (value instanceof Transcript transcript) {
            return TranscriptRenderer.newest(transcript).toString();
        }
        if (value instanceof List<?> list && list.size() > Html.MOST_ROWS) {
            return elementType(list).map(type -> part(list, type)).orElseGet(list::toString);
        }
        return value instanceof Diagram diagram ? DiagramRenderer.text(diagram) : String.valueOf(value);
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

    private static String optional(Optional<?> found) {
        return found.isPresent() ? within(found.get()) : NOTHING;
    }

    /** The value in an {@link Optional}. */
    private static String within(Object value) {
        return of(value).getOrDefault(HTML, Html.page("<p>" + Html.lines(String.valueOf(value)) + "</p>"));
    }

    private static String list(List<?> list) {
        return elementType(list)
                .map(type -> requireNonNull(LISTS.get(type)).of(list))
                .orElse("");
    }

    /** {@return the type of all elements, if lists of it have a renderer} */
    private static Optional<Class<?>> elementType(List<?> list) {
        return LISTS.keySet().stream()
                .filter(type -> !list.isEmpty() && list.stream().allMatch(type::isInstance))
                .findFirst();
    }

    /** {@return the part of a long list that is shown, as text} */
    private static String part(List<?> list, Class<?> type) {
        int more = list.size() - Html.MOST_ROWS;
        return CHRONICLES.contains(type)
                ? "… " + more + " earlier ones left out\n" + list.subList(more, list.size())
                : list.subList(0, Html.MOST_ROWS) + "\n… and " + more + " more";
    }
}
