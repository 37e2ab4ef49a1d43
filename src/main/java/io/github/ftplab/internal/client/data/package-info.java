/** The data connection, from the command that opens it to the final reply (RFC 959, section 3.2). */
@NullMarked
package io.github.ftplab.internal.client.data;

import org.jspecify.annotations.NullMarked;
