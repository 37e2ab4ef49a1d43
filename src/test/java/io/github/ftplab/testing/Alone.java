package io.github.ftplab.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that runs while no other does: it measures time, needs all cores, or uses something that exists only once on a
 * machine. All others run in several JVMs at once: see Surefire and Failsafe in {@code pom.xml}.
 */
@Tag("alone")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Alone {}
