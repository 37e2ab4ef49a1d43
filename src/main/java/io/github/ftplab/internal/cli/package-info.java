/** The command line: {@code java -jar ftplab-all.jar serve} and {@code jshell}. */
@NullMarked
package io.github.ftplab.internal.cli;

import org.jspecify.annotations.NullMarked;
