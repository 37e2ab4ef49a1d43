package io.github.ftplab.internal.server.user;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A password that can be compared but not read: an HMAC with a random key of this JVM. As it is never stored, a fast
 * digest is enough.
 */
final class PasswordDigest implements Predicate<String> {

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecretKeySpec KEY = new SecretKeySpec(randomKey(), ALGORITHM);

    private final byte[] digest;

    PasswordDigest(String password) {
        this.digest = digest(password);
    }

    /** Compares in constant time. */
    @Override
    public boolean test(String password) {
        return MessageDigest.isEqual(digest, digest(password));
    }

    @Override
    public String toString() {
        return "******";
    }

    private static byte[] digest(String password) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(KEY);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] randomKey() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
