package io.github.ftplab.testing;

import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Starts servers in the middle of a test, on any free port: see {@link WithServer}. */
public final class Servers {

    private final Supplier<FtpServerBuilder> usual;
    private final Consumer<FtpServer> started;

    Servers(Supplier<FtpServerBuilder> usual, Consumer<FtpServer> started) {
        this.usual = usual;
        this.started = started;
    }

    /** {@return the options of the test's own server, for one that the test closes itself} */
    public FtpServerBuilder builder() {
        return usual.get().port(0);
    }

    /** Starts a server like the test's own, with these options in addition. It is closed after the test. */
    public FtpServer start(UnaryOperator<FtpServerBuilder> options) {
        var server = options.apply(builder()).start();
        started.accept(server);
        return server;
    }
}
