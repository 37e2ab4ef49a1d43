package io.github.ftplab.internal.notebook.jjava;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;

/**
 * JJava's connection to Jupyter, which answers before the kernel has started, knows our help links, and does not rest
 * between two messages.
 */
final class JJavaConnection extends JupyterConnection {

    /** JJava looks for a message every 50 ms. So soon after one there will be another: a notebook that is run. */
    private static final long SOON_NANOS = 500_000_000;

    private final CompletableFuture<Void> started;
    private final Map<Thread, Long> until = new ConcurrentHashMap<>();
    private volatile boolean closed;

    JJavaConnection(KernelConnectionProperties properties, CompletableFuture<Void> started)
            throws GeneralSecurityException {
        super(properties);
        this.started = started;
    }

    void open(BaseKernel kernel) {
        kernel.becomeHandlerForConnection(this);
        super.setHandler(MessageType.KERNEL_INFO_REQUEST, (environment, message) -> {
            tell(kernel, environment);
            another();
        });
        connect();
    }

    /** All but {@code kernel_info_request} waits for the kernel's start. */
    @Override
    public <T> void setHandler(MessageType<T> type, ShellHandler<T> handler) {
        super.setHandler(type, (environment, message) -> {
            started.join();
            try {
                handler.handle(environment, message);
            } finally {
                another();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }

    private static void tell(BaseKernel kernel, ShellReplyEnvironment environment) {
        environment.setBusyDeferIdle();
        environment.reply(new KernelInfoReply(
                Header.PROTOCOL_VERISON,
                kernel.getName(),
                kernel.getVersion(),
                kernel.getLanguageInfo(),
                kernel.getBanner(),
                links(kernel.getHelpLinks())));
    }

    /**
     * What the kernel's help menu has: pages about FTP, what the library is built on, Java, and what JJava adds.
     *
     * <p>The library's own Javadoc and README have no address, and are no links: a browser opens no file from a page
     * that came from a server, and Jupyter serves none from outside of its directory.
     */
    static List<HelpLink> links(List<HelpLink> others) {
        var java = Runtime.version().feature();
        var links = new ArrayList<>(List.of(
                new HelpLink("FTP (RFC 959)", "https://www.rfc-editor.org/rfc/rfc959.html"),
                new HelpLink("FTP extensions (RFC 3659)", "https://www.rfc-editor.org/rfc/rfc3659.html"),
                new HelpLink("FTP over TLS (RFC 4217)", "https://www.rfc-editor.org/rfc/rfc4217.html"),
                new HelpLink("Apache Commons Net", "https://commons.apache.org/proper/commons-net/"),
                new HelpLink("Apache FtpServer", "https://mina.apache.org/ftpserver-project/documentation.html"),
                new HelpLink(
                        "Java " + java + " API", "https://docs.oracle.com/en/java/javase/" + java + "/docs/api/")));
        links.addAll(others);
        return links;
    }

    /** Looks for the next message at once and for a while, before the thread that handles messages rests again. */
    private void another() {
        if (Thread.currentThread() instanceof Loop loop && until.put(loop, System.nanoTime() + SOON_NANOS) == null) {
            loop.doNext(() -> look(loop));
        }
    }

    private void look(Loop loop) {
        try {
            var field = Loop.class.getDeclaredField("loopBody");
            field.setAccessible(true);
            var body = (LongSupplier) field.get(loop);
            while (!closed && System.nanoTime() - until.getOrDefault(loop, 0L) < 0) {
                long rest = body.getAsLong();
                Thread.sleep(Math.min(1, rest));
            }
        } catch (ReflectiveOperationException e) {
            // Another version: then it rests.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // for the loop, which ends
        } finally {
            until.remove(loop);
        }
    }
}
