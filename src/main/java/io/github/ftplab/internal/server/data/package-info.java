/** Data connections (RFC 959, section 3.2): how they are made, and what is between the file and the network. */
@NullMarked
package io.github.ftplab.internal.server.data;

import org.jspecify.annotations.NullMarked;
