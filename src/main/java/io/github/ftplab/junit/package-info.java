/**
 * A JUnit 5 extension that starts FTP servers for tests: see {@link io.github.ftplab.junit.Ftp}. Needs
 * {@code junit-jupiter-api} 5.10 or newer, an optional dependency.
 */
@NullMarked
package io.github.ftplab.junit;

import org.jspecify.annotations.NullMarked;
