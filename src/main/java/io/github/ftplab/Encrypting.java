package io.github.ftplab;

import io.github.ftplab.client.Certificates;
import io.github.ftplab.client.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link FtpClientBuilder} that says how a session is encrypted (RFC 4217). */
abstract sealed class Encrypting permits FtpClientBuilder {

    Tls.Begin tls = Tls.Begin.NEVER;
    private Tls.Loopback loopback = Tls.Loopback.VERIFIED;
    private Tls.Data tlsData = Tls.Data.PRIVATE;
    private final List<X509Certificate> trusted = new ArrayList<>();

    abstract FtpClientBuilder self();

    Tls encryption() {
        return new Tls(tls, List.copyOf(trusted), loopback, tlsData);
    }

    /**
     * Encrypts the session, and demands that the server can (AUTH TLS, RFC 4217). Certificate and host name are
     * verified.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().connect("ftp.example.org");
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder tls() {
        tls = Tls.Begin.EXPLICIT;
        return self();
    }

    /**
     * Encrypts the session if the server can; {@link FtpClient#encryption} says what came of it. Whoever is on the way
     * can make it come to nothing: for secrets take {@link #tls()}.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().autoTls().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * ftp.encryption();    // Optional[TLSv1.3]
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder autoTls() {
        tls = Tls.Begin.AUTO;
        return self();
    }

    /**
     * Encrypts the session from its first byte, as servers on port 990 have it.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().implicitTls().connect("ftp.example.org", 990);
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder implicitTls() {
        tls = Tls.Begin.IMPLICIT;
        return self();
    }

    /**
     * Trusts a certificate, whoever signed it and whatever name it is made out to, besides those that Java trusts.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().trust(server.certificate()).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param certificate the server's own, as it should come; must be valid today
     * @return this builder
     */
    public FtpClientBuilder trust(X509Certificate certificate) {
        trusted.add(certificate);
        return self();
    }

    /**
     * Trusts the certificates in a file, whoever signed them and whatever name they are made out to.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * var ftp = FtpClient.builder().tls().trust(Path.of("server.pem")).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param file a file in PEM or DER form
     * @return this builder
     * @throws FtpException.LocalFile if it can't be read, or has no certificate in it
     */
    public FtpClientBuilder trust(Path file) {
        try {
            trusted.addAll(Certificates.read(Files.readAllBytes(file)));
            return self();
        } catch (IOException | CertificateException e) {
            throw new FtpException.LocalFile(
                    "cannot trust " + file + ": no certificate can be read from it (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Trusts any certificate of a server on this machine, for experiments. It has no effect on other servers.
     *
     * @return this builder
     */
    public FtpClientBuilder trustAnythingOnLoopback() {
        loopback = Tls.Loopback.ANYTHING;
        return self();
    }

    /**
     * Encrypts commands and passwords, but no files and listings (PROT C).
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().clearData().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder clearData() {
        tlsData = Tls.Data.CLEAR;
        return self();
    }
}
