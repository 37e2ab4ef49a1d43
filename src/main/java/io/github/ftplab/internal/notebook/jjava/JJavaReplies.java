package io.github.ftplab.internal.notebook.jjava;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;

/**
 * What a request is answered with. Printed text is gathered: JJava sends a message a line, of which Jupyter drops most
 * when there are thousands, the one that ends the cell too.
 */
final class JJavaReplies extends ShellReplyEnvironment {

    /** Runs a task 75 ms later. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(75, TimeUnit.MILLISECONDS, Runnable::run);

    /** Text of this length is sent at once. */
    private static final int GATHER_CHARS = 64 * 1024;

    /** Defers nothing: here the text would take the place of a message that another thread is about to defer. */
    private final DefaultReplyEnvironment direct;

    /** Guards the fields below too, and orders what is sent. */
    private final StringBuilder text = new StringBuilder();

    private PublishStream.StreamType type = PublishStream.StreamType.OUT;
    private boolean isScheduled;

    JJavaReplies(ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext request) {
        super(shell, stdin, iopub, request);
        this.direct = new DefaultReplyEnvironment(shell, iopub, request);
    }

    @Override
    public void writeToStdOut(String printed) {
        gather(PublishStream.StreamType.OUT, printed);
    }

    @Override
    public void writeToStdErr(String printed) {
        gather(PublishStream.StreamType.ERR, printed);
    }

    /** Sends after what was printed before. */
    @Override
    public void publish(Message<?> message) {
        synchronized (text) {
            send();
            super.publish(message);
        }
    }

    /** The inherited method defers the message, not the call, and would send it before the last text. */
    @Override
    public void setBusyDeferIdle() {
        setStatusBusy();
        defer(this::setStatusIdle);
    }

    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
        synchronized (text) {
            send();
        }
        return super.readFromStdIn(prompt, isPassword);
    }

    private void gather(PublishStream.StreamType stream, String printed) {
        synchronized (text) {
            if (type != stream) {
                send();
                type = stream;
            }
            text.append(printed);
            if (text.length() >= GATHER_CHARS) {
                send();
            } else if (!isScheduled) {
                isScheduled = true;
                LATER.execute(this::sendLater);
            }
        }
    }

    private void sendLater() {
        synchronized (text) {
            isScheduled = false;
            send();
        }
    }

    private void send() {
        if (!text.isEmpty()) {
            var content = new PublishStream(type, text.toString());
            text.setLength(0);
            direct.publish(content);
        }
    }
}
