/** The command table, and one class for each group of commands. */
@NullMarked
package io.github.ftplab.internal.server.command;

import org.jspecify.annotations.NullMarked;
