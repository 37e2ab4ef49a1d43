/** The control connection: commands out, replies in, each within its limits (RFC 959, section 4). */
@NullMarked
package io.github.ftplab.internal.client.control;

import org.jspecify.annotations.NullMarked;
