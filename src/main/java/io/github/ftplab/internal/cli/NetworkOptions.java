package io.github.ftplab.internal.cli;

import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.internal.protocol.PortRange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} for addresses, ports and limits. */
final class NetworkOptions {

    @Option(
            names = {"-i", "--host", "--interface"},
            paramLabel = "ADDRESS",
            description = "The address to listen on. Default: 127.0.0.1, this machine only. 0.0.0.0: all networks.")
    private @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The port; 0 for any free port. Default: 2121, or any free port if that is in use.")
    private @Nullable Integer port;

    @Option(
            names = {"-r", "--passive-ports", "--range"},
            paramLabel = "A-B",
            description = "The ports for passive data connections. Default: any free port.")
    private @Nullable PortRange passivePorts;

    @Option(
            names = {"-n", "--masquerade", "--nat-address"},
            paramLabel = "ADDRESS",
            description = "The IPv4 address to announce to clients, for a server behind a router.")
    private @Nullable String masquerade;

    @Option(
            names = "--permit-foreign-addresses",
            description = "Allow data connections with other addresses than the client's.")
    private boolean foreignAddresses;

    @Option(names = "--permit-privileged-ports", description = "Allow active data connections to ports below 1024.")
    private boolean privilegedPorts;

    @Option(
            names = {"--max-connections", "--max-cons"},
            paramLabel = "N",
            description = "The connection limit. Default: 512.")
    private @Nullable Integer connections;

    @Option(
            names = {"--max-per-address", "--max-cons-per-ip"},
            paramLabel = "N",
            description = "The connection limit per address. Default, or 0: unlimited.")
    private @Nullable Integer perAddress;

    @Option(
            names = "--max-login-attempts",
            paramLabel = "N",
            description = "How many wrong passwords close a connection. Default: 3.")
    private @Nullable Integer loginAttempts;

    @Option(
            names = {"--idle-timeout", "--timeout"},
            paramLabel = "SECONDS",
            description = "The time after which an idle client is disconnected. Default: 300.")
    private @Nullable Integer idleSeconds;

    @Option(
            names = "--sync-uploads",
            description = "Acknowledge an upload only when it is on the disk, so that it survives a power failure.")
    private boolean syncUploads;

    @Option(names = "--banner", paramLabel = "TEXT", description = "The greeting of a new connection.")
    private @Nullable String banner;

    @Option(
            names = {"--local-time", "--use-localtime"},
            description = "List times in this machine's time zone. Default: UTC.")
    private boolean localTime;

    /** @throws IllegalArgumentException if an option is invalid */
    void apply(FtpServerBuilder builder) {
        builder.limits(limits());
        if (host != null) {
            builder.address(host);
        }
        if (port != null) {
            builder.port(port);
        }
        if (passivePorts != null) {
            builder.passivePorts(passivePorts.first(), passivePorts.last());
        }
        if (masquerade != null) {
            builder.masqueradeAddress(masquerade);
        }
        if (foreignAddresses) {
            builder.permitForeignAddresses();
        }
        if (privilegedPorts) {
            builder.permitPrivilegedPorts();
        }
        if (banner != null) {
            builder.banner(banner);
        }
        if (syncUploads) {
            builder.syncUploads();
        }
        if (localTime) {
            builder.localTime();
        }
    }

    private ServerLimits limits() {
        var limits = ServerLimits.DEFAULT;
        if (connections != null) {
            limits = limits.connections(connections);
        }
        if (perAddress != null) {
            limits = limits.perAddress(perAddress);
        }
        if (loginAttempts != null) {
            limits = limits.loginAttempts(loginAttempts);
        }
        return idleSeconds == null ? limits : limits.idleTimeout(Duration.ofSeconds(idleSeconds));
    }
}
