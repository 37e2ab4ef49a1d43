/** Data connections, from the command that opens one to the final reply (RFC 959, section 3.2). */
@NullMarked
package io.github.ftplab.internal.client.data;

import org.jspecify.annotations.NullMarked;
