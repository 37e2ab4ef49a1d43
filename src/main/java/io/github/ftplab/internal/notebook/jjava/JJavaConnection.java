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
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;

/**
 * JJava's connection to Jupyter, extended: it answers before the kernel has started, has our help links, polls
 * without delay while messages keep arriving, gathers what is printed, and ends the kernel with Jupyter.
 */
final class JJavaConnection extends JupyterConnection {

    /** How long to poll without delay after a message; JJava polls every 50 ms. Running a notebook sends many in a row. */
    private static final long FAST_NANOS = 500_000_000;

    private final CompletableFuture<Void> started;
    private final JJavaParent parent = new JJavaParent();
    private final Map<Thread, Long> until = new ConcurrentHashMap<>();
    private volatile boolean closed;

    JJavaConnection(KernelConnectionProperties properties, CompletableFuture<Void> started)
            throws GeneralSecurityException {
        super(properties);
        this.started = started;
    }

    void open(BaseKernel kernel) {
        kernel.becomeHandlerForConnection(this);
        var requests = new JJavaRequests(kernel);
        var execute = getHandler(MessageType.EXECUTE_REQUEST);
        super.setHandler(
                MessageType.EXECUTE_REQUEST, (environment, message) -> requests.execute(execute, environment, message));
        var isComplete = getHandler(MessageType.IS_COMPLETE_REQUEST);
        super.setHandler(
                MessageType.IS_COMPLETE_REQUEST,
                (environment, message) -> requests.isComplete(isComplete, environment, message));
        var inspect = getHandler(MessageType.INSPECT_REQUEST);
        super.setHandler(
                MessageType.INSPECT_REQUEST, (environment, message) -> requests.inspect(inspect, environment, message));
        setHandler(MessageType.HISTORY_REQUEST, requests::history);
        super.setHandler(MessageType.KERNEL_INFO_REQUEST, (environment, message) -> {
            replyInfo(kernel, environment);
            pollFast();
        });
        connect();
    }

    /** Delays all requests except {@code kernel_info_request} until the kernel has started. */
    @Override
    public <T> void setHandler(MessageType<T> type, ShellHandler<T> handler) {
        super.setHandler(type, (environment, message) -> {
            started.join();
            try {
                handler.handle(environment, message);
            } finally {
                pollFast();
            }
        });
    }

    /** Called at each request. */
    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext request) {
        parent.watch();
        return new JJavaReplies(channel, stdin, iopub, request);
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }

    private static void replyInfo(BaseKernel kernel, ShellReplyEnvironment environment) {
        environment.setBusyDeferIdle();
        environment.reply(new Info(kernel));
    }

    /** JJava's reply with the status that the protocol demands; Gson writes the fields of both classes. */
    private static final class Info extends KernelInfoReply {

        @SuppressWarnings("unused") // written by Gson
        private final String status = "ok";

        Info(BaseKernel kernel) {
            super(
                    Header.PROTOCOL_VERISON,
                    kernel.getName(),
                    kernel.getVersion(),
                    kernel.getLanguageInfo(),
                    kernel.getBanner(),
                    links(kernel.getHelpLinks()));
        }
    }

    /**
     * {@return the links of the kernel's help menu: FTP, the underlying libraries, Java, and JJava's own}
     *
     * <p>The library's Javadoc and README are not published on the web, and local files can't be linked: a browser does
     * not open them from a page of a server, and Jupyter serves only files of its own directory.
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

    /** Makes the thread that handles messages poll without delay for a while. */
    private void pollFast() {
        if (Thread.currentThread() instanceof Loop loop && until.put(loop, System.nanoTime() + FAST_NANOS) == null) {
            loop.doNext(() -> poll(loop));
        }
    }

    private void poll(Loop loop) {
        try {
            var field = Loop.class.getDeclaredField("loopBody");
            field.setAccessible(true);
            var body = (LongSupplier) field.get(loop);
            while (!closed && System.nanoTime() - until.getOrDefault(loop, 0L) < 0) {
                long delay = body.getAsLong();
                Thread.sleep(Math.min(1, delay));
            }
        } catch (ReflectiveOperationException e) {
            // An unknown version: it polls at its own rate.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // ends the loop
        } finally {
            until.remove(loop);
        }
    }
}
