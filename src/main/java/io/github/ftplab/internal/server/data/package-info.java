/** Data connections (RFC 959, section 3.2): opening, channels, transfers, stalls. */
@NullMarked
package io.github.ftplab.internal.server.data;

import org.jspecify.annotations.NullMarked;
