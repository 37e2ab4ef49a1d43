package io.github.ftplab;

import io.github.ftplab.server.Network;
import io.github.ftplab.server.Tls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/** The part of {@link FtpServerBuilder} that says how clients reach the server: where it listens, by which ways, with TLS or not. */
abstract sealed class Reaching permits FtpServerBuilder {

    InetAddress address = InetAddress.getLoopbackAddress();

    @Nullable
    Integer port;

    Network network = Network.DEFAULT;
    Tls.@Nullable Source certificate;
    private Tls.Demands tlsDemands = new Tls.Demands(false, false, false);

    abstract FtpServerBuilder self();

    void reachAs(Reaching other) {
        address = other.address;
        port = other.port;
        network = other.network;
        certificate = other.certificate;
        tlsDemands = other.tlsDemands;
    }

    /** {@return how to encrypt, or null for never} */
    @Nullable
    Tls encryption() {
        return certificate == null ? null : certificate.make(address, tlsDemands);
    }

    /**
     * Sets the port.
     *
     * @param port from 1 to 65535, or 0 for any free one. Not set: 2121, or any free one if another program has
     *     that
     * @return this builder
     * @throws IllegalArgumentException if it is no port
     */
    public FtpServerBuilder port(int port) {
        this.port = checked(port);
        return self();
    }

    private static int checked(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    port + " is no port: they go from 1 to 65535, and 0 stands for any free one");
        }
        return port;
    }

    /**
     * Sets the address to listen on.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).address("0.0.0.0").port(2100);    // for all on the network
     * }</pre>
     *
     * @param host a name or address of this machine; {@code 0.0.0.0} is every one of its IPv4 addresses, which lets
     *     in others on the network. Not set: 127.0.0.1, this machine alone
     * @return this builder
     * @throws IllegalArgumentException if there is no such host
     */
    public FtpServerBuilder address(String host) {
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "cannot listen on \"%s\": there is no such host; use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses"
                            .formatted(host),
                    e);
        }
        return self();
    }

    /**
     * Sets the ports that passive data connections (PASV, EPSV) use, such as those that a firewall lets through. Each
     * transfer needs one; when all are in use, a client is told so (425).
     *
     * @param from the first port, from 1 to 65535; not set: any free port
     * @param to the last port, {@code from} or more
     * @return this builder
     * @throws IllegalArgumentException if that is no range of ports
     */
    public FtpServerBuilder passivePorts(int from, int to) {
        if (from < 1 || to > 65535 || from > to) {
            throw new IllegalArgumentException(
                    "no range of ports: %d to %d; ports go from 1 to 65535".formatted(from, to));
        }
        network = network.withPassivePorts(from, to);
        return self();
    }

    /**
     * Sets the address that PASV names, where clients reach the server through a router that translates addresses
     * (NAT). EPSV needs none: its clients use the address that they know.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).masqueradeAddress("203.0.113.7").passivePorts(50_000, 50_100);
     * }</pre>
     *
     * @param address an IPv4 address in numbers, such as {@code 203.0.113.7}; names are not looked up
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public FtpServerBuilder masqueradeAddress(String address) {
        network = network.withMasquerade(Network.parse(address));
        return self();
    }

    /**
     * Sets the server's own port for active data connections (PORT, EPRT), for firewalls that expect 20.
     *
     * @param port from 1 to 65535, those below 1024 with special rights only; 0, or not set: any free one
     * @return this builder
     * @throws IllegalArgumentException if it is no port
     */
    public FtpServerBuilder activePort(int port) {
        network = network.withActivePort(checked(port));
        return self();
    }

    /**
     * Lets data go to and come from any address, where only the client's own may have a part otherwise: for transfers
     * between two servers. A client can then make this server connect to other machines (RFC 2577, section 3).
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).permitForeignAddresses().permitPrivilegedPorts().activePort(20);
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder permitForeignAddresses() {
        network = network.withForeignAddresses();
        return self();
    }

    /**
     * Lets active data connections (PORT, EPRT) go to ports below 1024, where services of a machine are.
     *
     * @return this builder
     */
    public FtpServerBuilder permitPrivilegedPorts() {
        network = network.withPrivilegedPorts();
        return self();
    }

    /**
     * Offers TLS 1.2 and 1.3 on the control connection (AUTH TLS) and on data connections (PROT P), as RFC 4217 has it,
     * with a certificate that this JVM makes itself. It is good for localhost, 127.0.0.1, ::1, the name of this machine
     * and the address that the server listens on, for a year; servers of this JVM on the same address share it. Clients
     * don't know it: give them {@link FtpServer#certificatePem()} to trust.
     *
     * <pre>{@code
     * var server = FtpServer.builder().user("test", "potato", Path.of("ftp-root"), "elr").tls().start();
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * // curl --ssl-reqd --cacert server.pem -u test:potato ftp://localhost:2121/
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder tls() {
        certificate = Tls.selfSigned();
        return self();
    }

    /**
     * Offers TLS as {@link #tls()} does, with a certificate of yours, such as one from Let's Encrypt. The files are read
     * now.
     *
     * <pre>{@code
     * builder.tls(Path.of("fullchain.pem"), Path.of("privkey.pem")).requireTls().start();
     * }</pre>
     *
     * @param certificatePem the certificate in PEM form (RFC 7468), followed by those of its issuers if there are any
     * @param keyPem its private key in PEM form: RSA or EC, without a password
     * @return this builder
     * @throws IllegalArgumentException if a file is missing, is no such file, is encrypted, or the key is another
     *     certificate's
     */
    public FtpServerBuilder tls(Path certificatePem, Path keyPem) {
        certificate = Tls.pem(certificatePem, keyPem);
        return self();
    }

    /**
     * Offers TLS as {@link #tls()} does, with the first certificate of a key store that has its private key.
     *
     * <pre>{@code
     * var password = "changeit".toCharArray();
     * builder.tls(KeyStore.getInstance(new File("server.p12"), password), password)
     * }</pre>
     *
     * @param store the key store, loaded
     * @param password the private key's password
     * @return this builder
     * @throws IllegalArgumentException if there is no private key in it, or the password is wrong
     */
    public FtpServerBuilder tls(KeyStore store, char[] password) {
        certificate = Tls.keyStore(store, password);
        return self();
    }

    /**
     * Begins each connection with TLS, without AUTH, as clients expect of {@code ftps://} addresses and port 990. Data
     * connections are under TLS too, unless the client sends PROT C. Does {@link #tls()} if no certificate was given.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home).implicitTls().requireSessionReuse();
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder implicitTls() {
        return demand(new Tls.Demands(true, tlsDemands.required(), tlsDemands.sessionReuse()));
    }

    /**
     * Refuses USER and PASS before AUTH TLS, and data connections before PROT P (both with 550), so that neither
     * passwords nor files cross the network in the clear. Does {@link #tls()} if no certificate was given.
     *
     * @return this builder
     */
    public FtpServerBuilder requireTls() {
        return demand(new Tls.Demands(tlsDemands.implicit(), true, tlsDemands.sessionReuse()));
    }

    /**
     * Refuses data connections under TLS that don't resume the control connection's TLS session (522), so that nobody
     * else can take one over. curl and lftp resume it, Python's ftplib does not. Does {@link #tls()} if no
     * certificate was given.
     *
     * @return this builder
     */
    public FtpServerBuilder requireSessionReuse() {
        return demand(new Tls.Demands(tlsDemands.implicit(), tlsDemands.required(), true));
    }

    private FtpServerBuilder demand(Tls.Demands demands) {
        tlsDemands = demands;
        return certificate == null ? tls() : self();
    }
}
