package io.github.ftplab.internal.server.tls;

import io.github.ftplab.internal.protocol.HostPort;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates self-signed certificates for the host names and addresses of this JVM's servers. */
final class SelfSignedCertificate {

    private static final Duration VALIDITY = Duration.ofDays(365);

    /** Valid from this long ago, as clients' clocks may be slow. */
    private static final Duration LEEWAY = Duration.ofDays(1);

    /** Cached, so that a client that trusts a certificate still does when the server's cell is run again. */
    private static final Map<Set<String>, TlsIdentity> MADE = new ConcurrentHashMap<>();

    private SelfSignedCertificate() {}

    /** {@return the certificate for a server on this address; always the same one within a JVM} */
    static TlsIdentity identity(InetAddress listening) {
        return MADE.computeIfAbsent(names(listening), SelfSignedCertificate::make);
    }

    private static Set<String> names(InetAddress listening) {
        var names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            var machine = InetAddress.getLocalHost();
            names.add(machine.getHostName());
            names.add(HostPort.literal(machine));
        } catch (UnknownHostException e) {
            // The machine's name can't be resolved; localhost remains.
        }
        // toString() has the host name only if the address was made from one: a reverse lookup would take time.
        var given = listening.toString();
        if (given.indexOf('/') > 0) {
            names.add(given.substring(0, given.indexOf('/')));
        }
        if (listening.isAnyLocalAddress()) {
            try {
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .map(HostPort::literal)
                        .forEach(names::add);
            } catch (SocketException e) {
                // The names above must do.
            }
        } else {
            names.add(HostPort.literal(listening));
        }
        return names;
    }

    private static TlsIdentity make(Set<String> names) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var now = Instant.now();
            var subject = new X500Name("CN=FtpLab self-signed");
            var extensions = new JcaX509ExtensionUtils();
            var certificate = new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(now.minus(LEEWAY)),
                            Date.from(now.plus(VALIDITY)),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.stream()
                                    .map(SelfSignedCertificate::generalName)
                                    .toArray(GeneralName[]::new)))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new TlsIdentity(
                    pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(certificate)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(
                    "cannot create a self-signed certificate: %s; use tls(Path, Path) with PEM files"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static GeneralName generalName(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
