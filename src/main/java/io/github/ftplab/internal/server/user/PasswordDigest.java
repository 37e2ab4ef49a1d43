package io.github.ftplab.internal.server.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.Predicate;

/**
 * A password that can be compared but not read: its SHA-256 digest after a random key of this JVM. As it is never stored
 * nor shown, a fast digest is enough; an HMAC would have the JVM load all of its cryptography at the first start of a
 * server.
 */
final class PasswordDigest implements Predicate<String> {

    private static final byte[] KEY = randomKey();

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
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(KEY);
            return digest.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] randomKey() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
