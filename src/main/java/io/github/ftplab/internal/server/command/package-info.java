/** The command table and the commands, one class for each group of them. */
@NullMarked
package io.github.ftplab.internal.server.command;

import org.jspecify.annotations.NullMarked;
