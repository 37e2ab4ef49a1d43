/** The FTP servers that the client's contract is run against. */
@NullMarked
package io.github.ftplab.testing.servers;

import org.jspecify.annotations.NullMarked;
