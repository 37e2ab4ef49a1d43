/** Data connections (RFC 959, section 3.2): how they are opened, and the channels between file and network. */
@NullMarked
package io.github.ftplab.internal.server.data;

import org.jspecify.annotations.NullMarked;
