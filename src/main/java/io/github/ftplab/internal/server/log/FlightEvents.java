package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent.Client;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Events of JDK Flight Recorder. Unless it has been used in this JVM, none of its classes is initialized, and nothing is
 * measured.
 */
public final class FlightEvents {

    /** The module is missing in some trimmed runtimes, and where no module of a module path asks for it. */
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightEvents() {}

    private static boolean isUsed() {
        return PRESENT && FlightRecorder.isInitialized();
    }

    /** A command that runs, to be closed after its reply. */
    public interface Running {

        /** Records the command, if somebody wants to know. */
        void end(Supplier<Client> client, String line, int code);
    }

    /** Begins to measure a command. {@return what measures it, or null if nobody wants to know} */
    public static @Nullable Running begin() {
        return isUsed() ? CommandEvent.started() : null;
    }

    static void transferred(Client client, String command, String path, long bytes, double seconds, boolean completed) {
        if (isUsed()) {
            TransferEvent.record(client, command, path, bytes, seconds, completed);
        }
    }

    @Name("io.github.ftplab.Command")
    @Label("FTP Command")
    @Category({"FtpLab", "Server"})
    @Description("A command of a client, from its turn to its last reply")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the recorder reads the fields
    private static final class CommandEvent extends Event implements Running {

        @Label("Session")
        private long session;

        @Label("Client")
        private String client = "";

        @Label("User")
        private String user = "";

        @Label("Command")
        @Description("As it was sent, without passwords")
        private String command = "";

        @Label("Reply Code")
        private int code;

        static Running started() {
            var event = new CommandEvent();
            event.begin();
            return event;
        }

        @Override
        public void end(Supplier<Client> client, String line, int code) {
            end();
            if (shouldCommit()) {
                var who = client.get();
                session = who.id();
                this.client = who.address().toString();
                user = who.user();
                command = SessionTranscript.shown(line);
                this.code = code;
                commit();
            }
        }
    }

    @Name("io.github.ftplab.Transfer")
    @Label("FTP Transfer")
    @Category({"FtpLab", "Server"})
    @Description("The end of a file's upload or download")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the recorder reads the fields
    private static final class TransferEvent extends Event {

        @Label("Session")
        private long session;

        @Label("Client")
        private String client = "";

        @Label("User")
        private String user = "";

        @Label("Command")
        private String command = "";

        @Label("Path")
        private String path = "";

        @Label("Bytes")
        @DataAmount
        private long bytes;

        @Label("Elapsed Time")
        @Timespan
        private long elapsed;

        @Label("Completed")
        private boolean completed;

        static void record(Client client, String command, String path, long bytes, double seconds, boolean completed) {
            var event = new TransferEvent();
            if (event.shouldCommit()) {
                event.session = client.id();
                event.client = client.address().toString();
                event.user = client.user();
                event.command = command;
                event.path = path;
                event.bytes = bytes;
                event.elapsed = Math.round(seconds * 1e9);
                event.completed = completed;
                event.commit();
            }
        }
    }
}
