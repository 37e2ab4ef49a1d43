package io.github.ftplab.internal.client.settings;

import io.github.ftplab.internal.protocol.PemCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What shows a client's own certificate to servers that ask for one. */
public final class ClientKeys {

    private ClientKeys() {}

    /**
     * {@return what shows the certificates of a key store}
     *
     * @throws IllegalArgumentException if it has no private key, or the password is wrong
     */
    public static List<KeyManager> of(KeyStore store, char[] password) {
        try {
            boolean found = false;
            for (var alias : Collections.list(store.aliases())) {
                found |= store.isKeyEntry(alias);
            }
            if (!found) {
                throw new IllegalArgumentException(
                        "no private key with a certificate in the key store: load one that has both, such as a .p12 file");
            }
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            return List.of(managers.getKeyManagers());
        } catch (UnrecoverableKeyException e) {
            throw new IllegalArgumentException(
                    "cannot read the private key in the key store: the password is wrong", e);
        } catch (KeyStoreException e) {
            throw new IllegalArgumentException("cannot read the key store: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use the key store: " + e.getMessage(), e);
        }
    }

    /**
     * {@return what shows a certificate in PEM form}
     *
     * @param certificates the client's own certificate, then those of its issuers
     * @param key its private key
     */
    public static List<KeyManager> ofPem(byte[] certificates, byte[] key) throws IOException, GeneralSecurityException {
        var chain = PemCertificates.read(certificates);
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate in PEM form");
        }
        var secret = new char[0];
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", PemCertificates.key(key), secret, chain.toArray(Certificate[]::new));
        return of(store, secret);
    }
}
