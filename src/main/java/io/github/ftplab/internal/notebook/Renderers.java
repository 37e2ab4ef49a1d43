package io.github.ftplab.internal.notebook;

import io.github.ftplab.Diagram;
import io.github.ftplab.DirectoryTransfer;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How each value looks: for every kernel the same. */
public final class Renderers {

    static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    static final String MERMAID = "text/vnd.mermaid";
    static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

    private static final Map<Class<?>, Look<?>> LOOKS = new LinkedHashMap<>();

    private static final Map<Class<?>, Look<?>> LISTS = new LinkedHashMap<>();

    static {
        add(FtpServer.class, HTML, ServerRenderer::server);
        add(Listing.class, HTML, FileRenderer::listing);
        add(Transfer.class, HTML, TransferRenderer::transfer);
        add(DirectoryTransfer.class, HTML, TransferRenderer::directory);
        add(Reply.class, HTML, TranscriptRenderer::reply);
        add(Transcript.class, HTML, TranscriptRenderer::transcript);
        add(ServerLog.class, HTML, ServerRenderer::log);
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

    /** A picture of a value, beside its text. */
    private record Look<T>(Class<T> type, String mime, Function<T, Object> picture) {

        Object of(Object value) {
            return picture.apply(type.cast(value));
        }
    }

    private Renderers() {}

    private static <T> void add(Class<T> type, String mime, Function<T, Object> picture) {
        LOOKS.put(type, new Look<>(type, mime, picture));
    }

    private static <T> void addList(Class<T> type, Function<List<T>, Object> picture) {
        LISTS.put(
                type,
                new Look<>(
                        List.class,
                        HTML,
                        list -> picture.apply(
                                ((List<?>) list).stream().map(type::cast).toList())));
    }

    /** {@return the types that have a look; lists do, of values of ours only} */
    public static List<Class<?>> types() {
        return List.copyOf(LOOKS.keySet());
    }

    /**
     * Shows a value. A look that fails is left out: what is wrong with a picture must not hide the value.
     *
     * @return its text, and what else it looks like, by MIME type: a string, or for JSON maps and lists
     */
    public static Map<String, Object> of(Object value) {
        var bundle = new LinkedHashMap<String, Object>();
        bundle.put(TEXT, String.valueOf(value));
        for (var look : LOOKS.values()) {
            if (look.type().isInstance(value)) {
                try {
                    var picture = look.of(value);
                    if (!picture.equals("")) {
                        bundle.put(look.mime(), picture);
                    }
                } catch (RuntimeException e) {
                    bundle.put(TEXT, bundle.get(TEXT) + "\n(it cannot be drawn: " + e + ")");
                }
                break;
            }
        }
        return bundle;
    }

    private static Object list(List<?> list) {
        for (var look : LISTS.entrySet()) {
            if (!list.isEmpty() && list.stream().allMatch(look.getKey()::isInstance)) {
                return look.getValue().of(list);
            }
        }
        return "";
    }
}
