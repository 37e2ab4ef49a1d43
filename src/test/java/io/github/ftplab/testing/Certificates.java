package io.github.ftplab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates certificates. */
public final class Certificates {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private Certificates() {}

    /** {@return a file in the directory that contains a certificate for this name and its key, in PEM form} */
    public static Path selfSigned(Path directory, String name) {
        var store = keyStore(directory, name);
        try (var in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Key key = keys.getKey("test", PASSWORD);
            var pem =
                    pem("CERTIFICATE", keys.getCertificate("test").getEncoded()) + pem("PRIVATE KEY", key.getEncoded());
            return Files.writeString(directory.resolve(name + ".pem"), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@return a file in the directory that contains a certificate for this name and its key, in PEM form} The issuer's
     * own certificate is made too, if it is missing, in a file of the issuer's name.
     *
     * @param days how long it is still valid; negative if it no longer is
     */
    public static Path issued(Path directory, String name, String issuer, int days) {
        try {
            var authority = directory.resolve(issuer + ".p12");
            if (Files.notExists(authority)) {
                var pair = pair();
                var certificate = certificate(issuer, pair.getPublic(), issuer, pair.getPrivate(), 30);
                store(authority, pair.getPrivate(), certificate);
                Files.writeString(directory.resolve(issuer + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
            }
            var keys = KeyStore.getInstance(authority.toFile(), PASSWORD);
            var pair = pair();
            var certificate =
                    certificate(name, pair.getPublic(), issuer, (PrivateKey) keys.getKey("test", PASSWORD), days);
            store(directory.resolve(name + ".p12"), pair.getPrivate(), certificate, keys.getCertificate("test"));
            var pem = pem("CERTIFICATE", certificate.getEncoded())
                    + pem("PRIVATE KEY", pair.getPrivate().getEncoded());
            return Files.writeString(directory.resolve(name + ".pem"), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Certificate certificate(String name, PublicKey key, String issuer, PrivateKey issuing, int days)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name("CN=" + issuer),
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minus(Duration.ofDays(30))),
                                Date.from(now.plus(Duration.ofDays(days))),
                                new X500Name("CN=" + name),
                                key)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(name.equals(issuer)))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuing)));
    }

    private static void store(Path file, PrivateKey key, Certificate... chain)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("test", key, PASSWORD, chain);
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    /** {@return what a server on localhost needs for TLS} */
    public static SSLContext context(Path directory) {
        try (var in = Files.newInputStream(keyStore(directory, "localhost"))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return what shows the certificate that {@link #selfSigned} has made} */
    public static KeyManager[] keyManagers(Path directory, String name) {
        try (var in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            return managers.getKeyManagers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path keyStore(Path directory, String name) {
        var store = directory.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Programs.command(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "30",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name + (name.equals("localhost") ? ",ip:127.0.0.1,ip:::1" : ""),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store)
                .run()
                .ok();
        return store;
    }

    private static String pem(String kind, byte[] bytes) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
