package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.code.CellErrors;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;

/**
 * What a request is answered with. Printed text is gathered: JJava sends a message a line, of which Jupyter drops most
 * when there are thousands, the one that ends the cell too. A silent request publishes nothing but the kernel's status.
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

    private final String code;
    private final boolean isSilent;
    private volatile int number;
    private volatile String value = "";

    JJavaReplies(ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext request) {
        super(shell, stdin, iopub, request);
        this.direct = new DefaultReplyEnvironment(shell, iopub, request);
        var cell = request instanceof Message<?> message && message.getContent() instanceof ExecuteRequest execute
                ? Optional.of(execute)
                : Optional.<ExecuteRequest>empty();
        this.code = cell.map(ExecuteRequest::getCode).orElse("");
        this.isSilent = cell.map(ExecuteRequest::isSilent).orElse(false);
    }

    /** {@return the number of the cell} */
    int number() {
        return number;
    }

    /** {@return the value of the cell as text; empty if it has none} */
    String value() {
        return value;
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
        var content = message.getContent();
        if (isSilent && !(content instanceof PublishStatus)) {
            return;
        }
        synchronized (text) {
            send();
            if (content instanceof PublishExecuteInput input) {
                number = input.getCount();
                // As it was sent, not as it is run.
                super.publish(new Message<>(getContext(), input.getType(), new PublishExecuteInput(code, number)));
                return;
            }
            if (content instanceof PublishError error) {
                var lines = CellErrors.shown(error.getStacktrace());
                var shown = new PublishError(error.getErrorName(), error.getErrorMessage(), lines);
                super.publish(new Message<>(getContext(), error.getType(), shown));
                return;
            }
            if (content instanceof PublishExecuteResult result && result.hasDataForType(MIMEType.TEXT_PLAIN)) {
                value = String.valueOf(result.getData(MIMEType.TEXT_PLAIN));
            }
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
        if (isSilent) {
            return;
        }
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
