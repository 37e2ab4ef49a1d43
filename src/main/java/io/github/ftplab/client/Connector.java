package io.github.ftplab.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Reaches a server, at whichever of its addresses answers.
 *
 * @param host its name or address
 * @param port its port
 * @param settings the limits, and the way
 * @param explain what to say if it can't be reached
 * @param recorder what is told of everything
 */
record Connector(String host, int port, Settings settings, Explain explain, Recorder recorder) {

    /** {@return a connection on which the server has said that it is ready} */
    Wire connect() {
        IOException failure = null;
        try {
            for (var address : InetAddress.getAllByName(host)) {
                var wire = new Wire(settings, recorder);
                try {
                    wire.accepted(wire.greet(host, address, port));
                    wire.encrypt();
                    return wire;
                } catch (IOException e) {
                    wire.closeHard();
                    if (wire.isReached()) {
                        throw explain.noWelcome(e, wire.lastReplyIfAny(), settings);
                    }
                    failure = failure == null ? e : failure;
                }
            }
        } catch (UnknownHostException e) {
            failure = e;
        }
        throw explain.notConnected(failure == null ? new UnknownHostException(host) : failure, settings);
    }
}
