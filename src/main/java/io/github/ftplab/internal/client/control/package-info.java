/** The control connection: commands, replies and their limits (RFC 959, section 4). */
@NullMarked
package io.github.ftplab.internal.client.control;

import org.jspecify.annotations.NullMarked;
