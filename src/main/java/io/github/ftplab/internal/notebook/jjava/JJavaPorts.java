package io.github.ftplab.internal.notebook.jjava;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/**
 * Holds the ports of a kernel from its start until it listens. Jupyter chooses free ports before it starts the kernel, and
 * by the time it listens, a second or two later, another program may have taken one.
 */
final class JJavaPorts implements AutoCloseable {

    /** How long to wait for a port that another program has taken: most have one for a moment, for a connection. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long STEP_MILLIS = 50;

    private final List<Socket> held = new ArrayList<>();
    private final long end;

    private JJavaPorts(Duration patience) {
        end = System.nanoTime() + patience.toNanos();
    }

    /**
     * Takes the ports, without listening.
     *
     * @param patience how long to wait for those that are taken; afterwards they are left alone, as JJava tells that they
     *     are taken
     */
    static JJavaPorts hold(KernelConnectionProperties jupyter, Duration patience)
            throws IOException, InterruptedException {
        var ports = new JJavaPorts(patience);
        if (jupyter.getTransport().equals("tcp")) {
            for (int port : List.of(
                    jupyter.getShellPort(),
                    jupyter.getControlPort(),
                    jupyter.getIopubPort(),
                    jupyter.getStdinPort(),
                    jupyter.getHbPort())) {
                ports.hold(address(jupyter.getIp(), port));
            }
        }
        return ports;
    }

    private static InetSocketAddress address(String ip, int port) {
        return ip.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(ip, port);
    }

    private void hold(InetSocketAddress address) throws IOException, InterruptedException {
        while (!tryToHold(address) && !isLeftOnlyByAConnection(address) && System.nanoTime() - end < 0) {
            Thread.sleep(STEP_MILLIS); // nothing tells when a port is free again
        }
    }

    private boolean tryToHold(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setReuseAddress(false); // or else others could listen nevertheless
        try {
            socket.bind(address);
            held.add(socket);
            return true;
        } catch (BindException e) {
            socket.close();
            return false;
        }
    }

    /** {@return whether a connection that has ended still has the port, which is no obstacle for ZeroMQ} */
    private static boolean isLeftOnlyByAConnection(InetSocketAddress address) throws IOException {
        try (var socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    /** Lets go of the ports. */
    @Override
    public void close() throws IOException {
        for (var socket : held) {
            socket.close();
        }
    }
}
