/**
 * A real FTP server and a fluent FTP client for notebooks and JShell.
 */
@NullMarked
package io.github.ftplab;

import org.jspecify.annotations.NullMarked;
