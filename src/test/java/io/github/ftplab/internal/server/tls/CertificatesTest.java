package io.github.ftplab.internal.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CertificatesTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private static TlsIdentity identity(String algorithm) throws Exception {
        var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        var subject = new X500Name("CN=" + algorithm);
        var own = SelfSignedCertificate.identity(LOOPBACK).chain().get(0);
        var certificate = new JcaX509v3CertificateBuilder(
                        subject,
                        own.getSerialNumber(),
                        own.getNotBefore(),
                        own.getNotAfter(),
                        subject,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .build(new JcaContentSignerBuilder(algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA")
                        .build(pair.getPrivate()));
        return new TlsIdentity(
                pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(certificate)));
    }

    private Path pem(String name, Object... parts) throws IOException {
        var file = directory.resolve(name);
        try (Writer out = Files.newBufferedWriter(file);
                var pem = new JcaPEMWriter(out)) {
            for (var part : parts) {
                pem.writeObject(part instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : part);
            }
        }
        return file;
    }

    /** The formats in which OpenSSL wrote keys before PKCS #8: PKCS #1 for RSA, SEC 1 for EC. */
    private static Object traditional(PrivateKey key) throws IOException {
        var info = PrivateKeyInfo.getInstance(key.getEncoded());
        return key instanceof java.security.interfaces.ECPrivateKey ec
                ? new PemObject(
                        "EC PRIVATE KEY",
                        new ECPrivateKey(
                                        ec.getParams().getOrder().bitLength(),
                                        ec.getS(),
                                        info.getPrivateKeyAlgorithm().getParameters())
                                .getEncoded())
                : new PemObject(
                        "RSA PRIVATE KEY",
                        info.parsePrivateKey().toASN1Primitive().getEncoded());
    }

    @Test
    void ownCertificateNamesAllWaysToReachTheServer() throws Exception {
        var names = names(SelfSignedCertificate.identity(LOOPBACK).chain().get(0));
        assertThat(names)
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")
                .contains(InetAddress.getLocalHost().getHostName());
        assertThat(names(SelfSignedCertificate.identity(InetAddress.getByAddress("ftp.lab", new byte[] {10, 1, 2, 3}))
                        .chain()
                        .get(0)))
                .contains("localhost", "10.1.2.3", "ftp.lab");
    }

    private static List<Object> names(X509Certificate certificate) throws Exception {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names.stream().<Object>map(name -> name.get(1)).toList();
    }

    @Test
    void ownCertificateIsKept() {
        assertThat(SelfSignedCertificate.identity(LOOPBACK)).isSameAs(SelfSignedCertificate.identity(LOOPBACK));
        assertThat(SelfSignedCertificate.identity(LOOPBACK).isMatched()).isTrue();
    }

    @Test
    void pemTextIsReadBack() throws Exception {
        var certificate = SelfSignedCertificate.identity(LOOPBACK).chain().get(0);
        var text = ServerTls.pem(certificate);
        assertThat(text).startsWith("-----BEGIN CERTIFICATE-----").doesNotContain("KEY");
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(text.getBytes(US_ASCII))))
                .isEqualTo(certificate);
    }

    @Test
    void keysOfAllUsualFormsAreRead() throws Exception {
        for (var algorithm : new String[] {"RSA", "EC"}) {
            var identity = identity(algorithm);
            var other = SelfSignedCertificate.identity(LOOPBACK).chain().get(0);
            var certificates = pem("chain.pem", identity.chain().get(0), other);
            for (var key : new Object[] {identity.key(), traditional(identity.key())}) {
                var read = PemFiles.identity(certificates, pem("key.pem", key));
                assertThat(read.isMatched()).isTrue();
                assertThat(read.chain()).containsExactly(identity.chain().get(0), other);
            }
            var together = pem("all.pem", identity.chain().get(0), identity.key());
            assertThat(PemFiles.identity(together, together).key()).isEqualTo(identity.key());
        }
    }

    @Test
    void wrongFilesAreExplained() throws Exception {
        var identity = identity("EC");
        var certificate = pem("cert.pem", identity.chain().get(0));
        var key = pem("key.pem", identity.key());
        var missing = directory.resolve("missing.pem");
        var text = Files.writeString(directory.resolve("text.pem"), "hello");
        var broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused(missing, key, "cannot read " + missing + ": no such file");
        refused(certificate, missing, "cannot read " + missing + ": no such file");
        refused(text, key, "no certificate in " + text);
        refused(certificate, text, "no private key in " + text);
        refused(key, key, "no certificate in " + key);
        refused(certificate, certificate, "no private key in " + certificate);
        refused(broken, key, "cannot read " + broken);
        refused(certificate, pem("other.pem", identity("EC").key()), "does not match the certificate in");
        refused(certificate, pem("rsa.pem", identity("RSA").key()), "does not match the certificate in");
    }

    @Test
    void encryptedKeysAreExplained() throws Exception {
        var identity = identity("RSA");
        var certificate = pem("cert.pem", identity.chain().get(0));
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        refused(certificate, pem("8.pem", new JcaPKCS8Generator(identity.key(), encryptor)), "is encrypted");
        var old = Files.writeString(
                directory.resolve("1.pem"),
                Files.readString(pem("plain.pem", traditional(identity.key())))
                        .replace(
                                "PRIVATE KEY-----\n",
                                "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"));
        refused(certificate, old, "is encrypted");
    }

    private static void refused(Path certificates, Path key, String why) {
        assertThatThrownBy(() -> PemFiles.identity(certificates, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void keyStoresAreReadOrExplained() throws Exception {
        var password = "secret".toCharArray();
        var identity = identity("EC");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", identity.chain().get(0));
        assertThatThrownBy(() -> TlsIdentity.of(store, password))
                .hasMessageContaining("no private key with a certificate in the key store");
        store.setKeyEntry("server", identity.key(), password, new X509Certificate[] {
            identity.chain().get(0)
        });
        assertThat(TlsIdentity.of(store, password)).isEqualTo(identity);
        assertThatThrownBy(() -> TlsIdentity.of(store, "wrong".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the password is wrong");
    }
}
