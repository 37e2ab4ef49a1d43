package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.code.CellCode;
import io.github.ftplab.internal.notebook.code.JShellSources;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.reply.IsCompleteReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;

/** Handles the requests that JJava does not answer, or not as Jupyter's protocol demands. */
final class JJavaRequests {

    private final BaseKernel kernel;
    private final Optional<JShell> jshell;
    private final JJavaHistory history = new JJavaHistory();
    private final JJavaDirectories directories = new JJavaDirectories();

    JJavaRequests(BaseKernel kernel) {
        this.kernel = kernel;
        this.jshell = jshell(kernel);
        JShellSources.offer();
    }

    /** {@return the kernel's JShell; empty in an unknown version of JJava} */
    private static Optional<JShell> jshell(BaseKernel kernel) {
        try {
            return Optional.of((JShell) kernel.getClass().getMethod("getJShell").invoke(kernel));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /** Runs a cell. JJava counts and publishes also what it should not, and JShell misunderstands some comments. */
    void execute(
            ShellHandler<ExecuteRequest> jjava, ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        var request = message.getContent();
        var code = CellCode.of(request.getCode()).withoutBreaksBeforeImports();
        directories.beforeCell();
        jjava.handle(environment, withCode(message, code));
        jshell.ifPresent(directories::afterCell);
        if (request.isSilent() || !request.shouldStoreHistory()) {
            uncount();
        } else if (environment instanceof JJavaReplies replies) {
            history.add(replies.number(), request.getCode(), replies.value());
        }
    }

    private static Message<ExecuteRequest> withCode(Message<ExecuteRequest> message, String code) {
        var request = message.getContent();
        var changed = new ExecuteRequest(
                code,
                request.isSilent(),
                request.shouldStoreHistory(),
                request.getUserExpr(),
                request.isStdinEnabled(),
                request.shouldStopOnError());
        return new Message<>(
                message.getIdentities(),
                message.getHeader(),
                message.getParentHeader(),
                message.getMetadata(),
                changed,
                message.getBlobs());
    }

    private void uncount() {
        try {
            var field = BaseKernel.class.getDeclaredField("executionCount");
            field.setAccessible(true);
            ((AtomicInteger) field.get(kernel)).decrementAndGet();
        } catch (ReflectiveOperationException e) {
            // An unknown version: the next cell's number is one higher.
        }
    }

    void history(ShellReplyEnvironment environment, Message<HistoryRequest> message) {
        environment.setBusyDeferIdle();
        environment.reply(new History(history.lookup(message.getContent())));
    }

    /** A reply with the status that the protocol demands, and with lists; JJava's would have objects. */
    private static final class History extends HistoryReply {

        @SuppressWarnings("unused") // written by Gson
        private final String status = "ok";

        @SuppressWarnings({"unchecked", "rawtypes"}) // Gson writes the elements, whatever they are
        History(List<List<Object>> entries) {
            super((List) entries);
        }
    }

    /** JShell takes an open text block for an error. */
    void isComplete(
            ShellHandler<IsCompleteRequest> jjava,
            ShellReplyEnvironment environment,
            Message<IsCompleteRequest> message) {
        if (CellCode.of(message.getContent().getCode()).isOpen()) {
            environment.setBusyDeferIdle();
            environment.reply(IsCompleteReply.getIncompleteReplyWithIndent(""));
        } else {
            jjava.handle(environment, message);
        }
    }

    void inspect(
            ShellHandler<InspectRequest> jjava, ShellReplyEnvironment environment, Message<InspectRequest> message) {
        if (jshell.isEmpty()) {
            jjava.handle(environment, message);
            return;
        }
        var code = message.getContent().getCode();
        // Jupyter counts code points.
        int cursor = code.offsetByCodePoints(
                0, Math.min(message.getContent().getCursorPos(), code.codePointCount(0, code.length())));
        environment.setBusyDeferIdle();
        var found = new JJavaInspection(jshell.get().sourceCodeAnalysis()).inspect(code, cursor);
        environment.reply(new InspectReply(found.isPresent(), DisplayData.emptyIfNull(found.orElse(null))));
    }
}
