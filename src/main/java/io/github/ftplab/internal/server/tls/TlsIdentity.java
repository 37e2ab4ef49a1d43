package io.github.ftplab.internal.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A server's certificate and private key.
 *
 * @param key the private key
 * @param chain the server's own certificate, then those of its issuers
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] CHALLENGE = {1, 2, 3, 5, 7, 11, 13, 17};

    TlsIdentity {
        chain = List.copyOf(chain);
    }

    /** {@return the first private key of a key store, with its certificates} */
    static TlsIdentity of(KeyStore store, char[] password) {
        try {
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getKey(alias, password) instanceof PrivateKey key
                        && store.getCertificateChain(alias) != null) {
                    return new TlsIdentity(key, x509(store.getCertificateChain(alias)));
                }
            }
        } catch (UnrecoverableKeyException e) {
            throw new IllegalArgumentException(
                    "cannot read the private key in the key store: the password is wrong", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot read the key store: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "no private key with a certificate in the key store: load one that has both, such as a .p12 file");
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    /** {@return whether the private key belongs to the first certificate} */
    boolean isMatched() {
        try {
            var algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                case "RSASSA-PSS" -> "RSASSA-PSS";
                default -> "EdDSA";
            };
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(CHALLENGE);
            var proof = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(CHALLENGE);
            return signature.verify(proof);
        } catch (SignatureException | java.security.InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "private keys of type %s are not supported: use RSA or EC".formatted(key.getAlgorithm()), e);
        }
    }

    KeyManager[] keyManagers() throws GeneralSecurityException {
        try {
            var secret = new char[0];
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, secret, chain.toArray(X509Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, secret);
            return managers.getKeyManagers();
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
